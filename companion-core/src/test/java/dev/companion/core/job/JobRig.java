package dev.companion.core.job;

import dev.companion.core.failure.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/** The use cases on a state root and a store, with a clock that stands and a launcher that starts nothing. */
final class JobRig {
    static final Duration SPAWN_TIMEOUT = Duration.ofSeconds(60);

    private final MutableClock clock = new MutableClock(JobFixtures.START);
    private final ObservedJobStore store = new ObservedJobStore();
    private final SequentialIds ids = new SequentialIds();
    private final StateRoot root;
    private final JobEnd end;
    private final Recovery recovery;
    private final Queue<Runnable> meanwhile = new ArrayDeque<>();
    private final List<JobId> killed = new ArrayList<>();
    private final RecordedTurns turns = new RecordedTurns();
    private WorkerLauncher launcher = (id, directory) -> {};
    private JobTermination termination = (id, worker) -> {};

    JobRig(Path directory) {
        root = StateRoot.open(directory.resolve("state"));
        end = new JobEnd(store, new Receipts(root), clock);
        recovery = new Recovery(store, root, end, turns, clock, SPAWN_TIMEOUT, Pause.sleeping());
    }

    /** What happens in the place of the next pause of whoever waits. */
    JobRig meanwhile(Runnable event) {
        meanwhile.add(event);
        return this;
    }

    JobRig launcher(WorkerLauncher other) {
        launcher = other;
        return this;
    }

    JobRig termination(JobTermination other) {
        termination = other;
        return this;
    }

    private void pause(Duration duration) {
        Runnable event = meanwhile.poll();
        if (event != null) {
            event.run();
        } else {
            Pause.sleeping().pause(duration);
        }
    }

    MutableClock clock() {
        return clock;
    }

    ObservedJobStore store() {
        return store;
    }

    StateRoot root() {
        return root;
    }

    JobEnd end() {
        return end;
    }

    Recovery recovery() {
        return recovery;
    }

    List<JobId> killed() {
        return killed;
    }

    /** Of which jobs the recovery killed what was left. */
    RecordedTurns turns() {
        return turns;
    }

    Submission submission() {
        return new Submission(store, root, ids, clock, (id, directory) -> launcher.launch(id, directory), end);
    }

    JobWait jobWait() {
        return new JobWait(store, recovery, this::pause);
    }

    JobFollower follower() {
        return new JobFollower(store, recovery, this::pause);
    }

    Cancellation cancellation() {
        JobTermination recorded = (id, worker) -> {
            killed.add(id);
            termination.kill(id, worker);
        };
        return new Cancellation(store, recovery, end, jobWait(), recorded, clock);
    }

    JobReferences references() {
        return new JobReferences(store, recovery);
    }

    Job submit() {
        return submit(new RequestFixture());
    }

    Job submit(RequestFixture request) {
        return submission().submit(request.build()).job();
    }

    /** A running job; nobody holds its lock. */
    Job claim(Job queued) {
        return store.replace(queued, JobFixtures.claimed(queued), "claimed").orElseThrow();
    }

    /** A running job on a thread. */
    Job claim(Job queued, String threadId) {
        Job claimed = claim(queued);
        Job next = claimed.draft()
                .threadId(Optional.of(threadId))
                .turnId(Optional.of("turn"))
                .build();
        return store.replace(claimed, next, "progress").orElseThrow();
    }

    Job complete(Job running) {
        Outcome outcome =
                new Outcome(JobState.COMPLETED, Ending.COMPLETED, JobFixtures.work(), Optional.of("completed"));
        return end.end(running, outcome, directory(running));
    }

    JobDirectory directory(Job job) {
        return new JobDirectory(root.jobDirectory(job.id()));
    }

    Job now(Job job) {
        return store.find(job.id()).orElseThrow();
    }

    WorkerLock hold(Job job) {
        return WorkerLock.tryAcquire(directory(job)).orElseThrow();
    }

    List<Event> events(Job job) {
        List<Event> events = new ArrayList<>();
        try (EventReader reader = EventReader.fromStart(directory(job))) {
            reader.readEvents(events::add);
        }
        return events;
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Failure failure(Runnable action) {
        try {
            action.run();
        } catch (Failure failure) {
            return failure;
        }
        throw new AssertionError("no failure");
    }
}
