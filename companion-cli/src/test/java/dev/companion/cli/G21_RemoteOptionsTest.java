package dev.companion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox.Run;
import dev.companion.core.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes no sense of an app-server elsewhere is refused before there is a job. */
class G21_RemoteOptionsTest {
    private static final String LOOPBACK = "ws://127.0.0.1:4500";

    @TempDir
    private Path temporary;

    private Sandbox sandbox;

    @BeforeEach
    void prepare() {
        sandbox = new Sandbox(temporary).with("PATH", "/nonexistent").with("TOKEN", "secret-token");
    }

    private Path tokenFile(String content, String permissions) throws IOException {
        Path file = Files.writeString(temporary.resolve("token"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
    }

    private void requireRefusal(Run run, String... words) {
        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.stderr()).contains(words).doesNotContain("secret");
        assertThat(sandbox.home()).doesNotExist();
    }

    private Run dryRun(String... options) {
        String[] all = new String[options.length + 3];
        System.arraycopy(new String[] {"task", "--dry-run", "x"}, 0, all, 0, 3);
        System.arraycopy(options, 0, all, 3, options.length);
        return sandbox.run(all);
    }

    @ParameterizedTest
    @CsvSource({
        "--transport remote, needs the URL",
        "--transport direct --remote ws://127.0.0.1:1, --remote has no effect with the transport direct",
        "--remote-token-env TOKEN, --remote-token-env has no effect",
        "--remote-token-file x, --remote-token-file has no effect",
        "--remote http://127.0.0.1:1, --remote does not take",
        "--remote 127.0.0.1:1, --remote does not take",
        "--remote ws:///path, --remote does not take",
        "--remote ws://h/#f, --remote does not take",
        "--remote ws://user:secret@127.0.0.1:1, user and a password",
        "--remote ws://127.0.0.1:1 --remote-token-env TOKEN --remote-token-file x, contradict",
        "--remote ws://127.0.0.1:1 --remote-token-env NO_SUCH_VARIABLE, NO_SUCH_VARIABLE is not set",
        "--remote ws://127.0.0.1:1 --remote-token-file no-such-file, there is no token file",
        "--remote ws://127.0.0.1:1 --remote-token-file ., is not a regular file",
        "--remote ws://example.com --remote-token-env TOKEN, in clear",
        "--remote ws://127.0.0.1.example.com --remote-token-env TOKEN, in clear",
        "--remote WS://10.0.0.1:1 --remote-token-env TOKEN, in clear"
    })
    void G21_a_contradiction_is_exit_2_and_nothing_is_made(String options, String words) {
        requireRefusal(dryRun(options.split(" ")), words);
        requireRefusal(sandbox.run(("task " + options + " x").split(" ")), words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void a_token_file_that_others_can_reach_is_refused(String permissions) throws IOException {
        Path file = tokenFile("secret-token\n", permissions);

        requireRefusal(
                dryRun("--remote", LOOPBACK, "--remote-token-file", file.toString()),
                "other users",
                "chmod 600 " + file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "secret two", "secret\nsecond", "secr\u00e9t"})
    void a_file_without_one_token_is_refused(String content) throws IOException {
        Path file = tokenFile(content, "rw-------");

        requireRefusal(dryRun("--remote", LOOPBACK, "--remote-token-file", file.toString()), "holds no token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://127.0.0.1:1", "ws://localhost", "ws://[::1]:9/x", "wss://example.com"})
    void a_token_may_go_where_nobody_listens_in(String url) throws IOException {
        Path file = tokenFile("secret-token\n", "rw-------");

        Run run = dryRun("--remote", url, "--remote-token-file", file.toString(), "--json");

        assertThat(run.exit()).as(run.stderr()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("\"codex\":\"" + url + "\"").doesNotContain("secret");
    }

    @Test
    void without_a_token_any_host_may_be_named_and_no_Codex_is_needed_here() {
        assertThat(dryRun("--remote", "ws://example.com:4500").exit()).isEqualTo(ExitCode.OK);
    }

    @Test
    void the_settings_name_a_server_and_its_token_which_goes_to_no_other() throws IOException {
        Path file = tokenFile("secret-token", "rw-------");
        sandbox.with("COMPANION_TRANSPORT", "remote")
                .with("COMPANION_REMOTE", LOOPBACK)
                .with("COMPANION_REMOTE_TOKEN_FILE", file.toString());

        assertThat(dryRun().out()).contains(LOOPBACK);
        assertThat(dryRun("--remote", "ws://example.com").out()).contains("ws://example.com");
        Files.delete(file);
        requireRefusal(dryRun(), "there is no token file");
    }
}
