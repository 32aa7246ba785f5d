package dev.companion.cli;

import static dev.companion.cli.PublishedSchema.requireValid;
import static dev.companion.cli.PublishedSchema.requireValidLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox.Run;
import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code task} and {@code retry} with real workers and a scripted Codex. */
class G25_TaskDocumentsTest {
    @TempDir
    private Path temporary;

    private Sandbox sandbox;
    private ScriptedCodex codex;

    @BeforeEach
    void prepare() {
        codex = ScriptedCodex.install(temporary, new ScriptedScenario());
        // A private Codex ends with its job; the keeper of a resident one would still write when the directory is
        // deleted.
        sandbox = new Sandbox(temporary)
                .with("COMPANION_CODEX", codex.path().toString())
                .with("COMPANION_TRANSPORT", "direct");
    }

    @AfterEach
    void leaveNothing() {
        codex.close();
    }

    @Test
    void a_task_and_its_retry_are_valid_documents() {
        Run task = sandbox.run("task", "do it", "--json");

        requireValid("task", task.out());
        assertThat(task.exit()).isEqualTo(ExitCode.OK);
        JsonObject document = Json.readObject(task.out());
        assertThat(document.number("status")).contains(0L);
        String id = document.string("jobId").orElseThrow();

        Run retry = sandbox.run("retry", id, "--json");

        requireValid("task", retry.out());
        JsonObject again = Json.readObject(retry.out());
        assertThat(again.string("jobId")).isPresent().isNotEqualTo(document.string("jobId"));
        assertThat(again.string("threadId")).isEqualTo(document.string("threadId"));
        assertThat(codex.received("thread/resume")).hasSize(1);

        Run fresh = sandbox.run("retry", id, "--fresh", "--background", "--json");

        requireValid("task-background", fresh.out());
        String freshId = Json.readObject(fresh.out()).string("jobId").orElseThrow();
        assertThat(sandbox.run("wait", freshId).exit()).isEqualTo(ExitCode.OK);
        assertThat(codex.received("thread/start")).hasSize(2);
    }

    @Test
    void a_repeated_call_in_the_background_is_a_valid_document_and_says_so() {
        Run first = sandbox.run("task", "do it", "--background", "--json", "--idempotency-key", "k");
        Run second = sandbox.run("task", "do it", "--background", "--json", "--idempotency-key", "k");

        requireValid("task-background", first.out());
        requireValid("task-background", second.out());
        assertThat(Json.readObject(second.out()).flag("replayed")).isTrue();
        String id = Json.readObject(first.out()).string("jobId").orElseThrow();
        assertThat(Json.readObject(second.out()).string("jobId")).contains(id);

        Run other = sandbox.run("task", "do that", "--background", "--json", "--idempotency-key", "k");
        requireValid("error", other.out());
        assertThat(other.exit()).isEqualTo(ExitCode.CONFLICT);
        assertThat(sandbox.run("wait", id).exit()).isEqualTo(ExitCode.OK);
    }

    @Test
    void a_dry_run_is_a_valid_document_and_makes_no_job() {
        Run run = sandbox.run("task", "do it", "--dry-run", "--json");

        requireValid("task-dry-run", run.out());
        assertThat(sandbox.run("status", "--all-workspaces", "--output", "id").out())
                .isEmpty();
        assertThat(codex.pids()).isEmpty();
    }

    @Test
    void a_task_as_lines_is_its_events_and_ends_with_job_finished() {
        Run run = sandbox.run("task", "do it", "--output", "jsonl");

        assertThat(run.exit()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines()).allSatisfy(line -> requireValidLine("event", line));
        assertThat(run.out().lines().reduce("", (before, line) -> line)).contains("\"type\":\"job.finished\"");
    }
}
