package dev.companion.core.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.rpc.LongTexts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TurnCollectorTest {
    private static final String OURS = "\"threadId\":\"T\",\"turnId\":\"U\"";
    private static final String COMPLETED =
            "{\"threadId\":\"T\",\"turn\":{\"id\":\"U\",\"status\":\"completed\",\"items\":[%s],\"error\":null}}";

    @TempDir
    Path directory;

    private TurnCollector collector;

    @BeforeEach
    void onOurTurn() {
        collector = new TurnCollector(new LongTexts(directory));
        collector.onThread("T");
        collector.onTurn("U");
    }

    private List<TurnEvent> accept(String method, String params) {
        return collector.accept(method, Json.readObject(params));
    }

    private static String item(String item) {
        return "{" + OURS + ",\"item\":" + item + "}";
    }

    private static String message(String text) {
        return "{\"type\":\"agentMessage\",\"id\":\"m\",\"text\":\"" + text + "\",\"phase\":\"final_answer\"}";
    }

    private static TurnEvent.Message said(String text) {
        return said("m", text);
    }

    private static TurnEvent.Message said(String id, String text) {
        return new TurnEvent.Message(id, new MessageText.Inline(text), Optional.of("final_answer"));
    }

    @Test
    void usage_limits_are_of_the_account_and_belong_to_no_thread() {
        List<TurnEvent> events = accept(
                "account/rateLimits/updated",
                "{\"rateLimits\":{\"limitId\":\"codex\",\"planType\":null,\"secondary\":null,"
                        + "\"primary\":{\"usedPercent\":43,\"windowDurationMins\":300,\"resetsAt\":1795351430}}}");

        RateLimits.Window window =
                new RateLimits.Window(43, Optional.of(300L), Optional.of(Instant.ofEpochSecond(1_795_351_430)));
        RateLimits limits =
                new RateLimits(Optional.of("codex"), Optional.empty(), Optional.of(window), Optional.empty());
        assertThat(events).containsExactly(new TurnEvent.UsageLimits(limits));
        assertThat(RateLimits.ofFields(Json.readObject(Json.text(limits.fields()))))
                .isEqualTo(limits);
        assertThat(accept("account/rateLimits/updated", "{\"rateLimits\":{\"primary\":null}}"))
                .isEmpty();
    }

    @Test
    void the_end_of_our_turn_is_the_end() {
        assertThat(accept("turn/completed", COMPLETED.formatted("")))
                .containsExactly(new TurnEvent.Ended("completed", Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"threadId\":\"T\",\"turn\":{\"id\":\"another\",\"status\":\"completed\"}}",
                "{\"threadId\":\"child\",\"turn\":{\"id\":\"U\",\"status\":\"completed\"}}",
                "{\"threadId\":\"child\",\"turn\":{\"id\":\"V\",\"status\":\"failed\"}}",
                "{\"threadId\":\"T\",\"turnId\":\"U\",\"turn\":{\"id\":\"V\",\"status\":\"completed\"}}",
                "{\"turn\":{\"id\":\"U\",\"status\":\"completed\"}}",
                "{\"threadId\":\"T\"}",
                "{\"threadId\":\"T\",\"turn\":null}",
                "{}"
            })
    void G03_the_end_of_anything_else_is_nothing(String params) {
        assertThat(accept("turn/completed", params)).isEmpty();
    }

    @Test
    void G04_an_error_of_a_sub_agent_or_of_another_turn_is_nothing() {
        String error = "\"error\":{\"message\":\"m\",\"codexErrorInfo\":\"other\"},\"willRetry\":false}";

        assertThat(accept("error", "{\"threadId\":\"child\",\"turnId\":\"U\"," + error))
                .isEmpty();
        assertThat(accept("error", "{\"threadId\":\"T\",\"turnId\":\"V\"," + error))
                .isEmpty();
        assertThat(accept("error", "{" + OURS + "," + error))
                .containsExactly(new TurnEvent.GaveUp(new TurnError("m", "other", Optional.empty())));
    }

    @Test
    void G04_an_error_that_is_retried_is_no_end() {
        String info = "{\"responseStreamDisconnected\":{\"httpStatusCode\":502}}";

        assertThat(accept(
                        "error",
                        "{" + OURS + ",\"willRetry\":true,\"error\":{\"message\":\"again\",\"codexErrorInfo\":" + info
                                + "}}"))
                .containsExactly(
                        new TurnEvent.Retrying(new TurnError("again", "responseStreamDisconnected", Optional.of(502))));
    }

    @Test
    void an_error_without_a_class_or_words_still_is_an_error() {
        assertThat(accept("error", "{" + OURS + ",\"error\":{\"codexErrorInfo\":null}}"))
                .containsExactly(new TurnEvent.GaveUp(new TurnError("no message", "other", Optional.empty())));
        assertThat(accept("error", "{" + OURS + ",\"error\":{\"codexErrorInfo\":{}}}"))
                .containsExactly(new TurnEvent.GaveUp(new TurnError("no message", "other", Optional.empty())));
    }

    @Test
    void what_comes_before_the_turn_is_known_waits_for_it_in_order() {
        TurnCollector early = new TurnCollector(new LongTexts(directory));
        early.onThread("T");

        List<TurnEvent> before = List.of();
        for (String text : List.of("first", "second")) {
            before = early.accept(
                    "item/completed", Json.readObject(item(message(text).replace("\"m\"", "\"m-" + text + "\""))));
        }
        early.accept("turn/completed", Json.readObject(COMPLETED.formatted("").replace("\"U\"", "\"V\"")));

        assertThat(before).isEmpty();
        assertThat(early.onTurn("U")).containsExactly(said("m-first", "first"), said("m-second", "second"));
    }

    @Test
    void an_item_ends_once_however_often_it_is_told() {
        assertThat(accept("item/completed", item(message("once")))).containsExactly(said("once"));
        assertThat(accept("item/completed", item(message("once")))).isEmpty();
    }

    @Test
    void the_history_of_a_turn_tells_what_was_missed_and_nothing_twice() {
        TurnCollector late = new TurnCollector(new LongTexts(directory));
        late.onThread("T");
        JsonObject told = Json.readObject(message("in both"));
        late.accept("item/completed", Json.readObject(item(message("in both"))));
        JsonObject command = Json.readObject(
                "{\"type\":\"commandExecution\",\"id\":\"c\",\"command\":\"ls\",\"status\":\"completed\",\"exitCode\":0}");

        List<TurnEvent> missed =
                late.catchUp(new TurnState("U", "inProgress", List.of(command, told), Optional.empty(), "U"));

        assertThat(missed).hasSize(2).contains(said("in both"));
        assertThat(late.onTurn("U")).isEmpty();
    }

    @Test
    void the_history_of_an_ended_turn_tells_its_end() {
        TurnCollector late = new TurnCollector(new LongTexts(directory));
        late.onThread("T");
        TurnError error = new TurnError("m", "other", Optional.empty());

        assertThat(late.catchUp(new TurnState("U", "failed", List.of(), Optional.of(error), "U")))
                .containsExactly(new TurnEvent.Ended("failed", Optional.of(error)));
    }

    @Test
    void nothing_counts_before_the_thread_is_known() {
        TurnCollector early = new TurnCollector(new LongTexts(directory));

        early.accept("item/completed", Json.readObject(item(message("of whom?"))));
        early.onThread("T");

        assertThat(early.onTurn("U")).isEmpty();
    }

    @Test
    void a_message_that_came_only_with_the_end_is_taken_from_there() {
        assertThat(accept("turn/completed", COMPLETED.formatted(message("late"))))
                .containsExactly(said("late"), new TurnEvent.Ended("completed", Optional.empty()));
    }

    @Test
    void a_message_that_was_seen_is_not_taken_again_from_the_end() {
        assertThat(accept("item/completed", item(message("once")))).containsExactly(said("once"));

        assertThat(accept("turn/completed", COMPLETED.formatted(message("once"))))
                .containsExactly(new TurnEvent.Ended("completed", Optional.empty()));
    }

    @Test
    void deltas_name_their_message() {
        assertThat(accept("item/agentMessage/delta", "{" + OURS + ",\"itemId\":\"m\",\"delta\":\"ha\"}"))
                .containsExactly(new TurnEvent.MessageDelta("m", "ha"));
        assertThat(accept("item/agentMessage/delta", "{" + OURS + ",\"itemId\":\"m\",\"delta\":\"\"}"))
                .isEmpty();
    }

    @Test
    void a_command_is_told_without_the_shell_around_it() {
        String command =
                "{\"type\":\"commandExecution\",\"id\":\"c\",\"command\":\"/bin/bash -lc 'echo '\\\\''hi'\\\\'''\","
                        + "\"status\":\"%s\",\"commandActions\":[{\"type\":\"%s\"}],\"exitCode\":%s,\"durationMs\":7,"
                        + "\"aggregatedOutput\":\"hi\"}";

        assertThat(accept("item/started", item(command.formatted("inProgress", "read", "null"))))
                .containsExactly(new TurnEvent.Command(
                        "c", "started", "echo 'hi'", true, Optional.empty(), Optional.of(7L), Optional.of("hi")));
        assertThat(accept("item/completed", item(command.formatted("failed", "unknown", "3"))))
                .containsExactly(new TurnEvent.Command(
                        "c", "failed", "echo 'hi'", false, Optional.of(3L), Optional.of(7L), Optional.of("hi")));
    }

    @Test
    void a_patch_names_its_files() {
        String change = "{\"type\":\"fileChange\",\"id\":\"f\",\"status\":\"completed\",\"changes\":["
                + "{\"path\":\"/a\",\"kind\":{\"type\":\"add\"}},{\"path\":\"/b\",\"kind\":\"delete\"},{\"kind\":{}}]}";

        assertThat(accept("item/completed", item(change)))
                .containsExactly(new TurnEvent.FileChange(
                        "f",
                        "completed",
                        List.of(new TurnEvent.ChangedFile("/a", "add"), new TurnEvent.ChangedFile("/b", "delete"))));
    }

    @Test
    void plan_diff_usage_and_reasoning_are_told() {
        assertThat(accept(
                        "turn/plan/updated",
                        "{" + OURS + ",\"explanation\":null,\"plan\":[{\"step\":\"one\",\"status\":\"inProgress\"}]}"))
                .containsExactly(
                        new TurnEvent.Plan(Optional.empty(), List.of(new TurnEvent.PlanStep("one", "inProgress"))));
        assertThat(accept("turn/diff/updated", "{" + OURS + ",\"diff\":\"+x\"}"))
                .containsExactly(new TurnEvent.Diff("+x"));
        assertThat(accept(
                        "thread/tokenUsage/updated",
                        "{" + OURS + ",\"tokenUsage\":{\"total\":{\"totalTokens\":15,\"inputTokens\":10,"
                                + "\"cachedInputTokens\":1,\"outputTokens\":5,\"reasoningOutputTokens\":2}}}"))
                .containsExactly(new TurnEvent.TokenUsage(10, 1, 5, 2, 15));
        assertThat(accept(
                        "item/completed",
                        item("{\"type\":\"reasoning\",\"id\":\"r\",\"summary\":[\"a\",\" \",\"b\"]}")))
                .containsExactly(new TurnEvent.Reasoning("r", "a"), new TurnEvent.Reasoning("r", "b"));
    }

    @Test
    void G22_unknown_items_are_activities_and_unknown_methods_are_nothing() {
        assertThat(accept("item/started", item("{\"type\":\"hologram\"}")))
                .containsExactly(new TurnEvent.Activity("hologram"));
        assertThat(accept("item/completed", item("{\"type\":\"hologram\"}"))).isEmpty();
        assertThat(accept("item/started", item("null"))).isEmpty();
        assertThat(accept("turn/hologram/updated", "{" + OURS + "}")).isEmpty();
        assertThat(collector.accept("no/params/at/all", JsonObject.EMPTY)).isEmpty();
    }

    @Test
    void warnings_of_ours_and_of_nobody_in_particular_are_told() {
        assertThat(accept("warning", "{\"threadId\":\"T\",\"message\":\"careful\"}"))
                .containsExactly(new TurnEvent.Warning("careful"));
        assertThat(accept("warning", "{\"message\":\"careful\"}")).containsExactly(new TurnEvent.Warning("careful"));
        assertThat(accept("warning", "{\"threadId\":\"child\",\"message\":\"careful\"}"))
                .isEmpty();
        assertThat(accept("configWarning", "{\"summary\":\"odd\"}")).containsExactly(new TurnEvent.Warning("odd"));
        assertThat(accept("model/rerouted", "{" + OURS + ",\"toModel\":\"smaller\"}"))
                .containsExactly(new TurnEvent.ModelChanged("smaller"));
    }

    @Test
    void a_review_names_the_id_by_which_it_is_interrupted_and_its_text() {
        TurnEvent.ReviewText review = new TurnEvent.ReviewText("x", new MessageText.Inline("All well."));
        String inner = "{\"id\":\"S\",\"rootTurnId\":\"%s\"}";

        assertThat(accept("turn/started", "{\"threadId\":\"T\",\"turn\":" + inner.formatted("U") + "}"))
                .containsExactly(new TurnEvent.ReviewerStarted("S"));
        assertThat(accept("turn/started", "{\"threadId\":\"T\",\"turn\":" + inner.formatted("V") + "}"))
                .isEmpty();
        assertThat(accept(
                        "item/completed",
                        item("{\"type\":\"exitedReviewMode\",\"id\":\"x\",\"review\":\"All well.\"}")))
                .containsExactly(review);
        assertThat(new TurnCollector(new LongTexts(directory))
                        .catchUp(new TurnState("U", "inProgress", List.of(), Optional.empty(), "S")))
                .containsExactly(new TurnEvent.ReviewerStarted("S"));
    }

    @Test
    void G33_no_event_prints_the_words_of_a_message() throws IOException {
        MessageText text = new MessageText.Inline("a secret");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        text.writeTo(out);

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a secret");
        assertThat(new TurnEvent.Message("m", text, Optional.empty()).toString())
                .doesNotContain("secret");
        assertThat(new TurnRequest("job-1", "a secret", settings(), Optional.empty(), Optional.empty()).toString())
                .doesNotContain("secret");
        assertThat(JsonObject.of(Map.of("text", "a secret")).toString()).doesNotContain("secret");
    }

    private static ThreadSettings settings() {
        return new ThreadSettings("/", "read-only", List.of(), false, Optional.empty(), Optional.empty());
    }
}
