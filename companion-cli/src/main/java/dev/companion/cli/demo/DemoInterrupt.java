package dev.companion.cli.demo;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C, SIGTERM or a hang-up while the demonstration runs: the thread that made this is interrupted, and the virtual
 * machine ends only when it has cleaned up.
 */
final class DemoInterrupt implements AutoCloseable {
    private static final Duration CLEANS_UP_WITHIN = Duration.ofSeconds(20);

    private final Thread demonstration = Thread.currentThread();
    private final CountDownLatch cleanedUp = new CountDownLatch(1);
    private final Thread hook = new Thread(this::shutDown, "demo-interrupt");
    private volatile boolean shuttingDown;

    /** Listens from now on. */
    DemoInterrupt() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void shutDown() {
        shuttingDown = true;
        demonstration.interrupt();
        try {
            cleanedUp.await(CLEANS_UP_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Forgets the interrupt, so that cleaning up is not interrupted as well; says whether there was one. */
    boolean begin() {
        return Thread.interrupted() || shuttingDown;
    }

    /** To be called when everything is cleaned up; a signal then decides the exit code of the process. */
    @Override
    public void close() {
        cleanedUp.countDown();
        if (!shuttingDown && isForgotten()) {
            return;
        }
        try {
            Thread.sleep(CLEANS_UP_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isForgotten() {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal came this very moment.
            return false;
        }
    }
}
