package dev.companion.core.worker;

import dev.companion.core.job.Pause;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the phase in a job's record up to date twice a second (a write is a session of the store, for which others wait), on a thread of its own: writing may have to wait for
 * the store, or fail, and neither the traffic with Codex nor the limits of the job may wait with it.
 */
final class PhaseWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PhaseWriter.class);
    private static final Duration TICK = Duration.ofMillis(500);

    private final Runnable write;
    private final Pause pause;
    private final Thread thread;
    private volatile boolean closed;

    /** @param write does it; may block, and is tried again if it fails */
    PhaseWriter(Runnable write, Pause pause) {
        this.write = write;
        this.pause = pause;
        this.thread = new Thread(this::run, "worker-phase");
        this.thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void run() {
        boolean told = false;
        pause.pause(TICK);
        while (!closed) {
            try {
                write.run();
                told = false;
            } catch (RuntimeException e) {
                if (!told) {
                    LOG.warn("the phase of the job cannot be recorded: {}", e.getMessage());
                }
                told = true;
            }
            pause.pause(TICK);
        }
    }

    /** Not waited for: a closed {@link Journal} takes nothing from what is still under way. */
    @Override
    public void close() {
        closed = true;
    }
}
