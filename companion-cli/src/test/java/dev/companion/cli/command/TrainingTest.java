package dev.companion.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Companion;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.settings.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is run while the class-data archive is recorded. */
class TrainingTest {
    @TempDir
    private Path directory;

    @Test
    void every_part_of_the_training_works() {
        Training training = new Training(directory, Companion::run);

        training.prepare();
        training.read();
        training.write();
        training.work();
        training.keep();

        assertThat(training.failures()).isEmpty();
    }

    @Test
    void training_touches_nothing_outside_of_its_directory() throws IOException {
        Path home = Files.createDirectory(directory.resolve("home"));
        Environment environment =
                new Environment(Map.of("HOME", home.toString()), Optional.of(directory), Optional.of(home));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String place = directory.resolve("training").toString();

        for (String what : List.of("prepare", "read", "write", "work", "keep")) {
            ExitCode exit =
                    Companion.run(List.of("train", what, place), environment, Terminal.of(out, out, environment, ""));

            assertThat(exit).isEqualTo(ExitCode.OK);
        }

        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(home).isEmptyDirectory();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactlyInAnyOrder(home, directory.resolve("training"));
        }
    }
}
