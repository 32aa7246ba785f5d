package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.PublishedSchema;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When Codex did not run, that is said in one fixed word, where a reader of the output looks, and the exit code is not 0. */
@Tag("once")
class G51_NotRunIT {
    private static final String WORD = "CODEX_NOT_RUN: ";
    private static final String NO_SUCH_THREAD = "0199a213-81c0-7800-8aa1-bbab2a035a53";

    @RegisterExtension
    final Machine machine = new Machine();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "task --no-such-option",
                "task words",
                "task words --background",
                "task --resume-last words",
                "review --base no-such-branch",
                "adversarial-review --scope nowhere",
                "retry task-0000000000"
            })
    void G51_work_that_is_not_handed_over_is_said_not_to_have_run(String line) {
        machine.with("COMPANION_CODEX", "/nonexistent/codex");

        Answer markdown = machine.companion(line.split(" "))
                .adding("--output", "markdown")
                .run();
        assertThat(markdown.out()).as("%s", markdown).startsWith(WORD).contains("\n\nNext: ");
        assertThat(markdown.exitCode()).isNotZero();

        Answer text = machine.companion(line.split(" ")).run();
        assertThat(text.out()).isEmpty();
        assertThat(text.err()).startsWith(WORD);
        assertThat(text.exitCode()).isNotZero();

        Answer json = machine.companion(line.split(" ")).adding("--json").run();
        PublishedSchema.requireValid("error", json.out());
        assertThat(json.json().object("error").string("codexNotRun").orElseThrow())
                .startsWith(WORD);
    }

    @Test
    void G51_other_commands_do_not_speak_of_it() {
        Answer status = machine.run("status", "nope", "--json");

        assertThat(status.json().object("error").fields()).containsEntry("codexNotRun", null);
        assertThat(machine.run("status", "nope").err()).startsWith("companion: ");
    }

    @Test
    void G51_a_job_that_codex_began_no_turn_for_says_so_in_every_form() {
        machine.withRealCodex();
        List<String> task = List.of("task", "--thread", NO_SUCH_THREAD, "words");

        Answer markdown = machine.companion(task.toArray(String[]::new))
                .adding("--output", "markdown")
                .run();

        assertThat(markdown.exitCode()).as("%s", markdown).isEqualTo(4);
        assertThat(markdown.out()).startsWith(WORD + "job ").contains("thread_missing");
        assertThat(markdown.out().strip().lines().reduce("", (before, line) -> line))
                .startsWith("`companion-receipt/1: ")
                .contains("status=failed");

        Answer json =
                machine.companion(task.toArray(String[]::new)).adding("--json").run();
        PublishedSchema.requireValid("task", json.out());
        assertThat(json.json().string("codexNotRun").orElseThrow()).startsWith(WORD);
        assertThat(json.json().value("rawOutput")).isNull();
        String job = json.json().string("jobId").orElseThrow();
        Answer result = machine.run("result", job);
        assertThat(result.err()).startsWith(WORD);
        assertThat(result.exitCode()).isNotZero();
        assertThat(machine.run("verify", job).out()).startsWith("verified: ");
    }

    @Test
    void G51_a_turn_that_failed_did_run() {
        machine.withRealCodex();

        JsonObject task = machine.run(
                        "task",
                        "--json",
                        Script.of().step(Map.of("status", 401)).inPrompt("Fail."))
                .json();

        assertThat(task.object("job").string("status")).contains("failed");
        assertThat(task.fields()).containsEntry("codexNotRun", null);
    }
}
