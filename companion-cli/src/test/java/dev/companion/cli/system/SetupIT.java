package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.OfflineSignIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code setup} and {@code doctor} with the real Codex, signed in in every way, healthy and not. */
@Tag("once")
class SetupIT {
    private static final String NO_NAMESPACES = "echo 0 > /proc/sys/user/max_user_namespaces; exec \"$0\" ";

    @RegisterExtension
    final Machine machine = new Machine();

    private Cli setup(OfflineSignIn signIn, String... options) {
        OfflineCodexHome home = OfflineCodexHome.create(
                machine.directory().resolve("home-" + signIn),
                machine.model().baseUrl(),
                OfflineCodexHome.Options.DEFAULT.withSignIn(signIn));
        return machine.withRealCodex()
                .companion("setup", "--json")
                .adding(options)
                .with("CODEX_HOME", home.codexHome().toString());
    }

    private static JsonObject finding(Answer answer, String id) {
        return answer.json().objects("findings").stream()
                .filter(finding -> finding.string("id").equals(Optional.of(id)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + id + ": " + answer));
    }

    @Test
    void a_provider_without_accounts_is_ready_and_nothing_is_written() {
        Answer answer = setup(OfflineSignIn.NOT_NEEDED).run();

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.json().flag("ready")).isTrue();
        assertThat(answer.json().object("codex").number("handshakeMs")).isPresent();
        assertThat(answer.json().object("sandbox").flag("usable")).isTrue();
        assertThat(answer.json().object("features").objects("models")).isNotEmpty();
        assertThat(machine.root()).doesNotExist();
        assertThat(machine.model().requestCount()).isZero();
    }

    @Test
    void without_a_sign_in_it_says_how_to_sign_in() {
        Answer answer = setup(OfflineSignIn.MISSING).run();

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(6);
        assertThat(finding(answer, "sign-in").string("remedy")).contains("sign in: codex login");
    }

    @Test
    void an_API_key_is_a_sign_in_without_Fast_mode_and_without_windows_of_usage() {
        Answer answer = setup(OfflineSignIn.API_KEY).run();

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.json().object("auth").string("authMethod")).contains("apiKey");
        assertThat(answer.json().object("features").value("fastMode")).isEqualTo(false);
        assertThat(answer.json().object("account").value("rateLimits")).isNull();
    }

    @Test
    void a_ChatGPT_sign_in_tells_its_plan_and_how_much_of_its_limits_is_used() {
        Answer answer = setup(OfflineSignIn.CHATGPT).run();

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        JsonObject account = answer.json().object("account");
        assertThat(account.string("plan")).contains("plus");
        assertThat(account.object("rateLimits").object("primary").number("usedPercent"))
                .contains(43L);
        assertThat(account.object("rateLimits").object("secondary").number("windowMinutes"))
                .contains(7 * 24 * 60L);
        assertThat(answer.json().object("features").flag("fastMode")).isTrue();
    }

    @Test
    void where_user_namespaces_are_forbidden_the_sandbox_is_a_problem_with_a_way_out() {
        machine.withRealCodex();
        Answer answer = Namespaces.asRoot(machine, machine.shell(NO_NAMESPACES + "doctor --json"))
                .run();

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(6);
        assertThat(finding(answer, "sandbox").string("message").orElseThrow()).contains("bwrap:");
        assertThat(finding(answer, "sandbox").string("remedy").orElseThrow()).contains("user.max_user_namespaces");
    }

    @Test
    void a_Codex_that_hangs_does_not_hang_setup() throws IOException {
        Path codex = machine.program("codex", "[ \"$1\" = --version ] && echo codex-cli 0.169.0 || exec sleep 600");
        machine.with("COMPANION_CODEX", codex.toString()).with("COMPANION_RPC_TIMEOUT", "2s");

        Answer answer = machine.run("setup", "--json");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(6);
        assertThat(finding(answer, "app-server").string("level")).contains("problem");
        assertThat(answer.millis()).isLessThan(15_000);
    }

    @Test
    void the_self_test_runs_a_whole_job_and_leaves_nothing() throws IOException {
        Answer answer = setup(OfflineSignIn.MISSING, "--self-test").run();

        for (String transport : List.of("direct", "broker", "exec", "remote")) {
            assertThat(finding(answer, "self-test-" + transport).string("level"))
                    .as("%s", answer)
                    .contains("ok");
        }
        try (Stream<Path> left = Files.list(machine.root())) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("demo-") || name.equals("jobs"));
        }
    }

    @Test
    void codex_is_installed_by_npm_and_what_npm_says_goes_to_stderr() throws IOException {
        machine.withRealCodex().program("npm", "echo \"npm was asked: $*\"");

        Answer answer = machine.run("setup", "--install-codex", "--json");

        assertThat(answer.err()).contains("npm was asked: install -g @openai/codex");
        assertThat(answer.json().strings("actionsTaken")).containsExactly("ran npm install -g @openai/codex");
    }

    @Test
    void an_npm_that_fails_is_an_error() throws IOException {
        machine.withRealCodex().program("npm", "echo no disk; exit 1");

        Answer answer = machine.run("setup", "--install-codex", "--json");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(6);
        assertThat(answer.json().object("error").string("message").orElseThrow())
                .contains("npm ended with exit 1");
        assertThat(answer.err()).contains("no disk");
    }
}
