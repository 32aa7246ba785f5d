package dev.companion.cli;

import static dev.companion.cli.PublishedSchema.requireValid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox.Run;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.JobState;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class G25_ErrorDocumentsTest {
    @TempDir
    private Path temporary;

    private Sandbox sandbox;

    @BeforeEach
    void prepare() {
        sandbox = new Sandbox(temporary).with("PATH", "/nonexistent");
    }

    @ParameterizedTest
    @CsvSource({
        "--json, unknown_command, 2",
        "nonsense --json, unknown_command, 2",
        "help nonsense --json, unknown_command, 2",
        "task --json --nonsense x, unknown_option, 2",
        "--json --output text status, bad_combination, 2",
        "--output json --color sometimes status, bad_value, 2",
        "task --json, no_prompt, 2",
        "task x --json --timeout soon, bad_value, 2",
        "task x --json --timeout 1 --timeout-ms 1, bad_combination, 2",
        "task x --json --dry-run --background, bad_combination, 2",
        "task x --json --transport pigeon, transport_unavailable, 2",
        "task x --json --transport remote, bad_combination, 2",
        "task x --json --remote ws://127.0.0.1:1 --remote-token-file /nonexistent, remote_token_unusable, 2",
        "task x --json, codex_missing, 6",
        "task x --json -C /nonexistent, directory_missing, 4",
        "status nope --json, no_such_job, 4",
        "status task-000000000 --json, ambiguous_job, 4",
        "status --json --wait, bad_combination, 2",
        "status --json --exit-status, bad_combination, 2",
        "status --json --timeout 1, bad_combination, 2",
        "status --json --watch, bad_combination, 2",
        "status --json --state-root, bad_combination, 2",
        "status --json --session, bad_value, 2",
        "status task-0000000001 --json --all, bad_combination, 2",
        "status task-0000000001 --json --wait --poll-interval-ms 0, bad_value, 2",
        "status a b --json, bad_value, 2",
        "result nope --json, no_such_job, 4",
        "result --json task-0000000002, result_pending, 8",
        "result --json task-0000000001 --fail-on high, bad_combination, 2",
        "result --json task-0000000001 --fail-on much, bad_value, 2",
        "cancel --json nope, no_such_job, 4",
        "wait --json, bad_value, 2",
        "wait --json nope, no_such_job, 4",
        "logs --json, bad_value, 2",
        "logs nope --json, no_such_job, 4",
        "logs task-0000000001 --json --after x, bad_value, 2",
        "retry --json, bad_value, 2",
        "retry nope --json, no_such_job, 4",
        "retry task-0000000002 --json, job_active, 7",
        "retry task-0000000001 --json, no_such_job, 4",
        "prune --json, bad_combination, 2",
        "prune --json --keep many, bad_value, 2",
        "config --json, bad_value, 2",
        "config show --json --origin, bad_combination, 2",
        "schema nope --json, bad_value, 2",
        "completion bash --json, bad_value, 2",
        "completion tcsh --json, bad_value, 2"
    })
    void a_failure_is_one_valid_document_with_its_code_and_a_remedy(String line, String detailCode, int exit) {
        StoredJobs jobs = sandbox.jobs();
        jobs.ended(1, JobState.COMPLETED);
        jobs.justQueued(2);

        Run run = sandbox.runOn("in", line.split(" "));

        requireFailure(run, detailCode);
        assertThat(run.exit().code()).isEqualTo(exit);
        assertThat(run.stderr()).isEmpty();
    }

    private static void requireFailure(Run run, String detailCode) {
        requireValid("error", run.out());
        JsonObject error = Json.readObject(run.out()).object("error");
        assertThat(error.string("detailCode")).contains(detailCode);
        assertThat(error.number("exitCode")).contains((long) run.exit().code());
        assertThat(Stream.of("message", "remedy"))
                .allSatisfy(field -> assertThat(error.string(field).orElseThrow())
                        .isNotBlank()
                        .doesNotContain("\n"));
    }

    @Test
    void a_state_directory_that_is_open_to_others_is_one_valid_document() throws Exception {
        Files.createDirectory(
                sandbox.home(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.setPosixFilePermissions(sandbox.home(), PosixFilePermissions.fromString("rwxr-xr-x"));

        requireFailure(sandbox.run("status", "--json"), "state_root_exposed");
    }

    @Test
    void without_a_job_there_is_no_result_but_a_valid_document() {
        Run run = sandbox.run("result", "--json");

        requireFailure(run, "no_such_job");
        assertThat(run.exit()).isEqualTo(ExitCode.NOT_FOUND);
    }

    @Test
    void a_failure_for_people_is_two_lines_without_control_characters() {
        Run run = sandbox.run("status", "\u001b[31mred\u0007");

        assertThat(run.exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run.out()).isEmpty();
        assertThat(run.stderr().lines()).hasSize(2);
        assertThat(run.stderr()).doesNotContain("\u001b").doesNotContain("\u0007");
    }
}
