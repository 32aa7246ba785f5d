package dev.companion.core.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDigestTest {
    @TempDir
    private Path temporary;

    @Test
    void a_file_has_the_digest_that_every_tool_gives_it() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "abc");

        assertThat(FileDigest.of(file))
                .contains(new FileDigest("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", 3));
    }

    @Test
    void a_file_that_is_not_there_has_none() throws IOException {
        assertThat(FileDigest.of(temporary.resolve("none"))).isEmpty();
    }
}
