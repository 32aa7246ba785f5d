package dev.companion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class G15_LargeResultTest {
    private static final int LINES = 2_000_000;
    private static final List<String> SMALL = List.of("-Xmx40m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    @TempDir
    private Path temporary;

    private Sandbox sandbox;
    private Job job;
    private String digest;

    @BeforeEach
    void write_100_megabytes() throws Exception {
        sandbox = new Sandbox(temporary);
        StoredJobs jobs = sandbox.jobs();
        job = jobs.ended(jobs.draft(1).build(), JobState.COMPLETED);
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        byte[] line = "\"quoted\" \\ back, é and 日本語 🚀, fifty-odd bytes\r\n".getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new DigestOutputStream(
                new BufferedOutputStream(
                        Files.newOutputStream(jobs.directory(job).output()), 1 << 20),
                sha256)) {
            for (int i = 0; i < LINES; i++) {
                out.write(line);
            }
            out.write("no line end".getBytes(StandardCharsets.UTF_8));
        }
        assertThat(Files.size(jobs.directory(job).output())).isGreaterThan(100_000_000L);
        digest = HexFormat.of().formatHex(sha256.digest());
    }

    @Test
    void a_result_of_100_megabytes_comes_byte_for_byte_in_40_megabytes_of_memory() throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");

        int exit = ChildProgram.run(
                sandbox,
                SMALL,
                List.of("result", job.id().value()),
                stdout -> new DigestInputStream(stdout, sha256).transferTo(OutputStream.nullOutputStream()));

        assertThat(exit).isZero();
        assertThat(HexFormat.of().formatHex(sha256.digest())).isEqualTo(digest);
    }

    @Test
    void as_json_it_is_the_same_text_twice_in_40_megabytes_of_memory() throws Exception {
        int exit =
                ChildProgram.run(sandbox, SMALL, List.of("result", job.id().value(), "--json"), this::requireBothTexts);

        assertThat(exit).isZero();
    }

    private void requireBothTexts(InputStream stdout) throws IOException {
        int texts = 0;
        try (JsonParser parser = Json.sharedFactory().createParser(stdout)) {
            while (parser.nextToken() != null) {
                boolean isText = parser.currentToken() == JsonToken.FIELD_NAME
                        && List.of("rawOutput", "rendered").contains(parser.currentName());
                if (isText) {
                    parser.nextToken();
                    Digest text = new Digest();
                    parser.getText(text);
                    assertThat(text.hex()).isEqualTo(digest);
                    texts++;
                }
            }
        }
        assertThat(texts).isEqualTo(2);
    }

    /** Digests characters as UTF-8, whatever the pieces that they come in. */
    private static final class Digest extends Writer {
        private final MessageDigest sha256;
        private char high;

        Digest() {
            try {
                sha256 = MessageDigest.getInstance("SHA-256");
            } catch (NoSuchAlgorithmException e) {
                throw new UncheckedIOException(new IOException(e));
            }
        }

        @Override
        public void write(char[] characters, int offset, int length) {
            StringBuilder text = new StringBuilder(length + 1);
            if (high != 0) {
                text.append(high);
                high = 0;
            }
            text.append(characters, offset, length);
            if (text.length() > 0 && Character.isHighSurrogate(text.charAt(text.length() - 1))) {
                high = text.charAt(text.length() - 1);
                text.setLength(text.length() - 1);
            }
            sha256.update(StandardCharsets.UTF_8.encode(CharBuffer.wrap(text)));
        }

        String hex() {
            return HexFormat.of().formatHex(sha256.digest());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
