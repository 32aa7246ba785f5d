package dev.companion.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {
    private static final byte[] KEY = {1, 2, 3};
    private static final Map<String, String> VARIABLES =
            Map.of("PATH", "/bin", "HOME", "/home/ada", "OPENAI_API_KEY", "sk-secret");

    @TempDir
    Path directory;

    private Path binary = Path.of("codex");

    @BeforeEach
    void install() throws IOException {
        binary = Files.writeString(directory.resolve("codex"), "a program");
    }

    private Fingerprint of(Map<String, String> variables) throws IOException {
        return Fingerprint.of(binary, new Environment(variables, Optional.empty(), Optional.empty()), KEY);
    }

    private static Map<String, String> with(String name, String value) {
        Map<String, String> others = new HashMap<>(VARIABLES);
        others.put(name, value);
        return others;
    }

    @Test
    void the_same_environment_has_the_same_fingerprint() throws IOException {
        assertThat(of(VARIABLES)).isEqualTo(of(new HashMap<>(VARIABLES)));
    }

    @Test
    void G43_another_sign_in_makes_another_one_and_a_renewed_token_does_not() throws IOException {
        Map<String, String> variables = with("CODEX_HOME", directory.toString());
        Fingerprint without = of(variables);
        Fingerprint ada = signedIn(variables, "{\"tokens\":{\"account_id\":\"ada\",\"access_token\":\"1\"}}");
        Fingerprint renewed = signedIn(variables, "{\"tokens\":{\"account_id\":\"ada\",\"access_token\":\"2\"}}");
        Fingerprint eve = signedIn(variables, "{\"tokens\":{\"account_id\":\"eve\",\"access_token\":\"1\"}}");
        Fingerprint key = signedIn(variables, "{\"OPENAI_API_KEY\":\"sk-secret\"}");
        Fingerprint unreadable = signedIn(variables, "{\"OPENAI_API");

        assertThat(renewed).isEqualTo(ada);
        assertThat(List.of(without.id(), ada.id(), eve.id(), key.id())).doesNotHaveDuplicates();
        assertThat(unreadable).isEqualTo(without);
        assertThat(ada.differences(eve.variables())).containsExactly("(sign-in)");
        assertThat(key.toString()).doesNotContain("sk-secret");
    }

    private Fingerprint signedIn(Map<String, String> variables, String content) throws IOException {
        Files.writeString(directory.resolve("auth.json"), content);
        return of(variables);
    }

    @ParameterizedTest
    @CsvSource({"PATH,/usr/bin", "HOME,/home/eve", "OPENAI_API_KEY,sk-other", "HTTPS_PROXY,http://p", "CODEX_HOME,/c"})
    void G43_what_reaches_commands_and_providers_makes_another_one(String name, String value) throws IOException {
        assertThat(of(with(name, value)).id()).isNotEqualTo(of(VARIABLES).id());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PWD",
                "OLDPWD",
                "SHLVL",
                "_",
                "TERM",
                "TERM_PROGRAM",
                "COLUMNS",
                "SSH_TTY",
                "TMUX_PANE",
                "CLAUDE_CODE_SESSION_ID",
                "CLAUDECODE",
                "COMPANION_SESSION_ID",
                "COMPANION_JOB_ID",
                "CODEX_THREAD_ID"
            })
    void shells_terminals_and_chat_sessions_make_none(String name) throws IOException {
        assertThat(of(with(name, "something")).id()).isEqualTo(of(VARIABLES).id());
        assertThat(ServerEnvironment.of(with(name, "something"))).doesNotContainKey(name);
    }

    @Test
    void G43_another_program_at_the_same_path_makes_another_one() throws IOException {
        String before = of(VARIABLES).id();

        Files.setLastModifiedTime(binary, FileTime.fromMillis(1));

        assertThat(of(VARIABLES).id()).isNotEqualTo(before);
    }

    @Test
    void G33_no_value_can_be_read_or_guessed_from_it() throws IOException {
        Fingerprint own = of(VARIABLES);
        Fingerprint other =
                Fingerprint.of(binary, new Environment(VARIABLES, Optional.empty(), Optional.empty()), new byte[] {9});

        assertThat(own.toString()).doesNotContain("sk-secret");
        assertThat(own.variables().get("OPENAI_API_KEY"))
                .isNotEqualTo(other.variables().get("OPENAI_API_KEY"));
    }

    @Test
    void it_says_which_variables_differ() throws IOException {
        Fingerprint other = of(with("HTTPS_PROXY", "http://p"));

        assertThat(of(with("PATH", "/usr/bin")).differences(other.variables())).containsExactly("HTTPS_PROXY", "PATH");
    }
}
