package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The places outside of a test's directory where the program or Codex would put something by default, or by mistake: the
 * developer's own state, and what a sandbox leaves in the system's temporary directory.
 */
record OutsideFiles(Set<Path> present) {
    static OutsideFiles now() {
        Path home = Path.of(Objects.requireNonNullElse(System.getenv("HOME"), "/nonexistent"));
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        Stream<Path> ofHome = Stream.of(
                        ".local/state/companion", ".config/companion", ".cache/companion", ".codex", ".companion")
                .map(home::resolve);
        Stream<Path> ofTemporary = Stream.of(".git", ".agents", ".codex", ".aws", "companion", "codex-daemon")
                .map(temporary::resolve);
        List<Path> places = Stream.concat(ofHome, ofTemporary).toList();
        return new OutsideFiles(places.stream().filter(Files::exists).collect(Collectors.toCollection(TreeSet::new)));
    }

    void assertNothingNew() {
        Set<Path> added = new TreeSet<>(now().present());
        added.removeAll(present);
        assertThat(added).as("files left outside of the test's directory").isEmpty();
    }
}
