package dev.companion.cli.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.RealCodex;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration through the launcher, with the real Codex. */
class DemoIT {
    private static final String MARK = "COMPANION_TEST_DEMO";
    private static final String LAUNCHER = Objects.requireNonNull(System.getProperty("companion.launcher"));
    private static final long LIMIT_SECONDS = 120;

    @TempDir
    private Path directory;

    private Path state;
    private Path errors;

    @BeforeEach
    void name_the_places() throws IOException {
        directory = directory.toRealPath();
        state = directory.resolve("state");
        errors = directory.resolve("stderr");
    }

    @AfterEach
    void end_what_is_left() {
        processes().forEach(ProcessHandle::destroyForcibly);
    }

    @Test
    void it_does_what_it_says_and_leaves_nothing() throws Exception {
        Process demo = start(RealCodex.binary(), System.getenv("PATH"), "demo", "--json");
        JsonObject report = Json.readObject(demo.getInputStream().readAllBytes());
        int exitCode = exitCode(demo);

        assertThat(report.strings("differences")).isEmpty();
        assertThat(exitCode).as(Files.readString(errors)).isZero();
        assertThat(report.flag("ok")).isTrue();
        assertThat(report.objects("jobs"))
                .extracting(job -> job.string("status").orElse(""))
                .containsExactly("completed", "cancelled");
        assertThat(report.objects("jobs").get(0).strings("touchedFiles"))
                .singleElement()
                .asString()
                .endsWith("/greet.sh");
        assertThat(Files.readString(errors)).contains("$ git diff", "$ companion cancel");
        assertThatNothingIsLeft();
    }

    @Test
    void its_directory_can_be_kept_but_no_process_is() throws Exception {
        Process demo = start(RealCodex.binary(), System.getenv("PATH"), "demo", "--json", "--keep", "--quiet");
        JsonObject report = Json.readObject(demo.getInputStream().readAllBytes());

        assertThat(exitCode(demo)).isZero();
        Path kept = Path.of(report.string("keptDirectory").orElseThrow());
        assertThat(kept).hasParent(state);
        assertThat(kept.resolve("project").resolve("greet.sh")).content().isEqualTo(DemoScript.AFTER);
        assertThat(Files.readString(errors)).isEmpty();
        assertThat(processes()).isEmpty();
    }

    @Test
    void when_it_is_ended_by_a_signal_it_leaves_nothing_either() throws Exception {
        Process demo = start(RealCodex.binary(), System.getenv("PATH"), "demo");
        try (BufferedReader out = demo.inputReader(UTF_8)) {
            assertThat(out.lines().anyMatch(line -> line.contains("turn started")))
                    .as(Files.readString(errors))
                    .isTrue();
            // Unlike Process.destroy, this leaves the pipe open.
            demo.toHandle().destroy();
            out.transferTo(Writer.nullWriter());
        }

        assertThat(exitCode(demo)).isEqualTo(143);
        assertThatNothingIsLeft();
    }

    @Test
    void without_codex_and_without_npm_it_says_what_to_install() throws Exception {
        Path empty = Files.createDirectory(directory.resolve("bin"));
        Process demo = start(null, empty.toString(), "demo", "--json");
        JsonObject error = Json.readObject(demo.getInputStream().readAllBytes()).object("error");

        assertThat(exitCode(demo)).isEqualTo(6);
        assertThat(error.string("detailCode")).contains("tool_missing");
        assertThat(error.string("remedy").orElse("")).contains("Node.js");
        assertThatNothingIsLeft();
    }

    private Process start(@Nullable Path codex, String path, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(LAUNCHER), Stream.of(arguments)).toList());
        builder.environment().clear();
        builder.environment().put("PATH", path);
        builder.environment().put("HOME", directory.toString());
        builder.environment().put("COMPANION_JAVA", System.getProperty("java.home"));
        builder.environment().put("COMPANION_ARCHIVE", "off");
        builder.environment().put("COMPANION_HOME", state.toString());
        builder.environment().put(MARK, directory.toString());
        if (codex != null) {
            builder.environment().put("COMPANION_CODEX", codex.toString());
        }
        builder.directory(directory.toFile());
        builder.redirectInput(Path.of("/dev/null").toFile());
        builder.redirectError(errors.toFile());
        return builder.start();
    }

    private static int exitCode(Process demo) throws InterruptedException {
        assertThat(demo.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        return demo.exitValue();
    }

    private void assertThatNothingIsLeft() throws IOException {
        assertThat(processes()).isEmpty();
        try (Stream<Path> files = Files.list(state)) {
            assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("demo-"));
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isSubsetOf(state, errors, directory.resolve("bin"));
        }
    }

    /** The processes that inherited this test's mark; a zombie has none. */
    private List<ProcessHandle> processes() {
        String mark = MARK + "=" + directory;
        return ProcessHandle.allProcesses()
                .filter(process -> environment(process.pid()).contains(mark))
                .toList();
    }

    private static List<String> environment(long pid) {
        try {
            return List.of(Files.readString(Path.of("/proc", Long.toString(pid), "environ"), ISO_8859_1)
                    .split("\0", -1));
        } catch (IOException | UncheckedIOException e) {
            // Gone meanwhile, or another user's.
            return List.of();
        }
    }
}
