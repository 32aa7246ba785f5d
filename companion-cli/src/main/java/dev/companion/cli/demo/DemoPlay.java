package dev.companion.cli.demo;

import dev.companion.cli.app.App;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Event;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobState;
import dev.companion.core.process.JobMark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The two acts of the demonstration, and whether each did what it says. */
final class DemoPlay {
    private static final Duration COMMAND_STARTS_WITHIN = Duration.ofSeconds(30);

    private static final Duration PROCESSES_END_WITHIN = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    private final App app;
    private final DemoSession session;
    private final DemoProject project;
    private final Transcript transcript;
    private final Set<String> differences = new LinkedHashSet<>();
    private final List<JobId> jobs = new ArrayList<>();

    /** @param app the program as the commands of the session see it */
    DemoPlay(App app, DemoSession session, DemoProject project, Transcript transcript) {
        this.app = app;
        this.session = session;
        this.project = project;
        this.transcript = transcript;
    }

    /** A background task that writes: followed, looked at, collected. */
    void writeAct() {
        transcript.explain("Hand a task over. The shell is back at once; a worker of its own does the rest.");
        Optional<JobId> submitted = submit("--write ", DemoScript.WRITE_TASK, DemoScript.writePrompt());
        if (submitted.isEmpty()) {
            return;
        }
        String id = submitted.get().value();
        transcript.explain("Watch it. Ctrl-C here would leave the job alone.");
        require(session.companion("logs", "-f", id), ExitCode.OK);
        transcript.explain("How did it go?");
        requireSays(session.companion("status", id), "completed");
        transcript.explain("What did Codex say?");
        requireSays(session.companion("result", id), DemoScript.ANSWER);
        transcript.explain("What did it change?");
        requireSays(session.other("git diff", project.diff(), System.nanoTime()), DemoScript.CHANGED_LINE);
        require(project.content().equals(DemoScript.AFTER), DemoScript.FILE + " does not hold what the patch says");
        require(state(submitted.get()) == JobState.COMPLETED, "job " + id + " is not completed");
    }

    /** A task that takes too long, cancelled. */
    void cancelAct() {
        transcript.explain("Another task. This one takes ten minutes, which is too long.");
        Optional<JobId> submitted = submit("", DemoScript.LONG_TASK, DemoScript.longPrompt());
        if (submitted.isEmpty()) {
            return;
        }
        JobId id = submitted.get();
        require(runsItsCommand(id), "job " + id + " did not start its command");
        require(state(id) == JobState.RUNNING, "job " + id + " is not running");
        transcript.explain("Its command runs by now. Stop it, with everything that it started.");
        require(session.companion("cancel", id.value()), ExitCode.OK);
        require(state(id) == JobState.CANCELLED, "job " + id + " is not cancelled");
        require(endsAll(id), "job " + id + " left a process running");
        transcript.explain("The record of both.");
        DemoSession.Ran listed = session.companion("status");
        requireSays(listed, "completed");
        requireSays(listed, "cancelled");
    }

    private Optional<JobId> submit(String options, String visible, String prompt) {
        List<String> arguments = new ArrayList<>(List.of("task", "--background"));
        arguments.addAll(options.isBlank() ? List.of() : List.of(options.strip()));
        arguments.add("--");
        arguments.add(prompt);
        DemoSession.Ran task =
                session.companion("companion task --background " + options + "\"" + visible + "\"", arguments);
        String printed = task.out().strip();
        if (!require(task, ExitCode.OK)
                || !require(JobId.isWellFormed(printed), task.command() + " printed no job id")) {
            return Optional.empty();
        }
        jobs.add(new JobId(printed));
        return Optional.of(new JobId(printed));
    }

    private boolean runsItsCommand(JobId id) {
        AtomicBoolean runs = new AtomicBoolean();
        long deadline = System.nanoTime() + COMMAND_STARTS_WITHIN.toNanos();
        app.store()
                .find(id)
                .ifPresent(job -> app.follower()
                        .follow(
                                job,
                                line -> runs.compareAndSet(
                                        false, Event.decode(line).type() == EventType.COMMAND),
                                () -> runs.get() || System.nanoTime() > deadline));
        return runs.get();
    }

    /** The worker itself is on its way out when its job has ended. */
    private boolean endsAll(JobId id) {
        long deadline = System.nanoTime() + PROCESSES_END_WITHIN.toNanos();
        while (!JobMark.find(id.value()).isEmpty()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            app.pause().pause(LOOK_AGAIN);
        }
        return true;
    }

    private JobState state(JobId id) {
        return app.store().find(id).map(Job::state).orElse(JobState.LOST);
    }

    private void requireSays(DemoSession.Ran step, String words) {
        if (require(step, ExitCode.OK)) {
            require(step.out().contains(words), step.command() + " does not say: " + words);
        }
    }

    private boolean require(DemoSession.Ran step, ExitCode wanted) {
        return require(step.exitCode() == wanted.code(), step.command() + " ended with exit " + step.exitCode());
    }

    private boolean require(boolean holds, String difference) {
        if (!holds) {
            differences.add(difference);
        }
        return holds;
    }

    /** What was not as it should be. */
    List<String> differences() {
        return List.copyOf(differences);
    }

    /** The jobs as they are now. */
    List<Job> jobs() {
        return jobs.stream().flatMap(id -> app.store().find(id).stream()).toList();
    }
}
