package dev.companion.core.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodexInstallationTest {
    @TempDir
    Path directory;

    private Path memory;

    @BeforeEach
    void remembersNothing() {
        memory = directory.resolve("codex.properties");
    }

    private Path program(String path, String script) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, "#!/bin/sh\necho asked >> " + directory.resolve("asked") + "\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private Path codex(String version) throws IOException {
        return program("bin/codex", "echo codex-cli " + version);
    }

    private Environment environment() {
        String path = directory.resolve("empty") + ":" + directory.resolve("bin") + "::relative";
        return new Environment(Map.of("PATH", path), Optional.of(directory), Optional.empty());
    }

    private CodexInstallation find() {
        return CodexInstallation.find(Optional.empty(), environment(), memory);
    }

    private CodexInstallation find(String configured) {
        return CodexInstallation.find(Optional.of(configured), environment(), memory);
    }

    private void assertRefused(FailureCode code, String words) {
        assertThatThrownBy(this::find).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.code().exitCode()).isEqualTo(ExitCode.NOT_READY);
            assertThat(failure.message()).contains(words).doesNotContain("\n");
            assertThat(failure.remedy()).isNotBlank().doesNotContain("\n");
        });
    }

    @Test
    void the_codex_on_the_path_is_found_with_its_version() throws IOException {
        Path codex = codex("0.169.0");

        assertThat(find()).isEqualTo(new CodexInstallation(codex, "0.169.0"));
    }

    @Test
    void a_configured_path_or_name_comes_first() throws IOException {
        codex("0.169.0");
        Path other = program("other/my-codex", "echo codex-cli 0.170.1");
        Path named = program("bin/codex-nightly", "echo codex-cli 0.171.0-alpha.1");

        assertThat(find(other.toString()).binary()).isEqualTo(other);
        assertThat(find("other/my-codex").binary()).isEqualTo(other);
        assertThat(find("codex-nightly")).isEqualTo(new CodexInstallation(named, "0.171.0-alpha.1"));
    }

    @Test
    void a_missing_codex_is_told_with_the_way_to_install_it() {
        assertRefused(FailureCode.CODEX_MISSING, "no codex on PATH");
        assertThatThrownBy(() -> find("/no/such/codex"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.CODEX_MISSING));
    }

    @Test
    void a_codex_that_may_not_be_executed_is_told_with_the_command_that_mends_it() throws IOException {
        Path codex = codex("0.169.0");
        Files.setPosixFilePermissions(codex, PosixFilePermissions.fromString("rw-r--r--"));

        assertRefused(FailureCode.CODEX_NOT_EXECUTABLE, codex.toString());
    }

    @Test
    void a_codex_that_crashes_is_broken() throws IOException {
        program("bin/codex", "exit 127");

        assertRefused(FailureCode.CODEX_BROKEN, "exit 127");
    }

    @Test
    void a_codex_that_tells_no_version_is_broken() throws IOException {
        program("bin/codex", "echo hello");

        assertRefused(FailureCode.CODEX_BROKEN, "no version");
    }

    @Test
    void a_codex_whose_interpreter_is_gone_is_broken() throws IOException {
        Path codex = codex("0.169.0");
        Files.writeString(codex, "#!/no/such/interpreter\n");

        assertRefused(FailureCode.CODEX_BROKEN, "cannot be started");
    }

    @Test
    void an_old_codex_is_refused() throws IOException {
        codex("0.149.9");

        assertRefused(FailureCode.CODEX_TOO_OLD, "0.149.9");
    }

    @Test
    void behind_the_shim_of_npm_the_native_program_is_taken() throws IOException {
        Path shim = program("lib/node_modules/@openai/codex/bin/codex.js", "exit 1");
        Files.createDirectories(directory.resolve("bin"));
        Files.createSymbolicLink(directory.resolve("bin/codex"), shim);
        Path beside = program(
                "lib/node_modules/@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex",
                "echo codex-cli 0.169.0");

        assertThat(find().binary().toRealPath()).isEqualTo(beside.toRealPath());

        Path below = program(
                "lib/node_modules/@openai/codex/node_modules/@openai/codex-linux-x64/vendor/x/bin/codex",
                "echo codex-cli 0.169.0");
        assertThat(find().binary().toRealPath()).isEqualTo(below.toRealPath());
    }

    @Test
    void the_version_is_asked_once_for_one_program() throws IOException {
        Path codex = codex("0.169.0");

        find();
        find();

        assertThat(directory.resolve("asked")).hasContent("asked");
        Files.setLastModifiedTime(codex, FileTime.fromMillis(1_000));
        find();
        assertThat(directory.resolve("asked")).hasContent("asked\nasked");
    }

    @Test
    void a_damaged_memory_is_no_memory() throws IOException {
        codex("0.169.0");
        Files.writeString(memory, "{\"binary\":");

        assertThat(find().version()).isEqualTo("0.169.0");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(memory)))
                .isEqualTo("rw-------");
    }

    @Test
    void versions_are_compared_by_their_numbers() {
        assertThat(CodexVersion.isTooOld("0.9.0")).isTrue();
        assertThat(CodexVersion.isTooOld(CodexVersion.OLDEST)).isFalse();
        assertThat(CodexVersion.isTooOld(CodexVersion.TESTED)).isFalse();
        assertThat(CodexVersion.isTooOld("0.1000.0")).isFalse();
        assertThat(CodexVersion.isTooOld("1.0.0-beta")).isFalse();
        assertThat(CodexVersion.isTooOld("unreadable")).isFalse();
        assertThat(CodexVersion.ofUserAgent("companion/0.169.0 (Debian 12.0.0; x86_64) dumb"))
                .contains("0.169.0");
        assertThat(CodexVersion.ofUserAgent("companion")).isEmpty();
    }
}
