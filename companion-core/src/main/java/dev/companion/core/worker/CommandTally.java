package dev.companion.core.worker;

import dev.companion.core.codex.SandboxTrouble;
import dev.companion.core.codex.TurnEvent;
import java.util.Optional;

/**
 * Counts the commands of a turn, to tell one that could not run any: Codex completes such a turn as if nothing had been
 * wrong. Not thread-safe: used by the reading thread, read when the turn has ended.
 */
final class CommandTally {
    private int ended;
    private int broken;
    private String words = "";

    void count(TurnEvent.Command command) {
        if (command.status().equals("started")) {
            return;
        }
        ended++;
        Optional<String> trouble =
                command.output().filter(output -> command.status().equals("failed") && SandboxTrouble.isToldBy(output));
        if (trouble.isPresent()) {
            broken++;
            words = EventData.oneLine(trouble.get(), 200);
        }
    }

    /** Why no command of the turn could run, one line; empty if one could, or none was tried. */
    Optional<String> degraded() {
        if (ended == 0 || broken < ended) {
            return Optional.empty();
        }
        return Optional.of("no command of this turn could run, Codex's sandbox cannot start: " + words);
    }
}
