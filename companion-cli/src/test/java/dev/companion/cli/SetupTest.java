package dev.companion.cli;

import static dev.companion.cli.PublishedSchema.requireValid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox.Run;
import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.JobState;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTest {
    private static final Map<String, Object> SANDBOX_WORKS = Map.of("exitCode", 0, "stdout", "", "stderr", "");

    @TempDir
    private Path temporary;

    private Sandbox sandbox;
    private @Nullable ScriptedCodex codex;

    @BeforeEach
    void prepare() {
        sandbox = new Sandbox(temporary);
    }

    @AfterEach
    void end() {
        Optional.ofNullable(codex).ifPresent(ScriptedCodex::close);
    }

    private static ScriptedScenario healthy() {
        Map<String, Object> model = Map.of(
                "model",
                "quick",
                "isDefault",
                true,
                "supportedReasoningEfforts",
                List.of(Map.of("reasoningEffort", "high")),
                "serviceTiers",
                List.of(Map.of("id", "priority")));
        return new ScriptedScenario()
                .result("model/list", Map.of("data", List.of(model)))
                .result("config/read", Map.of("config", Map.of("model_provider", "mine")))
                .result("command/exec", SANDBOX_WORKS);
    }

    private static ScriptedScenario signedIn(String method) {
        Map<String, Object> account = Map.of("type", method, "planType", "pro");
        return healthy().result("account/read", Map.of("account", account, "requiresOpenaiAuth", true));
    }

    private JsonObject setup(ScriptedScenario scenario, ExitCode exit, String... options) {
        codex = ScriptedCodex.install(temporary.resolve("codex"), scenario);
        sandbox.with("COMPANION_CODEX", codex.path().toString()).with("COMPANION_RPC_TIMEOUT", "3s");
        return setup(exit, options);
    }

    private JsonObject setup(ExitCode exit, String... options) {
        List<String> words = new ArrayList<>(List.of("setup", "--json"));
        words.addAll(List.of(options));
        Run run = sandbox.run(words.toArray(String[]::new));

        requireValid("setup", run.out());
        assertThat(run.exit()).as(run.out()).isEqualTo(exit);
        JsonObject document = Json.readObject(run.out());
        assertThat(document.flag("ready")).isEqualTo(exit == ExitCode.OK);
        return document;
    }

    private static JsonObject finding(JsonObject document, String id) {
        return document.objects("findings").stream()
                .filter(finding -> finding.string("id").equals(Optional.of(id)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no finding " + id + " in " + document.fields()));
    }

    private static void requireProblem(JsonObject document, String id, String words, String remedy) {
        JsonObject finding = finding(document, id);
        assertThat(finding.string("level")).contains("problem");
        assertThat(finding.string("message").orElseThrow()).contains(words);
        assertThat(finding.string("remedy").orElseThrow()).contains(remedy);
        assertThat(document.strings("nextSteps"))
                .contains(finding.string("remedy").orElseThrow());
    }

    @Test
    void a_machine_that_has_all_is_ready_and_is_not_changed() {
        JsonObject document = setup(healthy(), ExitCode.OK);

        assertThat(document.object("auth").flag("loggedIn")).isTrue();
        assertThat(document.object("auth").string("provider")).contains("mine");
        assertThat(document.object("sandbox").flag("usable")).isTrue();
        assertThat(document.objects("findings"))
                .extracting(finding -> finding.string("level").orElse(""))
                .doesNotContain("problem");
        assertThat(sandbox.home()).doesNotExist();
    }

    @Test
    void who_is_not_signed_in_is_told_how() {
        JsonObject document = setup(healthy().notSignedIn(), ExitCode.NOT_READY);

        requireProblem(document, "sign-in", "not signed in", "codex login");
        assertThat(document.object("auth").flag("loggedIn")).isFalse();
    }

    @Test
    void an_API_key_allows_no_Fast_mode_and_is_not_verified() {
        JsonObject document = setup(signedIn("apiKey"), ExitCode.OK);

        assertThat(document.object("auth").value("verified")).isEqualTo(false);
        assertThat(document.object("features").value("fastMode")).isEqualTo(false);
        assertThat(document.object("features").value("cloud")).isEqualTo(false);
    }

    @Test
    void a_ChatGPT_sign_in_tells_plan_limits_and_what_it_allows() {
        Map<String, Object> window = Map.of("usedPercent", 100, "windowDurationMins", 300, "resetsAt", 1_795_351_430);
        JsonObject document = setup(
                signedIn("chatgpt").result("account/rateLimits/read", Map.of("rateLimits", Map.of("primary", window))),
                ExitCode.OK);

        assertThat(document.object("account").string("plan")).contains("pro");
        assertThat(document.object("account")
                        .object("rateLimits")
                        .object("primary")
                        .number("usedPercent"))
                .contains(100L);
        assertThat(document.object("features").flag("fastMode")).isTrue();
        assertThat(finding(document, "usage-limits").string("level")).contains("warning");
        assertThat(finding(document, "usage-limits").string("message").orElseThrow())
                .contains("100 % of 5 h used");
    }

    @Test
    void limits_that_cannot_be_read_are_a_warning() {
        JsonObject document =
                setup(signedIn("chatgpt").error("account/rateLimits/read", -32603, "no network"), ExitCode.OK);

        assertThat(finding(document, "usage-limits").string("level")).contains("warning");
        assertThat(document.object("account").value("rateLimits")).isNull();
    }

    @Test
    void a_sandbox_in_which_no_command_runs_is_a_problem() {
        Map<String, Object> broken =
                Map.of("exitCode", 1, "stdout", "", "stderr", "bwrap: Creating new namespace failed: (ENOSPC)\n");
        JsonObject document = setup(healthy().result("command/exec", broken), ExitCode.NOT_READY);

        requireProblem(document, "sandbox", "it cannot start: bwrap: Creating", "");
        assertThat(document.object("sandbox").value("usable")).isEqualTo(false);
    }

    @Test
    void a_Codex_that_never_answers_is_a_problem_and_not_a_hanging_command() {
        JsonObject document = setup(healthy().neverAnswers("initialize"), ExitCode.NOT_READY);

        requireProblem(document, "app-server", "did not answer initialize", "npm install");
        assertThat(document.object("codex").flag("available")).isFalse();
    }

    @Test
    void a_Codex_that_falls_silent_is_asked_nothing_more() {
        JsonObject document = setup(healthy().neverAnswers("account/read"), ExitCode.NOT_READY);

        requireProblem(document, "sign-in", "did not answer account/read", "codex login status");
        assertThat(document.object("sandbox").value("usable")).isNull();
        assertThat(document.object("auth").string("source")).contains("unavailable");
    }

    @Test
    void a_Codex_that_crashes_is_too_old_or_is_missing_is_a_problem() throws IOException {
        requireProblem(
                setup(healthy().crashesAtStart("no"), ExitCode.NOT_READY),
                "app-server",
                "does not work",
                "npm install");
        end();
        sandbox.with("COMPANION_CODEX", temporary.resolve("nowhere").toString());
        requireProblem(setup(ExitCode.NOT_READY), "codex", "no Codex at", "COMPANION_CODEX");

        Path old = Files.writeString(temporary.resolve("old"), "#!/bin/sh\necho codex-cli 0.1.0\n");
        assertThat(old.toFile().setExecutable(true)).isTrue();
        sandbox.with("COMPANION_CODEX", old.toString());
        requireProblem(setup(ExitCode.NOT_READY), "codex", "too old", "npm install");
    }

    @Test
    void jobs_that_are_there_are_counted() {
        sandbox.jobs().ended(1, JobState.COMPLETED);
        sandbox.jobs().ended(2, JobState.FAILED);

        JsonObject state = setup(healthy(), ExitCode.OK).object("state");

        assertThat(state.number("jobs")).contains(2L);
        assertThat(state.number("storeBytes").orElseThrow()).isPositive();
    }

    @Test
    void a_state_directory_that_is_open_to_others_is_a_problem() throws IOException {
        Files.createDirectory(sandbox.home());
        Files.setPosixFilePermissions(sandbox.home(), PosixFilePermissions.fromString("rwxr-xr-x"));

        requireProblem(setup(healthy(), ExitCode.NOT_READY), "state", "open to other users", "chmod 700");
    }

    @Test
    void the_review_gate_is_switched_for_the_repository_and_shown_by_setup_and_status() {
        assertThat(stopReviewGate()).isFalse();
        assertThat(setup(healthy(), ExitCode.OK).flag("reviewGateEnabled")).isFalse();

        JsonObject on = setup(ExitCode.OK, "--enable-review-gate");
        assertThat(on.flag("reviewGateEnabled")).isTrue();
        assertThat(on.strings("actionsTaken")).hasSize(1);
        assertThat(stopReviewGate()).isTrue();

        JsonObject off = setup(ExitCode.OK, "--disable-review-gate");
        assertThat(off.flag("reviewGateEnabled")).isFalse();
        assertThat(stopReviewGate()).isFalse();
        assertThat(setup(ExitCode.OK, "--disable-review-gate").strings("actionsTaken"))
                .isEmpty();
    }

    private boolean stopReviewGate() {
        return Json.readObject(sandbox.run("status", "--json").out())
                .object("config")
                .flag("stopReviewGate");
    }

    @Test
    void the_review_gate_needs_a_repository_and_one_wish() {
        Run both = sandbox.run("setup", "--enable-review-gate", "--disable-review-gate");
        Run outside = sandbox.run("-C", temporary.toString(), "setup", "--enable-review-gate");

        assertThat(both.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(outside.exit()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void for_people_it_is_a_line_for_each_finding_and_its_remedy_below() {
        codex = ScriptedCodex.install(temporary.resolve("codex"), healthy().notSignedIn());
        sandbox.with("COMPANION_CODEX", codex.path().toString());

        Run run = sandbox.run("doctor");

        assertThat(run.exit()).isEqualTo(ExitCode.NOT_READY);
        assertThat(run.out())
                .contains("✗ Codex is not signed in\n  sign in: codex login\n")
                .endsWith("not ready\n");
        assertThat(run.stderr()).contains("next: sign in: codex login");
    }

    @Test
    void installing_without_npm_says_what_is_missing() {
        sandbox.with("PATH", temporary.toString());

        Run run = sandbox.run("setup", "--install-codex");

        assertThat(run.exit()).isEqualTo(ExitCode.NOT_READY);
        assertThat(run.stderr()).contains("there is no npm on PATH", "install Node.js");
    }
}
