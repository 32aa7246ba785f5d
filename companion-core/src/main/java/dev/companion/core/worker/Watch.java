package dev.companion.core.worker;

import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.Pause;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Looks ten times a second whether the run must be stopped: somebody asked to cancel, the job is out of time, or Codex
 * has been silent for too long. Time in which this process itself was stopped or the machine slept is not counted as
 * silence. Owns one thread.
 */
final class Watch implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final long SUSPENDED_NANOS = Duration.ofSeconds(3).toNanos();

    private final JobDirectory directory;
    private final Optional<Duration> timeout;
    private final Duration stallTimeout;
    private final StopSignal stop;
    private final LongSupplier lastInboundNanos;
    private final Runnable onTick;
    private final Pause pause;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * A watch that has not begun.
     *
     * @param lastInboundNanos when Codex was heard last, on the scale of {@link System#nanoTime}
     * @param onTick what else is to be done now and then, on the watch's thread
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
        this.thread = new Thread(this::look, "worker-watch");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
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
            onTick.run();
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

    /** There may be one more look after this; a closed {@link Journal} takes nothing from it. */
    @Override
    public void close() {
        closed = true;
    }
}
