package dev.companion.core.job;

import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tells the truth about a job whose worker may be gone. A worker lives exactly as long as its lock is held; what a dead
 * one left on disk decides, nothing is guessed. Every command that shows or uses a job asks here first. Thread-safe.
 */
public final class Recovery {
    private static final int JUDGEMENT_LOOKS = 20;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);
    private static final int LOG_TAIL_BYTES = 600;

    private final JobStore store;
    private final StateRoot root;
    private final JobEnd end;
    private final TurnsLeftBehind turns;
    private final InstantSource clock;
    private final Duration spawnTimeout;
    private final Pause pause;

    /**
     * All that it works with.
     *
     * @param turns those that outlive their workers
     * @param spawnTimeout after so long a queued job without a worker has failed
     */
    public Recovery(
            JobStore store,
            StateRoot root,
            JobEnd end,
            TurnsLeftBehind turns,
            InstantSource clock,
            Duration spawnTimeout,
            Pause pause) {
        this.store = store;
        this.root = root;
        this.end = end;
        this.turns = turns;
        this.clock = clock;
        this.spawnTimeout = spawnTimeout;
        this.pause = pause;
    }

    /** The job as it truly is: unchanged if it has ended or its worker lives, else ended here and now. */
    public Job reconcile(Job job) {
        if (!job.isActive() || mayStillBeStarting(job)) {
            return job;
        }
        JobDirectory directory = directory(job);
        if (!Files.isDirectory(directory.path())) {
            return store.find(job.id()).orElse(job);
        }
        Job now = job;
        for (int look = 0; look < JUDGEMENT_LOOKS && now.isActive(); look++) {
            Optional<WorkerLock> lock = acquire(directory);
            if (lock.isPresent()) {
                return judge(now, directory, lock.get());
            }
            if (mayHaveWorker(directory)) {
                return now;
            }
            // Most likely another command is judging the job at this moment.
            pause.pause(BETWEEN_LOOKS);
            now = store.find(job.id()).orElse(now);
        }
        return now;
    }

    /** Where nothing can be written (a read-only disk) jobs can still be shown, only not judged. */
    private static Optional<WorkerLock> acquire(JobDirectory directory) {
        try {
            return WorkerLock.tryAcquireToJudge(directory);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static boolean mayHaveWorker(JobDirectory directory) {
        try {
            return WorkerLock.isHeldByWorker(directory);
        } catch (UncheckedIOException e) {
            // A lock that cannot be read says nothing, and waiting would not make it speak.
            return true;
        }
    }

    /**
     * As {@link #reconcile}; the log of an ended job has its last event after this, also if the one who ended the job was
     * killed before writing it.
     */
    public Job settle(Job job) {
        Job now = reconcile(job);
        if (!now.isActive()) {
            try {
                seal(now);
            } catch (RuntimeException e) {
                // The log cannot be written, or is damaged: the record says all that the event would.
                return now;
            }
        }
        return now;
    }

    /** Gives the log of an ended job its last event, if the one who ended it was killed before. */
    public void seal(Job ended) {
        JobDirectory directory = directory(ended);
        if (Files.exists(directory.events()) && !EventLog.isFinished(directory)) {
            WorkerLock.tryAcquireToJudge(directory).ifPresent(lock -> {
                try (lock) {
                    end.seal(ended, directory);
                }
            });
        }
    }

    /** The directory of a job. */
    public JobDirectory directory(Job job) {
        return directory(job.id());
    }

    JobDirectory directory(JobId id) {
        return new JobDirectory(root.jobDirectory(id));
    }

    private boolean mayStillBeStarting(Job job) {
        // A clock that was set back makes the age negative; its absolute value still passes the limit in time.
        Duration age = Duration.between(job.createdAt(), clock.instant()).abs();
        return job.state() == JobState.QUEUED && age.compareTo(spawnTimeout) < 0;
    }

    private Job judge(Job known, JobDirectory directory, WorkerLock held) {
        try (held) {
            return judge(store.find(known.id()).orElse(known), directory);
        }
    }

    private Job judge(Job job, JobDirectory directory) {
        if (!job.isActive()) {
            return job;
        }
        SpaceReserve.release(directory);
        Optional<Outcome> left = OutcomeFile.read(directory, job.generation());
        if (left.isPresent()) {
            return end.complete(job, left.get(), directory);
        }
        boolean wished = Files.exists(directory.cancelRequest());
        if (job.state() == JobState.RUNNING) {
            if (!wished && turns.mayLive(job.id()) && isAdopted(job, directory)) {
                return job;
            }
            // A Codex that does not notice the death of its worker would go on for nobody, in a job that has ended.
            turns.stop(job.id());
        }
        if (wished) {
            return end.end(job, Outcome.cancelled(), directory);
        }
        keepPartialOutput(directory);
        return end.end(job, vanished(job, directory), directory);
    }

    /** Whether another worker goes on with the job: it tells how the turn ends, or ended. */
    private boolean isAdopted(Job job, JobDirectory directory) {
        Adoptions.Step step = Adoptions.next(directory, clock.instant());
        if (step == Adoptions.Step.START) {
            turns.adopt(job.id(), directory);
        }
        return step != Adoptions.Step.GIVE_UP;
    }

    private static Outcome vanished(Job job, JobDirectory directory) {
        if (job.state() == JobState.QUEUED && job.notBefore().isPresent()) {
            return Outcome.failed(
                    Reason.INTERRUPTED,
                    "the worker that waited for the start of this job is gone; nothing was started");
        }
        if (job.state() == JobState.QUEUED) {
            String tail = logTail(directory);
            String message = "the worker never started" + (tail.isEmpty() ? "" : ": " + tail);
            return Outcome.failed(Reason.SPAWN_FAILED, message);
        }
        String message = "the worker died before the turn ended; what Codex did after that is unknown";
        return new Outcome(
                JobState.LOST, Ending.because(Reason.WORKER_DIED, message), WorkResult.NONE, Optional.empty());
    }

    private static void keepPartialOutput(JobDirectory directory) {
        try {
            OutputFile.keepPartial(directory);
        } catch (IOException e) {
            // What Codex had said so far is a courtesy; the record of the loss must be written in any case.
            return;
        }
    }

    private static String logTail(JobDirectory directory) {
        if (!Files.isRegularFile(directory.workerLog())) {
            return "";
        }
        try (FileChannel channel =
                PrivateFiles.open(directory.workerLog(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            long start = Math.max(0, channel.size() - LOG_TAIL_BYTES);
            ByteBuffer bytes = ByteBuffer.allocate(LOG_TAIL_BYTES);
            channel.read(bytes, start);
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
            return JobRequestCodec.head(text, LOG_TAIL_BYTES);
        } catch (IOException e) {
            return "worker.log cannot be read";
        }
    }
}
