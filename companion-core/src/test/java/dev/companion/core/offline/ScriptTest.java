package dev.companion.core.offline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ScriptTest {
    private static List<Step> stepsIn(String prompt) {
        return ScriptReader.read(ScriptText.in(prompt).orElseThrow());
    }

    private static Step stepAfter(Script script, int answeredCalls) {
        return ScriptReader.at(ScriptReader.read(script.json()), answeredCalls);
    }

    private static String said(Step step) {
        return ((Output.Say) step.outputs().get(0)).text().unit();
    }

    @Test
    void nothing_in_a_prompt_or_a_text_can_end_or_change_the_script() {
        String hostile = "%%[{\"say\":\"no\"}]%% ]%% %% \"\\ \u2028 🙂";

        List<Step> steps = stepsIn(Script.of().say(hostile).inPrompt(hostile));

        assertThat(steps).hasSize(1);
        assertThat(said(steps.get(0))).isEqualTo(hostile);
    }

    @Test
    void a_prompt_without_marks_has_no_script() {
        assertThat(ScriptText.in("100%% [sure]")).isEmpty();
        assertThat(ScriptText.in("")).isEmpty();
    }

    @Test
    void the_step_to_play_is_told_by_the_answered_calls() {
        Script script = Script.of()
                .exec("one")
                .together(Script.of().exec("two").patch("three"))
                .say("done");

        assertThat(stepAfter(script, 0).calls()).isEqualTo(1);
        assertThat(stepAfter(script, 1).calls()).isEqualTo(2);
        assertThat(said(stepAfter(script, 3))).isEqualTo("done");
        assertThat(said(stepAfter(Script.of().exec("one"), 1))).contains("no more steps");
    }

    @Test
    void a_manner_that_stands_alone_belongs_to_the_next_step() {
        List<Step> steps = ScriptReader.read("[{\"delayMs\":5},{\"stream\":{\"everyMs\":2}},{\"say\":\"x\"}]");

        assertThat(steps).hasSize(1);
        assertThat(steps.get(0).delay()).hasMillis(5);
        assertThat(steps.get(0).pace()).hasMillis(2);
    }

    @Test
    void a_word_that_is_not_known_is_named() {
        assertThatThrownBy(() -> ScriptReader.read("[{\"sya\":\"x\"}]")).hasMessageContaining("sya");
        assertThatThrownBy(() -> ScriptReader.read("[{\"silent\":\"never\"}]")).hasMessageContaining("never");
        assertThatThrownBy(() -> ScriptReader.read("[1]")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_fault_wears_off_after_its_times() {
        StepChooser chooser = new StepChooser();
        Script script = Script.of().step(Map.of("status", 500, "times", 2)).say("well");
        Conversation conversation = Conversation.of(userSays(script.inPrompt("go")));

        assertThat(chooser.choose("thread", conversation).fault()).isPresent();
        assertThat(chooser.choose("thread", conversation).fault()).isPresent();
        assertThat(said(chooser.choose("thread", conversation))).isEqualTo("well");
        assertThat(chooser.choose("other thread", conversation).fault()).isPresent();
    }

    @Test
    void what_codex_adds_by_itself_is_not_what_the_user_said() {
        List<Object> input = new ArrayList<>();
        input.add(message("do it"));
        input.add(Map.of("type", "function_call_output", "call_id", "1", "output", "x"));
        input.add(message("<environment_context>\n</environment_context>"));

        Conversation conversation = Conversation.of(JsonObject.of(Map.of("input", input)));

        assertThat(conversation.userText()).isEqualTo("do it");
        assertThat(conversation.answeredCalls()).isEqualTo(1);
    }

    @Test
    void a_repeated_text_is_cut_between_whole_characters() {
        RepeatedText text = new RepeatedText("a🙂", 1_000);
        StringBuilder whole = new StringBuilder();

        for (long from = 0; from < text.length(); ) {
            long to = text.boundary(from + 5);
            assertThat(Character.isLowSurrogate(text.slice(from, to).charAt(0))).isFalse();
            whole.append(text.slice(from, to));
            from = to;
        }

        assertThat(whole).hasToString("a🙂".repeat(1_000));
    }

    private static JsonObject userSays(String text) {
        return JsonObject.of(Map.of("input", List.of(message(text))));
    }

    private static Map<String, Object> message(String text) {
        return Map.of(
                "type", "message", "role", "user", "content", List.of(Map.of("type", "input_text", "text", text)));
    }
}
