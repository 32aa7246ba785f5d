package dev.companion.core.offline;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** How long the model is open; every wait ends with it. Thread-safe. */
final class Lifetime {
    private static final Duration FOR_EVER = Duration.ofDays(1);

    private final CountDownLatch ended = new CountDownLatch(1);

    void end() {
        ended.countDown();
    }

    /**
     * Waits.
     *
     * @throws InterruptedIOException if the model was closed meanwhile
     */
    void pause(Duration duration) throws IOException {
        if (duration.isZero()) {
            return;
        }
        try {
            if (ended.await(duration.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new InterruptedIOException("the model was closed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the model was closed");
        }
    }

    /** Returns, by throwing, only when the model is closed. */
    void awaitEnd() throws IOException {
        pause(FOR_EVER);
    }
}
