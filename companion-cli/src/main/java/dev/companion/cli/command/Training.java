package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.app.CommandRunner;
import dev.companion.cli.render.TaskOutput;
import dev.companion.cli.terminal.Format;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobIds;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Submission;
import dev.companion.core.settings.Environment;
import dev.companion.core.worker.DetachedWorkers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.MessageFormatter;

/**
 * Runs once what commands and workers run, so that their classes are loaded while an archive is recorded: a task is
 * submitted, worked on and ended in this process, on a Codex that is a script; then it is looked at. Works in one
 * directory and touches nothing else.
 */
final class Training {
    /** One thing to run. */
    @FunctionalInterface
    private interface Part {
        void run() throws IOException;
    }

    private final Path directory;
    private final CommandRunner runner;
    private final List<String> failures = new ArrayList<>();

    /** @param directory private, and there; empty before {@link #prepare} */
    Training(Path directory, CommandRunner runner) {
        this.runner = runner;
        this.directory = directory;
    }

    /** The names of the parts that failed so far; one that does not work here leaves the others their place in the archive. */
    List<String> failures() {
        return List.copyOf(failures);
    }

    /** Submits a task, works on it and ends it; submits another one. */
    void prepare() {
        attempt("prepare", () -> {
            for (String below : List.of("objects", "refs")) {
                Files.createDirectories(project().resolve(".git").resolve(below));
            }
            Files.writeString(project().resolve(".git").resolve("HEAD"), "ref: refs/heads/main\n");
            Files.createFile(project().resolve("change"));
            TrainingCodex.write(codex());
            work(submit("the first"));
            submit("the second");
            submit("the third", "broker");
        });
    }

    /** Works on the jobs that wait: privately, then over a resident Codex, which is kept and ended here as well. */
    void work() {
        attempt("work", () -> work(waiting("the second")));
        attempt("work over a resident Codex", () -> {
            TrainingServer server = new TrainingServer(runner, app(), terminal(), codex(), Duration.ofMinutes(1));
            try (server) {
                work(waiting("the third"));
            }
        });
    }

    /** Keeps a resident Codex that nobody uses until it is stopped for that. */
    void keep() {
        attempt("keep", () -> {
            TrainingServer server = new TrainingServer(runner, app(), terminal(), codex(), Duration.ofMillis(1));
            try (server) {
                server.awaitEnd();
            }
        });
    }

    private Job waiting(String key) {
        return app().store().overview(Optional.empty()).active().stream()
                .filter(job -> job.idempotencyKey().equals(Optional.of(key)))
                .findFirst()
                .orElseThrow();
    }

    /** Looks at the jobs in the ways that scripts repeat; what is rarer would cost them more than it would gain. */
    void read() {
        command("status", "--json");
        command("status");
        attempt("read one", () -> {
            String id = finished().id().value();
            command("status", id, "--json");
            command("result", id);
        });
    }

    /** Hands over a task and stays with it; calls one off. */
    void write() {
        attempt("submit", () -> submit("another"));
        attempt("attach", this::attach);
        attempt("cancel", () -> command("cancel", "--json", finished().id().value()));
        command("task", "--background", "--write", "--json", "--idempotency-key", "another", "train");
        command("task", "--no-such-option");
        command("review", "--dry-run", "--json");
    }

    private void attempt(String name, Part part) {
        try {
            part.run();
        } catch (IOException | RuntimeException e) {
            // Not a constant: what only reads loads no logging.
            LoggerFactory.getLogger(Training.class).debug("training {} failed", name, e);
            failures.add(name);
        }
    }

    private void work(Job job) {
        command("--state-dir", state().toString(), "worker", "--job", job.id().value());
        requireCompleted(job);
    }

    private void requireCompleted(Job job) {
        Optional<JobState> state = app().store().find(job.id()).map(Job::state);
        require(state.equals(Optional.of(JobState.COMPLETED)), "the job is not completed");
        // What a worker writes to its log; here the level is too high for it.
        MessageFormatter.format("claimed job {}", job.id());
    }

    /** As {@code task --background} does, but the process that is started is no worker. */
    private Job submit(String key) {
        return submit(key, "direct");
    }

    private Job submit(String key, String transport) {
        Terminal terminal = terminal();
        Invocation invocation = CommandTable.parse(
                Arguments.split(List.of(
                        "task",
                        "--background",
                        "--output",
                        "id",
                        "--write",
                        "--transport",
                        transport,
                        "--idempotency-key",
                        key,
                        "train")),
                environment(),
                terminal,
                runner);
        invocation.format(Format.TEXT, Format.JSON, Format.ID);
        App app = invocation.app();
        TaskRequest wanted = TaskRequest.parse(invocation);
        DetachedWorkers workers = new DetachedWorkers(environment(), app.root(), List.of("true"));
        Submission submission =
                new Submission(app.store(), app.root(), JobIds.random(), app.clock(), workers, app.jobEnd());
        JobRequest request = wanted.onNewThread(app);
        Submission.Submitted submitted = submission
                .earlier(request)
                .orElseGet(() -> submission.submit(request.on(wanted.thread().resolve(app))));
        new TaskOutput(app, terminal, Format.TEXT).queued(submitted);
        new TaskOutput(app, terminal, Format.JSON).queued(submitted);
        return submitted.job();
    }

    private void attach() {
        Submission.Submitted submitted = new Submission.Submitted(finished(), false);
        Handover.ofTask(app(), terminal(), Format.TEXT).show(submitted, false);
        Handover.ofTask(app(), terminal(), Format.JSON).show(submitted, false);
    }

    private Job finished() {
        return app().store().overview(Optional.empty()).finished().get(0);
    }

    private App app() {
        return new App(environment(), Optional.empty(), runner);
    }

    private void command(String... arguments) {
        attempt(
                String.join(" ", arguments),
                () -> require(
                        runner.run(List.of(arguments), environment(), terminal()) != ExitCode.BUG,
                        "the command is broken"));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException(otherwise);
        }
    }

    private Path state() {
        return directory.resolve("state");
    }

    private Path project() {
        return directory.resolve("project");
    }

    private Path codex() {
        return directory.resolve("codex");
    }

    private Environment environment() {
        Map<String, String> variables = new HashMap<>();
        Optional.ofNullable(System.getenv("PATH")).ifPresent(path -> variables.put("PATH", path));
        variables.put("HOME", directory.toString());
        variables.put("COMPANION_HOME", state().toString());
        variables.put("COMPANION_TRANSPORT", "direct");
        variables.put("COMPANION_CODEX", codex().toString());
        return new Environment(variables, Optional.of(project()), Optional.of(directory));
    }

    private Terminal terminal() {
        OutputStream nowhere = OutputStream.nullOutputStream();
        return Terminal.of(nowhere, nowhere, environment(), "");
    }
}
