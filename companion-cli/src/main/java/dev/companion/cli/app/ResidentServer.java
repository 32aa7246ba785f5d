package dev.companion.cli.app;

import java.util.List;

/**
 * A Codex server that outlives the jobs that use it.
 *
 * @param endpoint where it listens
 */
public record ResidentServer(long pid, String endpoint, String codexVersion) {
    /** Where those of a state directory are asked for. */
    @FunctionalInterface
    public interface Source {
        /** Those that run now; finds out without starting or disturbing any. */
        List<ResidentServer> running();
    }
}
