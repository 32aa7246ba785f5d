package dev.companion.core.worker;

import dev.companion.core.codex.ScriptedExec;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.job.Event;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.RequestFixture;
import dev.companion.core.job.Transport;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Workers that run a scripted {@code codex exec}. Closing kills what is left of it. For one test at a time. */
final class ExecRig implements AutoCloseable {
    private final WorkerRig rig;
    private final ScriptedExec codex;

    ExecRig(Path directory, ScriptedExec codex) {
        this.codex = codex.install();
        this.rig = new WorkerRig(directory, new ScriptedScenario());
    }

    RequestFixture request() {
        return rig.request().codexBinary(codex.path().toString()).transport(Transport.EXEC);
    }

    Job run() {
        return run(request());
    }

    /** Submits and runs to the end, in this thread. */
    Job run(RequestFixture request) {
        return rig.run(request);
    }

    JobId submit(RequestFixture request) {
        return rig.submit(request);
    }

    CompletableFuture<Job> start(JobId id) {
        return rig.start(id);
    }

    WorkerRig worker() {
        return rig;
    }

    Path directory(Job job) {
        return rig.directory(job.id()).path();
    }

    String output(Job job) {
        return rig.output(job.id());
    }

    List<EventType> eventTypes(Job job) {
        return rig.events(job.id()).stream().map(Event::type).toList();
    }

    List<Event> events(Job job, EventType type) {
        return rig.events(job.id(), type);
    }

    /** Waits until the job's log has an event of the type. */
    void awaitEvent(JobId id, EventType type) throws IOException, InterruptedException {
        long end = System.nanoTime() + WorkerRig.PATIENCE.toNanos();
        try (WatchService changes = FileSystems.getDefault().newWatchService()) {
            rig.directory(id)
                    .path()
                    .register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            while (rig.events(id, type).isEmpty()) {
                WatchKey key = changes.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (key == null) {
                    throw new AssertionError("no " + type + " in time: " + rig.events(id));
                }
                key.pollEvents();
                key.reset();
            }
        }
    }

    @Override
    public void close() {
        if (codex.wasStarted()) {
            codex.kill();
        }
        rig.close();
    }
}
