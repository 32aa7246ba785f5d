package dev.companion.cli.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The places outside of a test's directory where the program or Codex would put something by default, or by mistake: the
 * developer's own state, and what a sandbox leaves in the system's temporary directory. Machines may run side by side, and
 * while a sandbox runs its files are there: they are looked for before the first machine and after the last one.
 */
final class OutsideFiles {
    private static int machines;
    private static Set<Path> before = Set.of();

    private OutsideFiles() {}

    /** A machine begins. */
    static synchronized void arrive() {
        if (machines == 0) {
            before = present();
        }
        machines++;
    }

    /** A machine has ended; what was left, by whichever of those that ran since the last look. */
    static synchronized Set<Path> leave() {
        machines--;
        Set<Path> added = new TreeSet<>(machines == 0 ? present() : Set.of());
        added.removeAll(before);
        return added;
    }

    private static Set<Path> present() {
        Path home = Path.of(Objects.requireNonNullElse(System.getenv("HOME"), "/nonexistent"));
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Stream<Path> ofHome = Stream.of(
                        ".local/state/companion", ".config/companion", ".cache/companion", ".codex", ".companion")
                .map(home::resolve);
        Stream<Path> ofTemporary = Stream.of(".git", ".agents", ".codex", ".aws", "companion", "codex-daemon")
                .map(temporary::resolve);
        return Stream.concat(ofHome, ofTemporary).filter(Files::exists).collect(Collectors.toCollection(TreeSet::new));
    }
}
