package dev.companion.core.worker;

import dev.companion.core.failure.Failure;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.Pause;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks ten times a second whether the run must be stopped: somebody asked to cancel, the job is out of time, or Codex
 * has been silent for too long. Time in which this process itself was stopped or the machine slept is not counted as
 * silence. Owns two threads: what is written now and then may have to wait for the store, or fail, and the limits hold all
 * the same.
 */
final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration LAST_LOOK = Duration.ofSeconds(2);
    private static final long SUSPENDED_NANOS = Duration.ofSeconds(3).toNanos();

    private final JobDirectory directory;
    private final Optional<Duration> timeout;
    private final Duration stallTimeout;
    private final StopSignal stop;
    private final LongSupplier lastInboundNanos;
    private final Runnable onTick;
    private final Pause pause;
    private final Thread watching;
    private final Thread writing;
    private volatile boolean closed;

    /**
     * A watch that has not begun.
     *
     * @param lastInboundNanos when Codex was heard last, on the scale of {@link System#nanoTime}
     * @param onTick what else is to be done now and then, on a thread of its own; may block, and is tried again if it fails
     */
    Watch(
            JobDirectory directory,
            Optional<Duration> timeout,
            Duration stallTimeout,
            StopSignal stop,
            LongSupplier lastInboundNanos,
            Runnable onTick,
            Pause pause) {
        this.directory = directory;
        this.timeout = timeout;
        this.stallTimeout = stallTimeout;
        this.stop = stop;
        this.lastInboundNanos = lastInboundNanos;
        this.onTick = onTick;
        this.pause = pause;
        this.watching = new Thread(this::look, "worker-watch");
        this.watching.setDaemon(true);
        this.writing = new Thread(this::tick, "worker-progress");
        this.writing.setDaemon(true);
    }

    void start() {
        watching.start();
        writing.start();
    }

    private void tick() {
        boolean told = false;
        pause.pause(TICK);
        while (!closed) {
            try {
                onTick.run();
                told = false;
            } catch (Failure failure) {
                if (!told) {
                    LOG.warn("the progress of the job cannot be recorded: {}", failure.message());
                }
                told = true;
            }
            pause.pause(TICK);
        }
    }

    private void look() {
        long start = System.nanoTime();
        long last = start;
        long excused = 0;
        while (!closed) {
            pause.pause(TICK);
            if (closed) {
                return;
            }
            long now = System.nanoTime();
            if (now - last > SUSPENDED_NANOS) {
                excused = now;
            }
            last = now;
            if (Files.exists(directory.cancelRequest())) {
                stop.raise(Stop.CANCELLED);
            } else if (timeout.isPresent() && now - start > timeout.get().toNanos()) {
                stop.raise(Stop.TIMED_OUT);
            } else if (now - Math.max(lastInboundNanos.getAsLong(), excused == 0 ? Long.MIN_VALUE : excused)
                    > stallTimeout.toNanos()) {
                stop.raise(Stop.STALLED);
            }
        }
    }

    /** Returns when the last look is over, so that nothing is written behind the back of whoever closed it. */
    @Override
    public void close() {
        closed = true;
        try {
            watching.join(LAST_LOOK.toMillis());
            writing.join(LAST_LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
