package dev.companion.core.job;

import dev.companion.core.failure.Failure;
import java.time.Duration;

/** Waits a moment between two looks at something that another process changes. */
@FunctionalInterface
public interface Pause {
    /** Blocks for the duration; throws {@link Failure} if the thread is interrupted. */
    void pause(Duration duration);

    /** Real time. */
    static Pause sleeping() {
        return duration -> {
            try {
                Thread.sleep(duration.toMillis());
            } catch (InterruptedException e) {
                throw Failure.interrupted(e);
            }
        };
    }
}
