package dev.companion.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFilesTest {
    @TempDir
    Path directory;

    private Path file;
    private Path precious;
    private Path link;

    @BeforeEach
    void prepare() throws IOException {
        file = directory.resolve("file");
        precious = Files.writeString(directory.resolve("precious"), "precious");
        link = Files.createSymbolicLink(directory.resolve("link"), precious);
    }

    private static PrivateFiles.Content text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private List<Path> drafts() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(path -> path.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    @Test
    void G31_everything_new_is_private_from_its_first_moment() throws IOException {
        PrivateFiles.writeDurably(file, text("a"));
        PrivateFiles.touch(directory.resolve("touched"));
        PrivateFiles.createDirectory(directory.resolve("sub"));
        PrivateFiles.open(directory.resolve("opened"), StandardOpenOption.WRITE).close();

        assertThat(mode(file)).isEqualTo("rw-------");
        assertThat(mode(directory.resolve("touched"))).isEqualTo("rw-------");
        assertThat(mode(directory.resolve("opened"))).isEqualTo("rw-------");
        assertThat(mode(directory.resolve("sub"))).isEqualTo("rwx------");
    }

    @Test
    void G31_a_link_is_never_followed() throws IOException {
        Path linkedDirectory = Files.createSymbolicLink(directory.resolve("linked"), directory);

        assertThatThrownBy(() -> PrivateFiles.open(link, StandardOpenOption.WRITE))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> PrivateFiles.read(link)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> PrivateFiles.createDirectory(linkedDirectory)).isInstanceOf(IOException.class);
        PrivateFiles.touch(link);
        PrivateFiles.writeDurably(link, text("new"));

        assertThat(precious).hasContent("precious");
        assertThat(Files.isSymbolicLink(link)).as("replaced, not followed").isFalse();
        assertThat(link).hasContent("new");
    }

    @Test
    void G31_a_link_in_the_place_of_the_draft_is_not_followed() throws IOException {
        Files.createSymbolicLink(directory.resolve(".file.new"), precious);

        PrivateFiles.writeWhole(file, text("new"));

        assertThat(precious).hasContent("precious");
        assertThat(file).hasContent("new");
    }

    @Test
    void a_reader_sees_the_old_or_the_new_file_whole() throws IOException {
        PrivateFiles.writeWhole(file, text("old"));

        PrivateFiles.writeWhole(file, out -> {
            out.write("ne".getBytes(StandardCharsets.UTF_8));
            out.flush();
            assertThat(file).hasContent("old");
            out.write("w".getBytes(StandardCharsets.UTF_8));
        });

        assertThat(PrivateFiles.read(file)).asString().isEqualTo("new");
        assertThat(drafts()).isEmpty();
    }

    @Test
    void an_open_file_keeps_its_old_content_while_it_is_replaced() throws IOException {
        PrivateFiles.writeWhole(file, text("old"));
        try (FileChannel open = FileChannel.open(file, StandardOpenOption.READ)) {
            PrivateFiles.writeShared(file, text("newer"));

            assertThat(open.size()).isEqualTo(3);
        }
        assertThat(file).hasContent("newer");
    }

    @Test
    void a_content_that_fails_leaves_the_old_file_and_no_draft() throws IOException {
        PrivateFiles.writeWhole(file, text("old"));

        assertThatThrownBy(() -> PrivateFiles.writeDurably(file, out -> {
                    out.write(1);
                    throw new IOException("the disk is full");
                }))
                .hasMessage("the disk is full");

        assertThat(file).hasContent("old");
        assertThat(drafts()).isEmpty();
    }

    @Test
    void what_is_there_already_is_as_good() throws IOException {
        PrivateFiles.touch(precious);
        PrivateFiles.createDirectory(directory);

        assertThat(precious).hasContent("precious");
        assertThatThrownBy(() -> PrivateFiles.createDirectory(precious)).isInstanceOf(IOException.class);
    }
}
