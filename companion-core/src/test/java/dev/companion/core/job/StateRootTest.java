package dev.companion.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateRootTest {
    @TempDir
    Path temporary;

    @BeforeEach
    void needsModes() {
        assumeThat(temporary.getFileSystem().supportedFileAttributeViews()).contains("unix");
    }

    @Test
    void G31_a_missing_root_is_created_private_with_its_parents() throws IOException {
        StateRoot root = StateRoot.open(temporary.resolve("state/companion"));

        assertThat(mode(root.directory())).isEqualTo("rwx------");
        assertThat(mode(temporary.resolve("state"))).isEqualTo("rwx------");
        assertThat(StateRoot.open(root.directory()).directory()).isEqualTo(root.directory());
    }

    @Test
    void G31_a_job_directory_is_private_and_kept() throws IOException {
        StateRoot root = StateRoot.open(temporary.resolve("state"));
        Path directory = root.createJobDirectory(JobFixtures.id(1));

        assertThat(mode(directory)).isEqualTo("rwx------");
        assertThat(mode(root.jobs())).isEqualTo("rwx------");
        assertThat(root.createJobDirectory(JobFixtures.id(1))).isEqualTo(root.jobDirectory(JobFixtures.id(1)));
    }

    @Test
    void G31_a_root_open_to_others_is_refused_with_the_command_that_mends_it() throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("my state"));
        for (String mode : new String[] {"rwxr-xr-x", "rwx-w----", "rwx---r--"}) {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(mode));

            assertRefused(
                    directory,
                    FailureCode.STATE_ROOT_EXPOSED,
                    failure -> assertThat(failure.remedy()).isEqualTo("chmod 700 '" + directory + "'"));
        }
    }

    @Test
    void G31_a_symbolic_link_is_refused() throws IOException {
        Path target = StateRoot.open(temporary.resolve("real")).directory();
        Path link = Files.createSymbolicLink(temporary.resolve("link"), target);

        assertRefused(
                link,
                FailureCode.STATE_ROOT_SYMLINK,
                failure -> assertThat(failure.remedy()).contains("COMPANION_HOME"));
        Path dangling = Files.createSymbolicLink(temporary.resolve("dangling"), temporary.resolve("nowhere"));
        assertRefused(dangling, FailureCode.STATE_ROOT_SYMLINK, failure -> {});
    }

    @Test
    void G31_a_linked_job_directory_is_refused() throws IOException {
        StateRoot root = StateRoot.open(temporary.resolve("state"));
        Files.createDirectory(root.jobs());
        Files.createSymbolicLink(root.jobDirectory(JobFixtures.id(1)), temporary);

        assertThatThrownBy(() -> root.createJobDirectory(JobFixtures.id(1)))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.code()).isEqualTo(FailureCode.STATE_ROOT_UNWRITABLE));
    }

    @Test
    void G31_a_root_of_another_user_is_refused_even_for_root() throws IOException {
        Path directory = StateRoot.open(temporary.resolve("state")).directory();
        giveAway(directory);

        assertRefused(
                directory,
                FailureCode.STATE_ROOT_FOREIGN,
                failure -> assertThat(failure.remedy()).isEqualTo("set COMPANION_HOME to a directory of your own"));
    }

    @Test
    void a_file_in_the_place_of_the_root_is_refused() throws IOException {
        Path file = Files.createFile(temporary.resolve("file"));

        assertRefused(file, FailureCode.STATE_ROOT_UNWRITABLE, failure -> {});
        assertRefused(
                file.resolve("below"),
                FailureCode.STATE_ROOT_UNWRITABLE,
                failure -> assertThat(failure.remedy()).contains("COMPANION_HOME"));
    }

    private static void giveAway(Path directory) {
        try {
            Files.setAttribute(directory, "unix:uid", 65534);
        } catch (IOException e) {
            assumeThat(e).as("only root can give a directory away").isNull();
        }
    }

    private static void assertRefused(Path directory, FailureCode code, Consumer<Failure> more) {
        assertThatThrownBy(() -> StateRoot.open(directory)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.message()).contains(directory.toString()).doesNotContain("\n");
            more.accept(failure);
        });
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
