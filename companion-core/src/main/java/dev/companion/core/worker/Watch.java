package dev.companion.core.worker;

import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.Pause;
import dev.companion.core.process.AwakeTime;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Looks ten times a second whether the run must be stopped: somebody asked to cancel, the job is out of time, or Codex
 * has been silent for too long. Silence counts only while this process was awake, because Codex slept as well when the
 * machine did; the time of the whole job counts as that of {@code timeout(1)}. Owns one thread.
 */
final class Watch implements AutoCloseable {
    private static final Duration TICK = Duration.ofMillis(100);

    private final JobDirectory directory;
    private final Optional<Duration> timeout;
    private final Duration stallTimeout;
    private final StopSignal stop;
    private final LongSupplier lastInboundNanos;
    private final Pause pause;
    private final LongSupplier nanoTime;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * A watch that has not begun.
     *
     * @param lastInboundNanos when Codex was heard last; only whether it changes counts
     * @param nanoTime {@link System#nanoTime}, or the clock of a test
     */
    Watch(
            JobDirectory directory,
            Optional<Duration> timeout,
            Duration stallTimeout,
            StopSignal stop,
            LongSupplier lastInboundNanos,
            Pause pause,
            LongSupplier nanoTime) {
        this.directory = directory;
        this.timeout = timeout;
        this.stallTimeout = stallTimeout;
        this.stop = stop;
        this.lastInboundNanos = lastInboundNanos;
        this.pause = pause;
        this.nanoTime = nanoTime;
        this.thread = new Thread(this::look, "worker-watch");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void look() {
        long start = nanoTime.getAsLong();
        AwakeTime awake = new AwakeTime(nanoTime);
        long heard = lastInboundNanos.getAsLong();
        long heardWhenAwake = 0;
        while (!closed) {
            pause.pause(TICK);
            if (closed) {
                return;
            }
            long awakeNow = awake.look();
            long heardNow = lastInboundNanos.getAsLong();
            if (heardNow != heard) {
                heard = heardNow;
                heardWhenAwake = awakeNow;
            }
            if (Files.exists(directory.cancelRequest())) {
                stop.raise(Stop.CANCELLED);
            } else if (timeout.isPresent()
                    && nanoTime.getAsLong() - start > timeout.get().toNanos()) {
                stop.raise(Stop.TIMED_OUT);
            } else if (awakeNow - heardWhenAwake > stallTimeout.toNanos()) {
                stop.raise(Stop.STALLED);
            }
        }
    }

    /** Not waited for: one more look changes nothing any more. */
    @Override
    public void close() {
        closed = true;
    }
}
