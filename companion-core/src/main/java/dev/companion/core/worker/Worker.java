package dev.companion.core.worker;

import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Adoptions;
import dev.companion.core.job.EventLog;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobEnd;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.JobRequestCodec;
import dev.companion.core.job.JobState;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Pause;
import dev.companion.core.job.Reason;
import dev.companion.core.job.SpaceReserve;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.Timestamps;
import dev.companion.core.job.WorkerLock;
import dev.companion.core.json.Json;
import dev.companion.core.process.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one worker: lock, claim, run, end. It lives exactly as long as it holds the job's lock. */
public final class Worker {
    private static final Duration TERMINATES_WITHIN = Duration.ofSeconds(5);
    private static final int LOCK_ATTEMPTS = 250;
    private static final Duration BETWEEN_LOCK_ATTEMPTS = Duration.ofMillis(20);
    private static final Set<FailureCode> MAY_PASS = Set.of(FailureCode.STORE_FULL, FailureCode.STATE_ROOT_UNWRITABLE);
    /** What the job was about is not there any more, which is nobody's bug. */
    private static final Set<FailureCode> GONE_MEANWHILE = Set.of(FailureCode.NO_PROMPT, FailureCode.NOT_A_REPOSITORY);

    private static final int END_ATTEMPTS = 240;
    private static final Duration BETWEEN_END_ATTEMPTS = Duration.ofMillis(500);

    private final JobStore store;
    private final StateRoot root;
    private final JobEnd end;
    private final InstantSource clock;
    private final Pause pause;
    private final CodexRunner runner;

    /** All that it works with. */
    public Worker(JobStore store, StateRoot root, JobEnd end, InstantSource clock, Pause pause, CodexRunner runner) {
        this.store = store;
        this.root = root;
        this.end = end;
        this.clock = clock;
        this.pause = pause;
        this.runner = runner;
    }

    /**
     * Runs the job to its end.
     *
     * @return OK if this process was the one that ended it, or if there was nothing to do
     */
    public ExitCode run(JobId id) {
        JobDirectory directory = new JobDirectory(root.jobDirectory(id));
        Optional<WorkerLock> lock = acquire(directory);
        if (lock.isEmpty()) {
            log().warn("job {} has another worker", id);
            return ExitCode.CONFLICT;
        }
        JobRequest request = request(directory);
        if (!isTimeToStart(id, directory, request)) {
            cancelUnlessEnded(id, directory);
            lock.get().close();
            return ExitCode.OK;
        }
        CountDownLatch ended = new CountDownLatch(1);
        try (RunningCodex codex = runner.begin(id, request, directory)) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> terminate(codex, ended), "worker-terminator"));
            claim(id, directory, codex).ifPresent(job -> runClaimed(job, codex, directory));
            return ExitCode.OK;
        } finally {
            ended.countDown();
            SpaceReserve.release(directory);
            lock.get().close();
        }
    }

    private boolean isTimeToStart(JobId id, JobDirectory directory, JobRequest request) {
        StartTime start = new StartTime(store, clock, pause);
        return request.notBefore()
                .map(instant -> start.await(id, directory, instant))
                .orElse(true);
    }

    /** Whoever left the wish may have been killed before it was granted. */
    private void cancelUnlessEnded(JobId id, JobDirectory directory) {
        if (Files.exists(directory.cancelRequest())) {
            store.find(id).filter(Job::isActive).ifPresent(job -> end.end(job, Outcome.cancelled(), directory));
        }
    }

    /** No constant: it takes longer to find the logging back end than to start Codex, which comes first. */
    private static Logger log() {
        return LoggerFactory.getLogger(Worker.class);
    }

    /** SIGTERM: the main thread ends the job in an orderly way while the virtual machine waits for this hook. */
    private static void terminate(RunningCodex codex, CountDownLatch ended) {
        codex.stop(Stop.TERMINATED);
        try {
            if (!ended.await(TERMINATES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                log().warn("the job did not end in time; the next command will tell what became of it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Somebody may be testing the lock at this very moment. */
    private Optional<WorkerLock> acquire(JobDirectory directory) {
        Optional<WorkerLock> lock = WorkerLock.tryAcquire(directory);
        for (int attempt = 1; lock.isEmpty() && attempt < LOCK_ATTEMPTS; attempt++) {
            pause.pause(BETWEEN_LOCK_ATTEMPTS);
            lock = WorkerLock.tryAcquire(directory);
        }
        return lock;
    }

    private static JobRequest request(JobDirectory directory) {
        try {
            return JobRequestCodec.decode(Files.readAllBytes(directory.request()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A queued job, or one that runs on a resident server and whose last worker died. */
    private Optional<Job> claim(JobId id, JobDirectory directory, RunningCodex codex) {
        Optional<Job> known = store.find(id).filter(Job::isActive);
        if (known.isEmpty()) {
            return Optional.empty();
        }
        Job job = known.get();
        Instant now = Timestamps.toMillis(clock.instant());
        if (job.state() == JobState.QUEUED) {
            return store.replace(job, job.claimed(ProcessIdentity.current(), now), "claimed");
        }
        if (!codex.isAdopted()) {
            return Optional.empty();
        }
        Adoptions.arrived(directory);
        return store.replace(job, job.adopted(ProcessIdentity.current(), now), "adopted");
    }

    private void runClaimed(Job job, RunningCodex codex, JobDirectory directory) {
        log().info("claimed job {}, generation {}", job.id(), job.generation());
        SpaceReserve.take(directory);
        Journal journal;
        Outcome outcome;
        try (EventLog log = EventLog.open(directory, job.id(), clock)) {
            journal = new Journal(job, store, log, clock);
            journal.event(
                    EventType.JOB_STARTED,
                    Json.fields("pid", ProcessHandle.current().pid(), "generation", job.generation()));
            outcome = attempt(codex, journal);
        }
        Job ended = end(journal.close(), outcome, directory);
        log().info("job {} ended: {}", ended.id(), ended.state());
    }

    /**
     * On a disk that is full or has become read-only an outcome that is known is worth waiting: a worker that gives up makes
     * the job lost.
     */
    private Job end(Job job, Outcome outcome, JobDirectory directory) {
        for (int attempt = 1; attempt < END_ATTEMPTS; attempt++) {
            try {
                return end.end(job, outcome, directory);
            } catch (Failure failure) {
                if (!MAY_PASS.contains(failure.code())) {
                    throw failure;
                }
                log().warn("the outcome cannot be written: {}", failure.message());
                SpaceReserve.release(directory);
                pause.pause(BETWEEN_END_ATTEMPTS);
            }
        }
        return end.end(job, outcome, directory);
    }

    private static Outcome attempt(RunningCodex codex, Journal journal) {
        try {
            return codex.run(journal);
        } catch (Failure failure) {
            boolean gone = GONE_MEANWHILE.contains(failure.code());
            return Outcome.failed(gone ? Reason.INTERRUPTED : Reason.INTERNAL, failure.message());
        } catch (RuntimeException e) {
            log().error("the run failed in a way that was not foreseen", e);
            return Outcome.failed(
                    Reason.INTERNAL,
                    "an unforeseen error in the worker: " + e.getClass().getSimpleName());
        }
    }
}
