package dev.companion.core.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private static final Map<Setting, String> EXPLICIT = Map.ofEntries(
            Map.entry(Setting.STATE_DIR, "/srv/state"),
            Map.entry(Setting.SESSION_ID, "session-1"),
            Map.entry(Setting.CODEX, "/opt/codex"),
            Map.entry(Setting.TRANSPORT, "direct"),
            Map.entry(Setting.BROKER_IDLE, "1m"),
            Map.entry(Setting.TIMEOUT, "2h"),
            Map.entry(Setting.STALL_TIMEOUT, "3m"),
            Map.entry(Setting.RPC_TIMEOUT, "4s"),
            Map.entry(Setting.SPAWN_TIMEOUT, "5s"),
            Map.entry(Setting.REVIEW_GATE_TIMEOUT, "6m"),
            Map.entry(Setting.REVIEW_GATE_UNAVAILABLE, "block"),
            Map.entry(Setting.LOG_LEVEL, "debug"),
            Map.entry(Setting.REMOTE, "wss://host"),
            Map.entry(Setting.REMOTE_TOKEN_FILE, "/opt/token"));

    @TempDir
    Path home;

    private Environment environment(Map<String, String> variables) {
        return new Environment(variables, Optional.of(home), Optional.of(home));
    }

    private Settings resolve(Map<String, String> variables) {
        return Settings.resolve(environment(variables), Optional.of(home.resolve("project")));
    }

    private void userFile(String toml) throws IOException {
        write(home.resolve(".config/companion/config.toml"), toml);
    }

    private void projectFile(String toml) throws IOException {
        write(home.resolve("project/.companion/config.toml"), toml);
    }

    private static void write(Path file, String toml) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, toml);
    }

    private static Map<Setting, String> texts(Settings settings) {
        Map<Setting, String> texts = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            settings.text(setting).ifPresent(text -> texts.put(setting, text));
        }
        return texts;
    }

    private Failure refused(Map<String, String> variables) {
        try {
            resolve(variables).stateDirectory();
        } catch (Failure failure) {
            return failure;
        }
        throw new AssertionError("not refused");
    }

    @Test
    void the_defaults_are_these_and_no_others() {
        assertThat(texts(resolve(Map.of())))
                .isEqualTo(Map.of(
                        Setting.TRANSPORT, "auto",
                        Setting.BROKER_IDLE, "10m",
                        Setting.STALL_TIMEOUT, "10m",
                        Setting.RPC_TIMEOUT, "30s",
                        Setting.SPAWN_TIMEOUT, "2m",
                        Setting.REVIEW_GATE_TIMEOUT, "10m",
                        Setting.REVIEW_GATE_UNAVAILABLE, "allow",
                        Setting.LOG_LEVEL, "info"));
    }

    @Test
    void every_setting_can_be_set_by_its_variable() {
        Settings settings = resolve(Map.ofEntries(
                Map.entry("COMPANION_HOME", "/srv/state"),
                Map.entry("COMPANION_SESSION_ID", "session-1"),
                Map.entry("COMPANION_CODEX", "/opt/codex"),
                Map.entry("COMPANION_TRANSPORT", "direct"),
                Map.entry("COMPANION_BROKER_IDLE", "1m"),
                Map.entry("COMPANION_TIMEOUT", "2h"),
                Map.entry("COMPANION_STALL_TIMEOUT", "3m"),
                Map.entry("COMPANION_RPC_TIMEOUT", "4s"),
                Map.entry("COMPANION_SPAWN_TIMEOUT", "5s"),
                Map.entry("COMPANION_REVIEW_GATE_TIMEOUT", "6m"),
                Map.entry("COMPANION_REVIEW_GATE_UNAVAILABLE", "block"),
                Map.entry("COMPANION_LOG_LEVEL", "debug"),
                Map.entry("COMPANION_REMOTE", "wss://host"),
                Map.entry("COMPANION_REMOTE_TOKEN_FILE", "/opt/token")));

        assertThat(texts(settings)).isEqualTo(EXPLICIT);
        assertThat(EXPLICIT.keySet()).containsExactlyInAnyOrder(Setting.values());
        assertThat(settings.value(Setting.RPC_TIMEOUT).orElseThrow().origin())
                .isEqualTo("environment COMPANION_RPC_TIMEOUT");
        assertThat(settings.requireDuration(Setting.STALL_TIMEOUT)).isEqualTo(Duration.ofMinutes(3));
    }

    @Test
    void every_setting_but_the_session_can_be_set_in_the_users_file() throws IOException {
        StringBuilder toml = new StringBuilder();
        EXPLICIT.forEach((setting, text) -> {
            if (setting != Setting.SESSION_ID) {
                toml.append(setting.key()).append(" = \"").append(text).append("\"\n");
            }
        });
        userFile(toml.toString());

        Map<Setting, String> texts = texts(resolve(Map.of()));

        Map<Setting, String> expected = new EnumMap<>(EXPLICIT);
        expected.remove(Setting.SESSION_ID);
        assertThat(texts).isEqualTo(expected);
    }

    @Test
    void the_environment_is_stronger_than_the_project_and_the_project_than_the_user() throws IOException {
        userFile("rpc_timeout = \"1s\"\nspawn_timeout = \"1s\"\nstall_timeout = \"1s\"\n");
        projectFile("rpc_timeout = \"2s\"\nspawn_timeout = \"2s\"\n");
        Settings settings = resolve(Map.of("COMPANION_RPC_TIMEOUT", "3s"));

        assertThat(settings.text(Setting.STALL_TIMEOUT)).contains("1s");
        assertThat(settings.text(Setting.SPAWN_TIMEOUT)).contains("2s");
        assertThat(settings.text(Setting.RPC_TIMEOUT)).contains("3s");
        Settings flagged = settings.withFlag(Setting.RPC_TIMEOUT, "4s", "--rpc-timeout");
        assertThat(flagged.value(Setting.RPC_TIMEOUT)).contains(new Settings.Value("4s", "flag --rpc-timeout"));
        assertThat(settings.value(Setting.SPAWN_TIMEOUT).orElseThrow().origin())
                .isEqualTo(home.resolve("project/.companion/config.toml").toString());
    }

    @Test
    void of_several_variables_the_first_counts_and_a_blank_one_is_none() {
        Map<String, String> all = Map.of(
                "COMPANION_SESSION_ID", " ", "CODEX_COMPANION_SESSION_ID", "second", "CLAUDE_CODE_SESSION_ID", "third");

        assertThat(resolve(all).text(Setting.SESSION_ID)).contains("second");
    }

    @ParameterizedTest
    @EnumSource(
            value = Setting.class,
            names = {"CODEX", "STATE_DIR", "SESSION_ID"})
    void G34_a_cloned_repository_chooses_no_program_and_no_directory(Setting setting) throws IOException {
        projectFile(setting.key() + " = \"/tmp/evil\"\n");

        assertThat(refused(Map.of()).code()).isEqualTo(FailureCode.CONFIG_INVALID);
        assertThat(refused(Map.of()).message()).contains(setting.key()).doesNotContain("evil");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rpc_timeout = ",
                "[rpc_timeout]\na = 1",
                "rpc_timeout = [1]",
                "no_such_setting = 1",
                "session_id = \"x\"",
                "= 1",
                "\u0000"
            })
    void a_file_that_is_wrong_is_refused_by_name(String toml) throws IOException {
        userFile(toml);

        Failure failure = refused(Map.of());

        assertThat(failure.code()).isEqualTo(FailureCode.CONFIG_INVALID);
        assertThat(failure.message()).contains("config.toml").doesNotContain("\n");
        assertThat(failure.remedy()).isNotBlank();
    }

    @Test
    void a_duration_that_is_none_is_refused_with_its_origin() {
        Settings settings = resolve(Map.of("COMPANION_TIMEOUT", "soon"));

        assertThatThrownBy(() -> settings.duration(Setting.TIMEOUT))
                .isInstanceOfSatisfying(
                        Failure.class,
                        failure -> assertThat(failure.message())
                                .contains("timeout", "COMPANION_TIMEOUT")
                                .doesNotContain("soon"));
    }

    @Test
    void G14_the_state_directory_follows_one_rule() {
        assertThat(resolve(Map.of("COMPANION_HOME", "/srv/../state", "XDG_STATE_HOME", "/x"))
                        .stateDirectory())
                .isEqualTo(Path.of("/state"));
        assertThat(resolve(Map.of("XDG_STATE_HOME", "/x")).stateDirectory()).isEqualTo(Path.of("/x/companion"));
        assertThat(resolve(Map.of("XDG_STATE_HOME", "relative")).stateDirectory())
                .isEqualTo(home.resolve(".local/state/companion"));
        assertThat(resolve(Map.of("HOME", "/home/ada")).stateDirectory())
                .isEqualTo(Path.of("/home/ada/.local/state/companion"));
        assertThat(refused(Map.of("COMPANION_HOME", "relative")).code()).isEqualTo(FailureCode.CONFIG_INVALID);
    }

    @Test
    void without_any_home_there_is_a_way_out() {
        Environment homeless = new Environment(Map.of(), Optional.empty(), Optional.empty());

        assertThatThrownBy(() -> Settings.resolve(homeless, Optional.empty()).stateDirectory())
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.STATE_ROOT_UNWRITABLE);
                    assertThat(failure.remedy()).contains("COMPANION_HOME");
                });
    }

    @Test
    void keys_and_variables_are_unique_and_documented() {
        List<String> variables = Arrays.stream(Setting.values())
                .flatMap(setting -> setting.variables().stream())
                .toList();

        assertThat(variables).doesNotHaveDuplicates();
        assertThat(Setting.values())
                .allSatisfy(setting -> assertThat(setting.doc()).isNotBlank());
    }

    @Test
    void G33_an_environment_prints_no_value() {
        assertThat(environment(Map.of("TOKEN", "secret")).toString()).doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"500ms,500", "90s,90000", "15m,900000", "2h,7200000", "1d,86400000", "7,7000", "0,0", "' 5s ',5000"})
    void durations_are_what_people_type(String text, long millis) {
        assertThat(Durations.parse(text)).contains(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-5s", "5 s", "5w", "1.5h", "5S", "9999999999s", "five"})
    void anything_else_is_no_duration(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-5,0s", "0,0s", "59,59s", "60,1m 0s", "725,12m 5s", "3600,1h 0m", "90000,25h 0m"})
    void durations_are_shown_short(long seconds, String shown) {
        assertThat(Durations.format(Duration.ofSeconds(seconds))).isEqualTo(shown);
    }
}
