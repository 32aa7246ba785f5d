package dev.companion.core.worker;

import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Event;
import dev.companion.core.job.EventReader;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobEnd;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobIds;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.ObservedJobStore;
import dev.companion.core.job.Pause;
import dev.companion.core.job.Receipts;
import dev.companion.core.job.RequestFixture;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.Submission;
import dev.companion.core.job.TurnsLeftBehind;
import dev.companion.core.server.ResidentServers;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A state root, a store, a scripted Codex and workers in this process. Closing ends the Codex. For one test at a time. */
final class WorkerRig implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(20);

    private final InstantSource clock = InstantSource.system();
    private final ObservedJobStore store = new ObservedJobStore();
    private final StateRoot root;
    private final ScriptedCodex codex;
    private final Path workspace;
    private final JobEnd end;
    private Duration answerTimeout = Duration.ofSeconds(20);

    WorkerRig(Path directory, ScriptedScenario scenario) {
        root = StateRoot.open(directory.resolve("state"));
        end = new JobEnd(store, new Receipts(root), clock);
        codex = ScriptedCodex.install(directory, scenario);
        workspace = directory;
    }

    static WorkerRig playing(Path directory, ScriptedTurn turn) {
        return new WorkerRig(directory, new ScriptedScenario().turn(turn));
    }

    WorkerRig answerTimeout(Duration limit) {
        answerTimeout = limit;
        return this;
    }

    ObservedJobStore store() {
        return store;
    }

    ScriptedCodex codex() {
        return codex;
    }

    JobEnd end() {
        return end;
    }

    /** A request for this Codex, to be refined. */
    RequestFixture request() {
        return new RequestFixture().codexBinary(codex.path().toString()).cwd(workspace.toString());
    }

    /** Takes the request in, under a random id: its mark must find processes of this test only. */
    JobId submit(RequestFixture request) {
        return submit(request.build());
    }

    private JobId submit(JobRequest request) {
        return new Submission(store, root, JobIds.random(), clock, (id, directory) -> {}, end)
                .submit(request)
                .job()
                .id();
    }

    /** Runs a worker for the job in this thread. */
    ExitCode work(JobId id) {
        Environment environment = new Environment(Map.of(), Optional.of(workspace), Optional.empty());
        CodexRunner runner = new CodexRunner(
                environment,
                answerTimeout,
                clock,
                new ResidentServers(root, environment, (place, binary) -> {}, Pause.sleeping()),
                TurnsLeftBehind.NONE,
                Pause.sleeping(),
                "0.0.0");
        return new Worker(store, root, end, clock, Pause.sleeping(), runner).run(id);
    }

    /** Submits and runs to the end, in this thread. */
    Job run(RequestFixture request) {
        JobId id = submit(request);
        work(id);
        return job(id);
    }

    Job run() {
        return run(request());
    }

    /** Runs a worker for the job in another thread. */
    CompletableFuture<Job> start(JobId id) {
        return CompletableFuture.supplyAsync(() -> {
            work(id);
            return job(id);
        });
    }

    static Job ended(CompletableFuture<Job> run) {
        return run.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    Job job(JobId id) {
        return store.find(id).orElseThrow();
    }

    JobDirectory directory(JobId id) {
        return new JobDirectory(root.jobDirectory(id));
    }

    List<Event> events(JobId id) {
        List<Event> events = new ArrayList<>();
        try (EventReader reader = EventReader.fromStart(directory(id))) {
            reader.readEvents(events::add);
        }
        return events;
    }

    List<Event> events(JobId id, EventType type) {
        return events(id).stream().filter(event -> event.type() == type).toList();
    }

    String output(JobId id) {
        return read(directory(id).output());
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void wishCancelled(JobId id) {
        try {
            Files.createFile(directory(id).cancelRequest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until Codex has the answer to a request of its own: everything that it sent before has been taken in. */
    void awaitAnswerToServerRequest() {
        codex.awaitReceived(message -> message.string("method").isEmpty(), PATIENCE);
    }

    @Override
    public void close() {
        codex.close();
    }
}
