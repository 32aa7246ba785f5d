package dev.companion.core.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.OfflineModel;
import dev.companion.core.offline.OfflineRequest;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One app-server for all: every test has a thread of its own, and the model keeps nothing between them. */
@Isolated("Codex, kept from the processor by other tests, takes a large answer for a silent one")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class OfflineModelWithRealCodexTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private OfflineCodex offline;
    private OfflineModel model;
    private AppServerDriver codex;
    private Path workspace;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        workspace = Files.createDirectory(directory.resolve("workspace"));
        offline = OfflineCodex.start(
                directory.resolve("offline"), workspace, OfflineCodexHome.Options.DEFAULT.withStreamIdleMillis(5_000));
        model = offline.model();
        codex = offline.server();
    }

    @AfterAll
    void stop() {
        if (offline != null) {
            offline.close();
        }
    }

    private String thread() {
        return codex.startThread(workspace, "workspace-write", "never");
    }

    private JsonObject play(Script script) {
        return codex.turn(thread(), script.inPrompt("Do what the script says."));
    }

    private static String finalMessage(JsonObject turn) {
        assertThat(turn.object("error").string("message")).isEmpty();
        return turn.objects("items").get(0).string("text").orElseThrow();
    }

    private List<JsonObject> of(String threadId, String method) {
        return codex.messages().stream()
                .filter(AppServerDriver.isNotification(method, threadId))
                .toList();
    }

    private List<JsonObject> completedItems(String threadId, String type) {
        return of(threadId, "item/completed").stream()
                .map(message -> message.object("params").object("item"))
                .filter(item -> item.string("type").equals(Optional.of(type)))
                .toList();
    }

    @Test
    void a_prompt_without_a_script_is_answered_by_its_length() {
        JsonObject turn = codex.turn(thread(), "Hello there");

        assertThat(turn.string("status")).contains("completed");
        assertThat(finalMessage(turn)).contains("built-in offline model").contains("11 characters");
    }

    @Test
    void one_turn_can_do_everything() throws IOException {
        String thread = thread();
        Script script = Script.of()
                .together(Script.of().reason("thinking").say("I look first.").exec("sleep 0.3; echo found"))
                .addFile("new.txt", "one\ntwo\n")
                .plan(Map.of("Write it", "completed"))
                .patch("*** Begin Patch\n*** Update File: new.txt\n@@\n-one\n+1\n two\n*** End Patch\n")
                .exec("sleep 0.3; exit 3")
                .say("All done.");

        JsonObject turn = codex.turn(thread, script.inPrompt("Do everything."));

        assertThat(finalMessage(turn)).isEqualTo("All done.");
        assertThat(Files.readString(workspace.resolve("new.txt"))).isEqualTo("1\ntwo\n");
        assertThat(completedItems(thread, "agentMessage")).hasSize(2);
        assertThat(completedItems(thread, "reasoning").get(0).strings("summary"))
                .containsExactly("thinking");
        assertThat(completedItems(thread, "commandExecution"))
                .extracting(item -> item.number("exitCode").orElseThrow())
                .containsExactly(0L, 3L);
        assertThat(completedItems(thread, "fileChange")).hasSize(2);
        assertThat(of(thread, "turn/plan/updated")).isNotEmpty();
        assertThat(of(thread, "turn/diff/updated")).isNotEmpty();
    }

    @Test
    void a_thread_goes_on_with_a_new_script_and_without_one() {
        String thread = thread();
        codex.turn(thread, Script.of().exec("true").say("first").inPrompt("a"));

        JsonObject second =
                codex.turn(thread, Script.of().exec("true").say("second").inPrompt("b"));
        JsonObject third = codex.turn(thread, "no script");

        assertThat(finalMessage(second)).isEqualTo("second");
        assertThat(finalMessage(third)).contains("9 characters");
    }

    @Test
    void many_turns_run_at_once() {
        List<String> threads = Stream.generate(this::thread).limit(8).toList();
        for (String thread : threads) {
            codex.startTurn(
                    thread,
                    Script.of().exec("sleep 0.2").say("answer of " + thread).inPrompt("go"));
        }

        for (String thread : threads) {
            JsonObject completed = codex.await(AppServerDriver.isNotification("turn/completed", thread));
            assertThat(finalMessage(completed.object("params").object("turn"))).isEqualTo("answer of " + thread);
        }
    }

    @Test
    void G20_a_prompt_is_received_as_it_was_sent() {
        List<String> prompts = List.of(
                "\"quotes\" \\ back\\slashes \t tabs\r\n and 'apostrophes'",
                "lines\u2028and\u2029paragraphs, \u0000\u001f and a \ufeff mark",
                "emoji 👩‍👩‍👧‍👦, %%, %%[ and ]%% and \ud83d\ude42",
                "x".repeat(1_000_000));
        for (String prompt : prompts) {
            String thread = thread();
            codex.turn(thread, prompt);

            assertThat(model.requests())
                    .filteredOn(request -> request.threadId().equals(Optional.of(thread)))
                    .extracting(OfflineRequest::userText)
                    .containsExactly(prompt);
        }
    }

    @Test
    void a_large_answer_arrives_whole() {
        String thread = thread();

        JsonObject turn = codex.turn(
                thread, Script.of().sayRepeated("0123456789\"🙂", 100_000, 50).inPrompt("go"));

        assertThat(finalMessage(turn)).isEqualTo("0123456789\"🙂".repeat(100_000));
        assertThat(of(thread, "item/agentMessage/delta")).hasSize(50);
    }

    @Test
    void rate_limits_are_reported_by_codex() {
        String thread = thread();
        codex.turn(
                thread,
                Script.of()
                        .step(Map.of("rateLimits", Map.of("primary", Map.of("usedPercent", 43, "windowMinutes", 300))))
                        .say("ok")
                        .inPrompt("go"));

        assertThat(codex.messages())
                .anyMatch(message -> message.object("params")
                        .object("rateLimits")
                        .object("primary")
                        .number("usedPercent")
                        .equals(Optional.of(43L)));
    }

    @Test
    void a_command_that_wants_out_of_the_sandbox_asks() {
        String thread = codex.startThread(workspace, "workspace-write", "on-request");
        codex.startTurn(
                thread,
                Script.of().escalate("echo out", "for the test").say("ok").inPrompt("go"));

        JsonObject request = codex.await(
                message -> message.string("method").equals(Optional.of("item/commandExecution/requestApproval")));
        codex.write("{\"id\":" + request.value("id") + ",\"result\":{\"decision\":\"decline\"}}");

        assertThat(request.object("params").string("reason")).contains("for the test");
        codex.await(AppServerDriver.isNotification("turn/completed", thread));
        assertThat(completedItems(thread, "commandExecution").get(0).string("status"))
                .contains("declined");
    }

    static Stream<Arguments> failures() {
        Map<String, Object> badKey = Map.of("error", Map.of("message", "bad key"));
        return Stream.of(
                Arguments.of(Map.of("status", 401, "body", badKey), "{httpConnectionFailed={httpStatusCode=401}}"),
                Arguments.of(Map.of("status", 403), "{httpConnectionFailed={httpStatusCode=403}}"),
                Arguments.of(
                        Map.of("status", 429, "headers", Map.of("retry-after", "1")),
                        "{responseTooManyFailedAttempts={httpStatusCode=429}}"),
                Arguments.of(Map.of("status", 500), "internalServerError"),
                Arguments.of(Map.of("usageLimit", Map.of("resetsInSeconds", 3_600)), "usageLimitExceeded"),
                Arguments.of(Map.of("overloaded", true), "serverOverloaded"),
                Arguments.of(Map.of("dropStream", "before-headers"), "other"),
                Arguments.of(Map.of("dropStream", "after-headers"), "other"),
                Arguments.of(Map.of("dropStream", "mid", "say", "half of it"), "other"),
                Arguments.of(Map.of("silent", "after-headers"), "other"),
                Arguments.of(Map.of("failed", "rate_limit_exceeded"), "rateLimitExceeded"),
                Arguments.of(Map.of("failed", "context_length_exceeded"), "contextWindowExceeded"),
                Arguments.of(Map.of("failed", "insufficient_quota"), "usageLimitExceeded"),
                Arguments.of(Map.of("incomplete", "max_output_tokens"), "other"),
                Arguments.of(Map.of("no such word", 1), "other"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void a_fault_fails_the_turn_with_its_class(Map<String, Object> fault, String errorClass) {
        JsonObject turn = play(Script.of().step(fault));

        assertThat(turn.string("status")).contains("failed");
        assertThat(turn.object("error").value("codexErrorInfo")).hasToString(errorClass);
    }

    @Test
    void the_deltas_before_a_break_are_seen() {
        String thread = thread();

        codex.turn(
                thread,
                Script.of()
                        .step(Map.of("dropStream", "mid", "say", "half of it"))
                        .inPrompt("go"));

        assertThat(of(thread, "item/agentMessage/delta").get(0).object("params").string("delta"))
                .contains("half of it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-headers", "mid"})
    void a_silent_answer_lets_the_turn_hang_until_it_is_interrupted(String moment) throws InterruptedException {
        String thread = thread();
        long before = model.requestCount();
        codex.startTurn(thread, Script.of().step(Map.of("silent", moment)).inPrompt("go"));
        JsonObject started = codex.await(AppServerDriver.isNotification("turn/started", thread));
        assertThat(model.awaitRequests(before + 1, PATIENCE)).isTrue();
        String turnId = started.object("params").object("turn").string("id").orElseThrow();

        codex.request("turn/interrupt", Map.of("threadId", thread, "turnId", turnId));

        JsonObject completed = codex.await(AppServerDriver.isNotification("turn/completed", thread));
        assertThat(completed.object("params").object("turn").string("status"))
                .isIn(Optional.of("interrupted"), Optional.of("failed"));
    }

    @Test
    void a_delay_holds_the_answer_back() {
        JsonObject turn = play(Script.of().delay(Duration.ofMillis(600)).say("late"));

        assertThat(turn.number("durationMs").orElseThrow()).isGreaterThanOrEqualTo(600);
        assertThat(finalMessage(turn)).isEqualTo("late");
    }

    @Test
    void a_fault_with_a_number_of_times_is_retried_by_codex(@TempDir Path directory) {
        OfflineCodexHome home =
                OfflineCodexHome.create(directory, model.baseUrl(), OfflineCodexHome.Options.DEFAULT.withRetries(3));
        try (AppServerDriver patient = AppServerDriver.start(RealCodex.binary(), workspace, home::applyTo)) {
            patient.initialize();
            String thread = patient.startThread(workspace, "read-only", "never");

            JsonObject turn = patient.turn(
                    thread,
                    Script.of()
                            .step(Map.of("dropStream", "after-headers", "times", 2))
                            .say("third time lucky")
                            .inPrompt("go"));

            Predicate<JsonObject> retried = message -> message.object("params").flag("willRetry");
            assertThat(finalMessage(turn)).isEqualTo("third time lucky");
            assertThat(new ArrayList<>(patient.messages())).filteredOn(retried).hasSize(2);
        }
    }

    @Test
    void codex_asks_for_nothing_but_answers() {
        codex.turn(thread(), "Hello");

        assertThat(model.requests()).allMatch(request -> request.path().equals("/v1/responses"));
        assertThat(model.requests()).noneMatch(request -> request.headers().containsKey("authorization"));
    }
}
