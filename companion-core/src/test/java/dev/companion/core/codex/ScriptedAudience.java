package dev.companion.core.codex;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The clients that hear what happens in turns: all that are connected. A turn goes on when one of them leaves. Thread-safe. */
final class ScriptedAudience {
    private final List<ScriptedOutput> clients = new CopyOnWriteArrayList<>();

    void join(ScriptedOutput client) {
        clients.add(client);
    }

    void each(Consumer<ScriptedOutput> message) {
        clients.removeIf(client -> {
            try {
                message.accept(client);
                return false;
            } catch (UncheckedIOException e) {
                return true;
            }
        });
    }

    /** Ends all connections. */
    void close() {
        each(ScriptedOutput::close);
        clients.clear();
    }
}
