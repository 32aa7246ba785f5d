package dev.companion.core.codex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ScriptedCodexTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private ScriptedCodex install(ScriptedScenario scenario) {
        ScriptedCodex codex = ScriptedCodex.install(directory, scenario);
        opened.add(codex);
        return codex;
    }

    private AppServerDriver start(ScriptedCodex codex) {
        AppServerDriver client = AppServerDriver.start(codex.path(), directory, environment -> {});
        opened.add(client);
        return client;
    }

    private AppServerDriver initialized(ScriptedScenario scenario) {
        AppServerDriver client = start(install(scenario));
        client.initialize();
        return client;
    }

    private String startThread(AppServerDriver client) {
        return client.startThread(directory, "workspace-write", "never");
    }

    private static List<String> methods(AppServerDriver client) {
        return client.messages().stream()
                .map(message -> message.string("method").orElse("answer"))
                .toList();
    }

    @Test
    void a_happy_turn_has_the_messages_of_a_real_one_in_their_order() {
        ScriptedTurn turn = ScriptedTurn.begin()
                .reasoning("thinking")
                .command("ls", 0, "a.txt\n")
                .addedFile(directory.resolve("b.txt"), "b\n")
                .plan(Map.of("one", "inProgress"))
                .message("done")
                .usage(100, 20)
                .completed();
        AppServerDriver client = initialized(new ScriptedScenario().turn(turn));

        JsonObject completed = client.turn(startThread(client), "do it");

        assertThat(completed.string("status")).contains("completed");
        assertThat(completed.objects("items").get(0).string("text")).contains("done");
        assertThat(methods(client))
                .containsExactly(
                        "answer",
                        "answer",
                        "thread/started",
                        "answer",
                        "thread/status/changed",
                        "turn/started",
                        "item/started",
                        "item/completed",
                        "item/started",
                        "item/reasoning/summaryPartAdded",
                        "item/reasoning/summaryTextDelta",
                        "item/completed",
                        "item/started",
                        "item/commandExecution/outputDelta",
                        "item/completed",
                        "item/started",
                        "item/completed",
                        "turn/diff/updated",
                        "turn/plan/updated",
                        "item/started",
                        "item/agentMessage/delta",
                        "item/completed",
                        "thread/tokenUsage/updated",
                        "account/rateLimits/updated",
                        "thread/status/changed",
                        "turn/completed");
    }

    @Test
    void it_records_every_line_exactly_as_received() {
        ScriptedCodex codex = install(new ScriptedScenario());
        AppServerDriver client = start(codex);
        client.initialize();
        client.write("no JSON \u2028 at all");

        client.turn(startThread(client), "a \"quoted\" prompt \\ with 🙂");

        assertThat(codex.receivedLines()).contains("no JSON \u2028 at all");
        JsonObject input = codex.received("turn/start")
                .get(0)
                .object("params")
                .objects("input")
                .get(0);
        assertThat(input.string("text")).contains("a \"quoted\" prompt \\ with 🙂");
        assertThat(codex.starts()).containsExactly(List.of("app-server"));
    }

    @Test
    void a_turn_may_start_before_it_is_answered() {
        AppServerDriver client = initialized(new ScriptedScenario()
                .turn(ScriptedTurn.beginBeforeAnswer().message("done").completed()));

        client.turn(startThread(client), "go");

        assertThat(methods(client).subList(3, 6)).containsExactly("thread/status/changed", "turn/started", "answer");
    }

    @ParameterizedTest
    @EnumSource(value = ScriptedTurn.Cut.class, mode = Mode.EXCLUDE, names = "SILENCE")
    void a_turn_can_be_cut_after_any_message(ScriptedTurn.Cut cut) throws InterruptedException {
        ScriptedTurn turn = ScriptedTurn.happy("done");
        AppServerDriver client = initialized(new ScriptedScenario().turn(turn.cutAfter(turn.messageCount() - 1, cut)));
        String thread = startThread(client);

        client.startTurn(thread, "go");

        assertThat(client.awaitEnd()).isTrue();
        assertThat(methods(client).get(methods(client).size() - 1)).isEqualTo("thread/status/changed");
        if (cut == ScriptedTurn.Cut.CLOSE_STDOUT) {
            assertThat(client.process().isAlive()).isTrue();
        } else {
            assertThat(client.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.process().exitValue()).isEqualTo(cut == ScriptedTurn.Cut.KILL ? 137 : 1);
        }
    }

    @Test
    void a_silent_turn_ends_when_it_is_interrupted() {
        AppServerDriver client = initialized(new ScriptedScenario()
                .turn(ScriptedTurn.begin().partialMessage("half").untilInterrupted()));
        String thread = startThread(client);
        client.startTurn(thread, "go");
        JsonObject started = client.await(AppServerDriver.isNotification("turn/started", thread));
        String turnId = started.object("params").object("turn").string("id").orElseThrow();

        JsonObject wrong = client.request("turn/interrupt", Map.of("threadId", thread, "turnId", "x"));
        JsonObject right = client.request("turn/interrupt", Map.of("threadId", thread, "turnId", turnId));
        JsonObject completed = client.await(AppServerDriver.isNotification("turn/completed", thread));

        assertThat(wrong.object("error").string("message")).contains("expected active turn id x but found " + turnId);
        assertThat(right.value("result")).isEqualTo(Map.of());
        assertThat(completed.object("params").object("turn").string("status")).contains("interrupted");
    }

    @Test
    void every_request_to_the_client_waits_for_its_answer() {
        ScriptedTurn turn = ScriptedTurn.begin();
        for (String method : ScriptedRequests.methods()) {
            turn = turn.request(method);
        }
        AppServerDriver client =
                initialized(new ScriptedScenario().turn(turn.message("done").completed()));
        String thread = startThread(client);
        client.startTurn(thread, "go");

        for (String method : ScriptedRequests.methods()) {
            JsonObject request =
                    client.await(message -> message.string("method").equals(Optional.of(method)));
            client.write("{\"id\":" + request.value("id") + ",\"error\":{\"code\":-32601,\"message\":\"no\"}}");
            client.await(message -> message.string("method").equals(Optional.of("serverRequest/resolved"))
                    && message.object("params").number("requestId").equals(request.number("id")));
        }

        client.await(AppServerDriver.isNotification("turn/completed", thread));
        assertThat(ScriptedRequests.methods()).hasSize(12);
    }

    @Test
    void it_writes_noise_long_lines_and_floods() {
        AppServerDriver client = initialized(new ScriptedScenario()
                .firstLine("Welcome to Codex!")
                .turn(ScriptedTurn.begin()
                        .line("not JSON")
                        .line("{\"method\":\"turn/comp")
                        .line("")
                        .thingsUnknown()
                        .longDelta(20_000_000)
                        .flood(10_000)
                        .stderr("a warning")
                        .message("done")
                        .completed()));

        client.turn(startThread(client), "go");

        assertThat(client.lines()).startsWith("Welcome to Codex!").contains("not JSON", "{\"method\":\"turn/comp", "");
        assertThat(client.lines()).anyMatch(line -> line.length() > 20_000_000);
        assertThat(client.lines()).hasSizeGreaterThan(10_000);
        assertThat(client.messages())
                .anyMatch(message ->
                        message.object("params").object("item").string("type").equals(Optional.of("hologram")));
    }

    @Test
    void answers_can_be_withheld_delayed_replaced_and_refused() {
        AppServerDriver client = initialized(new ScriptedScenario()
                .neverAnswers("account/read")
                .answersAfter("thread/loaded/list", "thread/unsubscribe")
                .error("thread/fork", -32_001, "Server overloaded; retry later.")
                .result("model/list", Map.of("data", List.of())));
        int unanswered = client.send("account/read", Map.of());
        int late = client.send("thread/loaded/list", Map.of());
        JsonObject refused = client.request("thread/fork", Map.of("threadId", "x"));
        JsonObject replaced = client.request("model/list", Map.of());
        JsonObject unknown = client.request("no/such", Map.of());

        JsonObject early = client.request("thread/unsubscribe", Map.of("threadId", "x"));
        client.await(message -> message.number("id").equals(Optional.of((long) late)));

        assertThat(early.value("result")).isNotNull();
        assertThat(refused.object("error").number("code")).contains(-32_001L);
        assertThat(replaced.object("result").fields()).containsKey("data");
        assertThat(unknown.object("error").number("code")).contains(-32_600L);
        assertThat(client.messages()).noneMatch(message -> message.number("id").equals(Optional.of((long) unanswered)));
    }

    @Test
    void it_can_claim_other_powers_than_it_was_asked_for() {
        AppServerDriver client = initialized(new ScriptedScenario()
                .effectiveModel("another-model")
                .effectiveApprovalPolicy("on-request")
                .effectiveSandbox(Map.of("type", "dangerFullAccess")));

        JsonObject result = client.request("thread/start", Map.of("sandbox", "read-only", "approvalPolicy", "never"))
                .object("result");

        assertThat(result.string("model")).contains("another-model");
        assertThat(result.string("approvalPolicy")).contains("on-request");
        assertThat(result.object("sandbox").string("type")).contains("dangerFullAccess");
    }

    @Test
    void errors_of_others_and_errors_that_are_retried_come_before_the_end() {
        AppServerDriver client = initialized(new ScriptedScenario()
                .turn(ScriptedTurn.begin()
                        .retriedError("Reconnecting... 1/5", Map.of("responseStreamDisconnected", Map.of()))
                        .subAgentTurn(true)
                        .completionOfOtherTurn()
                        .failed("You’ve hit your usage limit.", "usageLimitExceeded")));
        String thread = startThread(client);

        client.startTurn(thread, "go");
        JsonObject ours = client.await(message ->
                message.object("params").object("turn").string("status").equals(Optional.of("failed"))
                        && message.object("params").string("threadId").equals(Optional.of(thread)));

        assertThat(ours.object("params").object("turn").object("error").string("codexErrorInfo"))
                .contains("usageLimitExceeded");
        assertThat(methods(client).stream().filter("turn/completed"::equals)).hasSize(3);
    }

    @Test
    void a_thread_that_has_run_a_turn_can_be_resumed_by_another_process() {
        ScriptedCodex codex = install(new ScriptedScenario());
        AppServerDriver first = start(codex);
        first.initialize();
        String thread = startThread(first);
        String unused = startThread(first);
        first.turn(thread, "go");
        first.close();

        AppServerDriver second = start(codex);
        second.initialize();

        JsonObject resumed = second.request("thread/resume", Map.of("threadId", thread, "sandbox", "read-only"));
        JsonObject refused = second.request("thread/resume", Map.of("threadId", unused));
        assertThat(resumed.object("result").object("sandbox").string("type")).contains("readOnly");
        assertThat(refused.object("error").string("message")).contains("no rollout found for thread id " + unused);
        assertThat(second.turn(thread, "more").string("status")).contains("completed");
    }

    @Test
    void it_tells_its_version_and_can_crash_at_the_start() throws IOException, InterruptedException {
        ScriptedCodex codex = install(new ScriptedScenario().version("0.99.0").crashesAtStart("it's broken"));
        Process asked = new ProcessBuilder(codex.path().toString(), "--version").start();
        String version = new String(asked.getInputStream().readAllBytes(), UTF_8);

        AppServerDriver client = start(codex);

        assertThat(version).isEqualTo("codex-cli 0.99.0\n");
        assertThat(client.awaitEnd()).isTrue();
        assertThat(client.process().waitFor()).isEqualTo(1);
        assertThat(codex.starts()).isEmpty();
    }

    @Test
    void without_a_login_it_says_so() {
        AppServerDriver client = initialized(new ScriptedScenario().notSignedIn());

        JsonObject account = client.request("account/read", Map.of()).object("result");

        assertThat(account.flag("requiresOpenaiAuth")).isTrue();
        assertThat(account.value("account")).isNull();
    }

    @Test
    void a_stubborn_one_outlives_a_polite_signal_and_is_killed_in_the_end() {
        ScriptedCodex codex = install(new ScriptedScenario().stubborn());
        AppServerDriver client = start(codex);
        client.initialize();

        client.process().toHandle().destroy(); // Process.destroy would close the pipes, too.

        assertThat(client.request("account/read", Map.of()).value("result")).isNotNull();
        assertThat(codex.living()).hasSize(1);
        codex.close();
        assertThat(codex.living()).isEmpty();
    }

    @Test
    void a_message_can_be_waited_for() {
        ScriptedCodex codex = install(new ScriptedScenario());
        AppServerDriver client = start(codex);
        client.initialize();

        assertThat(codex.awaitReceived("initialized", PATIENCE).value("id")).isNull();
    }
}
