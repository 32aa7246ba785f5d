package dev.companion.core.worker;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The wish that a run ends, with its reason; the first one counts. Thread-safe. */
final class StopSignal {
    private final CompletableFuture<Stop> stop = new CompletableFuture<>();

    void raise(Stop why) {
        stop.complete(why);
    }

    Optional<Stop> raised() {
        return Optional.ofNullable(stop.getNow(null));
    }

    CompletableFuture<Stop> future() {
        return stop;
    }
}
