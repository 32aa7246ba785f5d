package dev.companion.cli;

import static dev.companion.cli.PublishedSchema.requireValid;
import static dev.companion.cli.PublishedSchema.requireValidLine;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.cli.Sandbox.Run;
import dev.companion.cli.schema.Schemas;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class G25_DocumentsTest {
    @TempDir
    private Path temporary;

    private Sandbox sandbox;

    @BeforeEach
    void prepare() {
        sandbox = new Sandbox(temporary);
    }

    @Test
    void a_status_without_jobs_is_a_valid_document() {
        requireValid("status", sandbox.run("status", "--json").out());
    }

    @Test
    void a_status_with_jobs_of_every_state_keeps_active_latest_and_recent_apart() {
        StoredJobs jobs = sandbox.jobs();
        jobs.ended(1, JobState.FAILED);
        jobs.ended(2, JobState.CANCELLED);
        jobs.ended(3, JobState.LOST);
        jobs.ended(4, JobState.COMPLETED);
        jobs.justQueued(5);

        Run run = sandbox.run("--json", "status");

        requireValid("status", run.out());
        JsonObject status = Json.readObject(run.out());
        assertThat(status.string("workspaceRoot")).contains(sandbox.workspace().toString());
        assertThat(status.string("stateRoot")).contains(sandbox.home().toString());
        assertThat(status.objects("running")).extracting(G25_DocumentsTest::id).containsExactly("task-0000000005");
        assertThat(id(status.object("latestFinished"))).isEqualTo("task-0000000004");
        assertThat(status.objects("recent"))
                .extracting(G25_DocumentsTest::id)
                .containsExactly("task-0000000003", "task-0000000002", "task-0000000001");
    }

    private static String id(JsonObject job) {
        return job.string("id").orElse("none");
    }

    @ParameterizedTest
    @EnumSource(names = {"COMPLETED", "FAILED", "CANCELLED", "LOST"})
    void an_ended_job_is_valid_in_every_document(JobState state) {
        Job job = sandbox.jobs().ended(1, state);
        String id = job.id().value();

        requireValid("status-job", sandbox.run("status", id, "--json").out());
        requireValid("status-job", sandbox.run("status", id, "--wait", "--json").out());
        requireValid("wait", sandbox.run("wait", id, "--json").out());
        requireValid("result", sandbox.run("result", id, "--json").out());
        requireValid("cancel", sandbox.run("cancel", id, "--json").out());
        requireValid(
                "prune",
                sandbox.run("prune", "--keep", "0", "--dry-run", "--json").out());
        requireValidLine("job", sandbox.run("status", "--output", "jsonl").out().strip());
    }

    @Test
    void waiting_for_a_queued_job_says_that_the_time_was_over() {
        String id = sandbox.jobs().justQueued(1).id().value();

        Run status = sandbox.run("status", id, "--wait", "--timeout-ms", "30", "--poll-interval-ms", "10", "--json");
        requireValid("status-job", status.out());
        assertThat(Json.readObject(status.out()).flag("waitTimedOut")).isTrue();
        assertThat(Json.readObject(status.out()).number("timeoutMs")).contains(30L);
        assertThat(status.exit()).isEqualTo(ExitCode.OK);

        Run wait = sandbox.run("wait", id, "--timeout", "30ms", "--json");
        requireValid("wait", wait.out());
        assertThat(Json.readObject(wait.out()).flag("timedOut")).isTrue();
        assertThat(wait.exit()).isEqualTo(ExitCode.PENDING);
    }

    @Test
    void a_cancelled_queued_job_is_a_valid_document() {
        String id = sandbox.jobs().justQueued(1).id().value();

        Run run = sandbox.run("cancel", id, "--json");

        requireValid("cancel", run.out());
        assertThat(Json.readObject(run.out()).string("status")).contains("cancelled");
    }

    @Test
    void resident_servers_that_are_not_there_are_valid_documents() {
        requireValid("broker", sandbox.run("broker", "status", "--json").out());
        requireValid(
                "broker-stop", sandbox.run("broker", "stop", "--all", "--json").out());
    }

    @Test
    void every_line_of_the_raw_log_is_a_valid_event() {
        String id = sandbox.jobs().ended(1, JobState.FAILED).id().value();

        Run run = sandbox.run("logs", id, "--json");

        assertThat(run.out().lines()).hasSize(2).allSatisfy(line -> requireValidLine("event", line));
    }

    @Test
    void settings_names_help_and_version_are_valid_documents() {
        requireValid("config", sandbox.run("config", "show", "--json").out());
        requireValid("schema", sandbox.run("schema", "--json").out());
        requireValid("help", sandbox.run("help", "--json").out());
        requireValid("help", sandbox.run("help", "task", "--json").out());
        requireValid("help", sandbox.run("status", "--help", "--json").out());
        requireValid("help", sandbox.run("--version", "--json").out());
    }

    @ParameterizedTest
    @MethodSource("names")
    void every_schema_is_printed_as_one_document_that_refers_to_no_other(String name) {
        Run run = sandbox.run("schema", name);

        JsonObject schema = Json.readObject(run.out());
        assertThat(schema.string("$schema")).contains("https://json-schema.org/draft/2020-12/schema");
        assertThat(run.out()).doesNotContain("\"$ref\" : \"h").doesNotContain("\"$ref\" : \"urn");
        assertThat(sandbox.run("schema", name, "--json").out()).isEqualTo(run.out());
    }

    private static List<String> names() {
        return Schemas.NAMES;
    }

    @Test
    void a_document_that_lacks_a_key_is_not_valid() {
        String document = "{\"schemaVersion\":1,\"jobs\":[]}";

        assertThatThrownBy(() -> requireValidLine("wait", document)).isInstanceOf(AssertionError.class);
    }
}
