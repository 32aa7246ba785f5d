package dev.companion.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.launcher.Launch.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as it was built, through the launcher of this checkout. */
class BuiltProgramIT {
    @TempDir
    private Path directory;

    @Test
    void it_says_its_version() {
        Answer answer = Launch.of(LauncherTree.realLauncher(), "--version").run();

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).startsWith("companion ").endsWith("\n");
        assertThat(answer.err()).isEmpty();
    }

    @Test
    void its_classes_and_the_parsers_come_from_the_archive() throws IOException {
        Path log = directory.resolve("classes.log");
        Launch.of(LauncherTree.realLauncher(), "--version").withArchive().run();

        Launch.of(LauncherTree.realLauncher(), "--version")
                .withArchive()
                .with("COMPANION_JAVA_OPTS", "-Xlog:class+load:file=" + log)
                .run();

        List<String> classes = Files.readAllLines(log);
        assertThat(classes)
                .filteredOn(line -> line.contains(" dev.companion.cli.Main ") || line.contains(" picocli.CommandLine "))
                .hasSize(2)
                .allMatch(line -> line.contains("source: shared objects file"));
    }
}
