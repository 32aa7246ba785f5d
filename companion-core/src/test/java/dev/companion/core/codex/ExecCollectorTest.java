package dev.companion.core.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.Json;
import dev.companion.core.rpc.LongTexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The lines are those of codex-cli 0.169.0. */
class ExecCollectorTest {
    private static final String USAGE = "{\"type\":\"turn.completed\",\"usage\":{\"input_tokens\":20014,"
            + "\"cached_input_tokens\":7,\"cache_write_input_tokens\":0,\"output_tokens\":9,\"reasoning_output_tokens\":2}}";

    @TempDir
    Path directory;

    private ExecCollector collector;

    @BeforeEach
    void begin() {
        collector = new ExecCollector(new LongTexts(directory));
    }

    private List<TurnEvent> accept(String... lines) {
        List<TurnEvent> events = new ArrayList<>();
        for (String line : lines) {
            events.addAll(collector.accept(Json.readObject(line)));
        }
        return events;
    }

    private static String item(String phase, String item) {
        return "{\"type\":\"item." + phase + "\",\"item\":" + item + "}";
    }

    private static String error(String message) {
        return "{\"type\":\"error\",\"message\":\"" + message + "\"}";
    }

    private static String failed(String message) {
        return "{\"type\":\"turn.failed\",\"error\":{\"message\":\"" + message + "\"}}";
    }

    @Test
    void a_run_is_a_thread_and_a_turn_that_ends() {
        assertThat(accept("{\"type\":\"thread.started\",\"thread_id\":\"T\"}", "{\"type\":\"turn.started\"}", USAGE))
                .containsExactly(
                        new TurnEvent.ThreadStarted("T"),
                        new TurnEvent.TurnStarted(),
                        new TurnEvent.TokenUsage(20014, 7, 9, 2, 20023),
                        new TurnEvent.Ended("completed", Optional.empty()));
    }

    @Test
    void a_command_begins_and_ends() {
        String head = "{\"id\":\"item_1\",\"type\":\"command_execution\",\"command\":\"/bin/bash -lc 'ls; false'\",";

        assertThat(accept(
                        item(
                                "started",
                                head + "\"aggregated_output\":\"\",\"exit_code\":null,\"status\":\"in_progress\"}"),
                        item(
                                "completed",
                                head + "\"aggregated_output\":\"a\\n\",\"exit_code\":1,\"status\":\"failed\"}")))
                .containsExactly(
                        new TurnEvent.Command(
                                "item_1",
                                "started",
                                "ls; false",
                                false,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        new TurnEvent.Command(
                                "item_1",
                                "failed",
                                "ls; false",
                                false,
                                Optional.of(1L),
                                Optional.empty(),
                                Optional.of("a\n")));
    }

    @Test
    void a_patch_names_its_files() {
        String head = "{\"id\":\"item_2\",\"type\":\"file_change\",\"changes\":[{\"path\":\"/w/a\",\"kind\":\"add\"},"
                + "{\"path\":\"/w/b\",\"kind\":\"update\"}],\"status\":";
        List<TurnEvent.ChangedFile> files =
                List.of(new TurnEvent.ChangedFile("/w/a", "add"), new TurnEvent.ChangedFile("/w/b", "update"));

        assertThat(accept(item("started", head + "\"in_progress\"}"), item("completed", head + "\"completed\"}")))
                .containsExactly(
                        new TurnEvent.FileChange("item_2", "started", files),
                        new TurnEvent.FileChange("item_2", "completed", files));
    }

    @Test
    void a_plan_is_told_when_it_changes_and_only_then() {
        String list = "{\"id\":\"item_1\",\"type\":\"todo_list\",\"items\":[{\"text\":\"one\",\"completed\":%s}]}";

        assertThat(accept(
                        item("started", list.formatted("false")),
                        item("updated", list.formatted("true")),
                        item("completed", list.formatted("true"))))
                .containsExactly(
                        new TurnEvent.Plan(Optional.empty(), List.of(new TurnEvent.PlanStep("one", "pending"))),
                        new TurnEvent.Plan(Optional.empty(), List.of(new TurnEvent.PlanStep("one", "completed"))));
    }

    @Test
    void words_of_the_model_and_warnings_are_told() {
        assertThat(accept(
                        item("completed", "{\"id\":\"item_3\",\"type\":\"reasoning\",\"text\":\"thinking\"}"),
                        item("completed", "{\"type\":\"error\",\"message\":\"no metadata\"}"),
                        item("completed", "{\"id\":\"item_4\",\"type\":\"agent_message\",\"text\":\"Done.\"}")))
                .containsExactly(
                        new TurnEvent.Reasoning("item_3", "thinking"),
                        new TurnEvent.Warning("no metadata"),
                        new TurnEvent.Message("item_4", new MessageText.Inline("Done."), Optional.empty()));
    }

    @Test
    void other_items_are_activities() {
        assertThat(accept(
                        item("started", "{\"type\":\"web_search\"}"),
                        item("started", "{\"type\":\"mcp_tool_call\",\"server\":\"s\",\"tool\":\"t\"}"),
                        item("started", "{\"type\":\"brand_new\"}"),
                        item("completed", "{\"type\":\"brand_new\"}")))
                .containsExactly(
                        new TurnEvent.Activity("searching the web"),
                        new TurnEvent.Activity("calling s/t"),
                        new TurnEvent.Activity("brand_new"));
    }

    @Test
    void a_retry_is_no_end() {
        String message = "Reconnecting... 1/2 (stream disconnected before completion: network error)";

        assertThat(accept(error(message)))
                .containsExactly(new TurnEvent.Retrying(new TurnError(message, "other", Optional.empty())));
        assertThat(collector.end()).isEmpty();
    }

    @Test
    void an_error_with_which_the_turn_fails_is_told_once() {
        TurnError error = new TurnError("that was it", "other", Optional.empty());

        assertThat(accept(error("that was it"), failed("that was it")))
                .containsExactly(new TurnEvent.GaveUp(error), new TurnEvent.Ended("failed", Optional.of(error)));
        assertThat(collector.end()).isEmpty();
    }

    @Test
    void an_error_after_which_it_goes_on_was_retried() {
        TurnError error = new TurnError("a hiccup", "other", Optional.empty());

        assertThat(accept(
                        error("a hiccup"),
                        item("completed", "{\"id\":\"item_4\",\"type\":\"agent_message\",\"text\":\"Done.\"}")))
                .startsWith(new TurnEvent.Retrying(error))
                .hasSize(2);
    }

    @Test
    void an_error_after_which_nothing_comes_was_the_last() {
        assertThat(accept(error("that was it"))).isEmpty();

        assertThat(collector.end())
                .containsExactly(new TurnEvent.GaveUp(new TurnError("that was it", "other", Optional.empty())));
        assertThat(collector.end()).isEmpty();
    }

    @Test
    void a_failed_turn_without_words_takes_those_of_the_error_before() {
        assertThat(accept(error("the words"), "{\"type\":\"turn.failed\"}"))
                .startsWith(new TurnEvent.GaveUp(new TurnError("the words", "other", Optional.empty())));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unexpected status 401 Unauthorized: bad key, url: http://x | httpConnectionFailed | 401",
                "exceeded retry limit, last status: 429 Too Many Requests | responseTooManyFailedAttempts | 429",
                "You\u2019ve hit your usage limit. Try again at 1:24 PM. | usageLimitExceeded | ",
                "Quota exceeded. Check your plan and billing details. | usageLimitExceeded | ",
                "rate limit exceeded: slow down | rateLimitExceeded | ",
                "Selected model is at capacity. Please try a different model. | serverOverloaded | ",
                "We\u2019re currently experiencing high demand, which may cause temporary errors. | internalServerError | ",
                "Codex ran out of room in the model's context window. Start anew. | contextWindowExceeded | ",
                "Connection failed: error sending request | httpConnectionFailed | ",
                "stream disconnected before completion: x | other | ",
                "the provider says: rate limit exceeded, unexpected status 401 | other | "
            })
    void the_class_of_an_error_is_told_by_how_its_words_begin(String message, String errorClass, Integer status) {
        assertThat(accept(failed(message)))
                .contains(new TurnEvent.GaveUp(new TurnError(message, errorClass, Optional.ofNullable(status))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"type\":null}",
                "{\"type\":\"brand.new\",\"x\":1}",
                "{\"type\":\"thread.started\"}",
                "{\"type\":\"item.completed\"}",
                "{\"type\":\"item.started\",\"item\":7}",
                "{\"type\":\"item.updated\",\"item\":{\"type\":\"command_execution\"}}"
            })
    void what_says_nothing_is_nothing(String line) {
        assertThat(accept(line)).isEmpty();
    }
}
