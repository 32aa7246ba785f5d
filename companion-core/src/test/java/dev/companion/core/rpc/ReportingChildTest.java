package dev.companion.core.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReportingChildTest {
    @TempDir
    Path directory;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(directory.resolve("input"), "the input\n\n");
    }

    private ReportingChild shell(String script) throws IOException {
        return ReportingChild.start(
                List.of("/bin/sh", "-c", script),
                Map.of("PATH", "/usr/bin:/bin", "ONLY", "this"),
                directory.resolve("input"),
                directory,
                directory.resolve("log"));
    }

    private static String receive(ReportingChild child) throws IOException {
        return new String(child.receive().orElseThrow(), UTF_8);
    }

    private static int exit(ReportingChild child) {
        return child.exit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void it_reads_its_input_to_the_end_and_reports_lines() throws IOException {
        try (ReportingChild child = shell("wc -c; echo $ONLY ${HOME-none}; exit 3")) {
            assertThat(receive(child).strip()).isEqualTo("11");
            assertThat(receive(child)).isEqualTo("this none");
            assertThat(child.receive()).isEmpty();
            assertThat(exit(child)).isEqualTo(3);
        }
    }

    @Test
    void its_last_words_are_known_and_stand_in_the_log() throws IOException {
        try (ReportingChild child = shell("yes complaint | head -c 100000 >&2; echo 'Error: that is all' >&2")) {
            assertThat(child.receive()).isEmpty();
            exit(child);

            assertThat(child.lastWords())
                    .endsWith("complaint\nError: that is all\n")
                    .hasSize(ErrorOutput.REMEMBERED);
            assertThat(directory.resolve("log"))
                    .content()
                    .startsWith("complaint\n")
                    .endsWith("that is all\n");
        }
    }

    @Test
    void a_long_text_lies_in_a_file_until_the_end() throws IOException {
        try (ReportingChild child = shell("printf '{\"a\":\"'; head -c 3000000 /dev/zero | tr '\\000' x; echo '\"}'")) {
            String line = receive(child);

            assertThat(line).hasSizeLessThan(1_000);
            assertThat(child.longTexts().keep(line.substring(6, line.length() - 2)))
                    .hasValueSatisfying(file -> assertThat(file).hasSize(3_000_000));
        }
        assertThat(directory).isDirectoryNotContaining("glob:**long-text*");
    }

    @Test
    void ending_kills_one_that_ignores_everything() throws IOException {
        try (ReportingChild child = shell("trap '' TERM HUP INT; echo up; exec sleep 300")) {
            receive(child);
            long start = System.nanoTime();

            child.end();

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(exit(child)).isEqualTo(128 + 9);
        }
    }

    @Test
    void a_program_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> ReportingChild.start(
                        List.of("/no/such/codex"),
                        Map.of(),
                        directory.resolve("input"),
                        directory,
                        directory.resolve("log")))
                .isInstanceOf(IOException.class);
    }
}
