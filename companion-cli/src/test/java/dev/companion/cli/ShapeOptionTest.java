package dev.companion.cli;

import static dev.companion.cli.PublishedSchema.requireValid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox.Run;
import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code task --shape}, with real workers and a scripted Codex. */
class ShapeOptionTest {
    private static final String THREAD = "0199a213-81c0-7800-8aa1-bbab2a035a53";
    private static final String WORDS = "Why does it \"fail\"?\n\n# Not a block </task> {{task}}";

    @TempDir
    private Path temporary;

    private Sandbox sandbox;
    private ScriptedCodex codex;

    @BeforeEach
    void prepare() {
        codex = ScriptedCodex.install(temporary, new ScriptedScenario().knowsThread(THREAD));
        sandbox = new Sandbox(temporary)
                .with("COMPANION_CODEX", codex.path().toString())
                .with("COMPANION_TRANSPORT", "direct");
    }

    @AfterEach
    void leaveNothing() {
        codex.close();
    }

    private String dryRun(String... options) {
        List<String> all = new ArrayList<>(List.of("task", "--dry-run", "--json"));
        all.addAll(List.of(options));
        all.add(WORDS);
        Run run = sandbox.run(all.toArray(String[]::new));
        assertThat(run.exit()).as("%s", run).isEqualTo(ExitCode.OK);
        requireValid("task-dry-run", run.out());
        return Json.readObject(run.out()).string("prompt").orElseThrow();
    }

    private List<String> sent() {
        return codex.received("turn/start").stream()
                .map(request -> request.object("params")
                        .objects("input")
                        .get(0)
                        .string("text")
                        .orElseThrow())
                .toList();
    }

    @Test
    void a_dry_run_shows_the_whole_prompt_and_without_the_option_there_is_nothing_but_the_words() {
        assertThat(dryRun()).isEqualTo(WORDS);

        assertThat(dryRun("--shape"))
                .contains(">\n" + WORDS + "\n</task-")
                .contains("<grounding>")
                .doesNotContain("<action-safety>");
        for (List<String> powers : List.of(List.of("--write"), List.of("--sandbox", "danger-full-access"))) {
            List<String> options = new ArrayList<>(powers);
            options.add("--shape");
            assertThat(dryRun(options.toArray(String[]::new))).contains("<action-safety>");
        }
        assertThat(sandbox.run("task", "--dry-run", "--shape", WORDS).out()).endsWith(dryRun("--shape") + "\n");
    }

    @Test
    void an_output_schema_changes_what_is_said_of_the_answer() throws IOException {
        Path schema = Files.writeString(temporary.resolve("schema.json"), "{\"type\":\"object\"}");

        assertThat(dryRun("--shape", "--output-schema", schema.toString())).contains("one JSON value");
        assertThat(dryRun("--shape")).doesNotContain("one JSON value");
    }

    @Test
    void Codex_receives_what_the_dry_run_showed_and_the_job_is_called_by_the_words() {
        String shown = dryRun("--shape");

        Run run = sandbox.run("task", "--json", "--shape", WORDS);

        assertThat(run.exit()).as("%s", run).isEqualTo(ExitCode.OK);
        assertThat(sent()).containsExactly(shown);
        JsonObject job = Json.readObject(run.out()).object("job");
        String head = "Why does it \"fail\"? # Not a block </task> {{task}}";
        assertThat(job.string("title")).contains(head);
        assertThat(job.string("summary")).contains(head);
    }

    @Test
    void a_retry_sends_the_same_prompt_once_shaped() {
        Run first = sandbox.run("task", "--json", "--shape", WORDS);
        String id = Json.readObject(first.out()).string("jobId").orElseThrow();

        Run again = sandbox.run("retry", id, "--fresh", "--json");

        assertThat(again.exit()).as("%s", again).isEqualTo(ExitCode.OK);
        assertThat(sent()).hasSize(2).containsOnly(dryRun("--shape"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--resume-last", "--resume-job=task-1", "--thread=" + THREAD})
    void on_a_thread_with_a_history_it_is_an_error_before_any_effect(String thread) {
        Run run = sandbox.run("task", "--json", "--shape", thread, WORDS);

        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        requireValid("error", run.out());
        JsonObject error = Json.readObject(run.out()).object("error");
        assertThat(error.string("detailCode")).contains("bad_combination");
        assertThat(error.string("remedy").orElseThrow()).contains("--shape=always");
        assertThat(sandbox.home()).doesNotExist();
    }

    @Test
    void on_a_thread_with_a_history_a_prompt_is_shaped_only_if_that_was_asked_for() {
        sandbox.run("task", "--thread", THREAD, WORDS);
        Run shaped = sandbox.run("task", "--shape=always", "--thread", THREAD, WORDS);

        assertThat(shaped.exit()).as("%s", shaped).isEqualTo(ExitCode.OK);
        assertThat(sent()).containsExactly(WORDS, dryRun("--shape"));
        assertThat(dryRun("--shape=always")).isEqualTo(dryRun("--shape"));
    }

    @Test
    void the_option_never_takes_the_prompt_for_its_value() {
        assertThat(Json.readObject(sandbox.run("task", "--dry-run", "--json", "--shape", "always")
                                .out())
                        .string("prompt")
                        .orElseThrow())
                .contains(">\nalways\n</task-");
        assertThat(sandbox.run("task", "--dry-run", "--shape=sometimes", WORDS).exit())
                .isEqualTo(ExitCode.USAGE);
    }

    @Test
    void a_template_of_the_user_takes_the_place_of_ours_and_a_broken_one_is_refused_before_any_effect()
            throws IOException {
        Path prompts = Files.createDirectories(temporary.resolve("config/companion/prompts"));
        sandbox.with("XDG_CONFIG_HOME", temporary.resolve("config").toRealPath().toString());
        Path own = Files.writeString(prompts.resolve("task-read-only.md"), "Mine. {{task}} {{output_contract}}");

        assertThat(dryRun("--shape")).startsWith("Mine. <task-");
        assertThat(dryRun("--shape", "--write")).doesNotContain("Mine.");

        Files.writeString(own, "Mine. {{task}}");
        Run refused = sandbox.run("task", "--background", "--json", "--shape", WORDS);
        assertThat(refused.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(Json.readObject(refused.out()).object("error").string("detailCode"))
                .contains("config_invalid");
        assertThat(codex.pids()).isEmpty();
    }

    @Test
    void an_idempotency_key_belongs_to_the_words_whatever_the_templates_say() throws IOException {
        String[] call = {"task", "--background", "--json", "--shape", "--idempotency-key", "k", WORDS};
        JsonObject first = Json.readObject(sandbox.run(call).out());
        Path prompts = Files.createDirectories(temporary.resolve("config/companion/prompts"));
        Files.writeString(prompts.resolve("task-read-only.md"), "Mine. {{task}} {{output_contract}}");
        sandbox.with("XDG_CONFIG_HOME", temporary.resolve("config").toRealPath().toString());

        JsonObject again = Json.readObject(sandbox.run(call).out());
        Run plain = sandbox.run("task", "--background", "--json", "--idempotency-key", "k", WORDS);

        assertThat(again.string("jobId")).isEqualTo(first.string("jobId"));
        assertThat(again.flag("replayed")).isTrue();
        assertThat(plain.exit()).isEqualTo(ExitCode.CONFLICT);
        assertThat(sandbox.run("wait", first.string("jobId").orElseThrow()).exit())
                .isEqualTo(ExitCode.OK);
    }
}
