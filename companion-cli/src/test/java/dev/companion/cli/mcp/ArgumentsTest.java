package dev.companion.cli.mcp;

import static dev.companion.core.json.Json.fields;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a model may send as arguments, and what becomes of it. */
class ArgumentsTest {
    private static ToolArguments check(Tool tool, @Nullable Object... arguments) {
        return ToolArguments.check(tool, JsonObject.of(fields(arguments)));
    }

    private static Failure refused(Tool tool, @Nullable Object... arguments) {
        return assertThatExceptionOfType(Failure.class)
                .isThrownBy(() -> check(tool, arguments))
                .actual();
    }

    @Test
    void G21_an_unknown_argument_is_refused_with_the_names_of_those_that_are_known() {
        Failure failure = refused(Tool.TASK, "prompt", "p", "wrote", true);

        assertThat(failure.code()).isEqualTo(FailureCode.BAD_VALUE);
        assertThat(failure.message()).isEqualTo("task has no argument \"wrote\"");
        assertThat(failure.remedy()).contains("prompt").contains("write");
    }

    @Test
    void a_value_of_another_type_is_refused_and_not_quoted() {
        assertThat(refused(Tool.TASK, "prompt", "p", "write", "secret").message())
                .isEqualTo("the argument write of task is true or false")
                .doesNotContain("secret");
        assertThat(refused(Tool.TASK, "prompt", List.of("p")).message()).contains("a string");
        assertThat(refused(Tool.TASK, "prompt", "p", "waitSeconds", -1L).message())
                .contains("whole number");
        assertThat(refused(Tool.TASK, "prompt", "p", "waitSeconds", 1.5).message())
                .contains("whole number");
        assertThat(refused(Tool.WAIT, "jobs", Arrays.asList("a", 1L)).message()).contains("list of strings");
        assertThat(refused(Tool.REVIEW, "scope", "all").message()).contains("auto, working-tree, branch");
    }

    @Test
    void what_must_be_there_is_asked_for() {
        assertThat(refused(Tool.TASK).message()).isEqualTo("task needs the argument prompt");
        assertThat(refused(Tool.TASK, "prompt", null).message()).isEqualTo("task needs the argument prompt");
        assertThat(refused(Tool.WAIT).message()).isEqualTo("wait needs the argument jobs");
    }

    @Test
    void what_a_model_fills_in_without_meaning_it_was_not_given() {
        ToolArguments arguments =
                check(Tool.TASK, "prompt", "p", "model", "", "write", false, "effort", null, "waitSeconds", 45.0);

        assertThat(arguments.options()).isEmpty();
        assertThat(arguments.count("waitSeconds")).contains(45L);
        assertThat(check(Tool.ADVERSARIAL_REVIEW, "paths", List.of()).texts("paths"))
                .isEmpty();
    }

    @Test
    void G20_half_a_character_is_refused() {
        assertThat(refused(Tool.TASK, "prompt", "half \ud83d of one").code()).isEqualTo(FailureCode.PROMPT_NOT_UTF8);
        assertThat(check(Tool.TASK, "prompt", "whole \ud83d\ude00").text("prompt"))
                .isPresent();
    }

    @Test
    void G32_a_value_never_becomes_an_option() {
        ToolArguments arguments = check(Tool.TASK, "prompt", "p", "model", "--write", "title", "a=b --write");

        assertThat(arguments.options()).containsExactlyInAnyOrder("--model=--write", "--title=a=b --write");
        assertThat(arguments).hasToString("ToolArguments[prompt, model, title]");
    }

    @ParameterizedTest
    @EnumSource(Tool.class)
    void every_argument_is_in_the_schema_and_none_more(Tool tool) {
        JsonObject schema = JsonObject.of(tool.entry()).object("inputSchema");

        assertThat(schema.object("properties").fields().keySet())
                .containsExactlyElementsOf(
                        tool.parameters().stream().map(Parameter::name).toList());
        assertThat(schema.object("properties").fields().values()).allSatisfy(property -> {
            Map<?, ?> described = (Map<?, ?>) property;
            assertThat(described.get("type")).isIn("string", "boolean", "integer", "array");
            assertThat(String.valueOf(described.get("description"))).isNotBlank();
        });
    }
}
