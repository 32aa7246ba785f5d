package dev.companion.core.server;

import java.nio.file.Path;

/** Starts the keeper of a server as a detached process. */
@FunctionalInterface
public interface KeeperLauncher {
    /**
     * Starts it and returns at once; one that runs already makes it end at once.
     *
     * @param binary the Codex that it is to start
     * @throws dev.companion.core.failure.Failure {@code SPAWN_FAILED} if no process could be started
     */
    void launch(ServerPlace place, Path binary);
}
