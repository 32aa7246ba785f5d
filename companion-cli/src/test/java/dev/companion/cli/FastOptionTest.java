package dev.companion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox.Run;
import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.JobState;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FastOptionTest {
    @TempDir
    private Path temporary;

    private Sandbox sandbox;
    private ScriptedCodex codex;

    @BeforeEach
    void prepare() {
        codex = ScriptedCodex.install(temporary.resolve("codex"), new ScriptedScenario());
        sandbox = new Sandbox(temporary)
                .with("COMPANION_CODEX", codex.path().toString())
                .with("COMPANION_TRANSPORT", "direct");
    }

    @AfterEach
    void end() {
        codex.close();
    }

    private JsonObject dryRun(String... words) {
        Run run = sandbox.run(words);
        assertThat(run.exit()).as(run.stderr()).isEqualTo(ExitCode.OK);
        return Json.readObject(run.out());
    }

    @Test
    void G20_the_word_after_fast_is_prompt_and_never_its_value() {
        JsonObject task = dryRun("task", "--json", "--dry-run", "--fast", "auto", "repair", "it");

        assertThat(task.string("prompt")).contains("auto repair it");
        assertThat(task.string("serviceTier")).contains("fast");
    }

    @Test
    void fast_is_the_tier_fast_wherever_it_stands() {
        assertThat(dryRun("task", "--json", "--dry-run", "do it", "--fast").string("serviceTier"))
                .contains("fast");
        assertThat(dryRun("task", "--json", "--dry-run", "--fast=auto", "do it").string("serviceTier"))
                .contains("fast");
        assertThat(dryRun("task", "--json", "--dry-run", "do it").value("serviceTier"))
                .isNull();
    }

    @Test
    void G21_what_makes_no_sense_is_refused() {
        assertThat(sandbox.run("task", "--fast=slow", "do it").exit()).isEqualTo(ExitCode.USAGE);
        assertThat(sandbox.run("task", "--fast", "--service-tier", "flex", "do it")
                        .exit())
                .isEqualTo(ExitCode.USAGE);
        assertThat(codex.pids()).isEmpty();
    }

    @Test
    void a_retry_when_it_is_allowed_needs_to_know_when_that_is() {
        String id = sandbox.jobs().ended(1, JobState.COMPLETED).id().value();

        Run run = sandbox.run("retry", id, "--when-allowed", "--json");

        assertThat(run.exit()).as(run.out()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).contains("retry_time_unknown", "try it now: companion retry " + id);
    }
}
