package dev.companion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox.Run;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code wait}, {@code logs}, {@code result}, {@code prune} and {@code config}. */
class ReadingCommandsTest {
    @TempDir
    private Path temporary;

    private Sandbox sandbox;
    private StoredJobs jobs;

    @BeforeEach
    void prepare() {
        sandbox = new Sandbox(temporary);
        jobs = sandbox.jobs();
    }

    @Test
    void wait_exits_with_the_first_outcome_that_is_not_success() {
        jobs.ended(1, JobState.COMPLETED);
        jobs.ended(2, JobState.CANCELLED);
        jobs.ended(3, JobState.LOST);

        assertThat(exit("wait", "task-0000000001")).isEqualTo(ExitCode.OK);
        assertThat(exit("wait", "task-0000000001", "task-0000000003", "task-0000000002"))
                .isEqualTo(ExitCode.LOST);
        assertThat(exit("wait", "task-0000000002", "--any")).isEqualTo(ExitCode.CANCELLED);
    }

    private ExitCode exit(String... line) {
        return sandbox.run(line).exit();
    }

    @Test
    void wait_any_does_not_wait_for_the_others() {
        jobs.ended(1, JobState.COMPLETED);
        jobs.justQueued(2);

        Run run = sandbox.run("wait", "--any", "task-0000000002", "task-0000000001");

        assertThat(run.exit()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo("task-0000000002 queued\ntask-0000000001 completed\n");
    }

    @Test
    void wait_takes_a_hundred_jobs_and_each_of_them_once() {
        IntStream.rangeClosed(1, 100).forEach(n -> jobs.ended(n, JobState.COMPLETED));
        String[] line = Stream.concat(
                        Stream.of("wait", "--output", "id", "task-0000000001"),
                        IntStream.rangeClosed(1, 100).mapToObj(n -> String.format("task-%010d", n)))
                .toArray(String[]::new);

        Run run = sandbox.run(line);

        assertThat(run.exit()).isEqualTo(ExitCode.OK);
        assertThat(run.out().lines()).hasSize(100);
    }

    @Test
    void logs_are_told_with_times_and_from_where_one_likes() {
        Job job = jobs.ended(1, JobState.COMPLETED);

        Run all = sandbox.run("logs", job.id().value());
        assertThat(all.out().lines()).hasSize(2).allMatch(line -> line.matches("\\d\\d:\\d\\d:\\d\\d .*"));

        Run rest = sandbox.run("logs", job.id().value(), "--after", "1", "--json");
        assertThat(rest.out().lines()).hasSize(1).allMatch(line -> line.contains("\"seq\":2"));
    }

    @Test
    void logs_followed_end_with_the_job() {
        Job job = jobs.ended(1, JobState.COMPLETED);

        Run run = sandbox.run("logs", "-f", job.id().value());

        assertThat(run.exit()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("completed");
    }

    @Test
    void logs_hold_no_control_character_of_others() {
        Job job = jobs.claimed(jobs.draft(1).build());
        jobs.append(job, EventType.MESSAGE, "text", "\u001b]0;title\u0007 one\ntwo");

        assertThat(sandbox.run("logs", job.id().value()).out())
                .contains("one two")
                .doesNotContain("\u001b")
                .doesNotContain("\u0007");
    }

    @Test
    void the_result_is_by_default_that_of_the_job_that_ended_last() {
        jobs.ended(1, JobState.COMPLETED);
        jobs.ended(2, JobState.COMPLETED);

        assertThat(sandbox.run("result").out()).isEqualTo("result 2\n");
        assertThat(sandbox.run("result", "task-0000000001").out()).isEqualTo("result 1\n");
    }

    @Test
    void the_result_of_another_session_is_never_taken_for_ones_own() {
        jobs.ended(jobs.draft(1).sessionId(Optional.of("other")).build(), JobState.COMPLETED);
        sandbox.with("CLAUDE_CODE_SESSION_ID", "mine");

        Run run = sandbox.run("result");

        assertThat(run.exit()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void the_result_of_an_active_job_is_pending() {
        jobs.justQueued(1);

        Run run = sandbox.run("result");

        assertThat(run.exit()).isEqualTo(ExitCode.PENDING);
        assertThat(run.stderr()).contains("task-0000000001").contains("companion wait");
    }

    @Test
    void prune_removes_what_is_old_and_never_an_active_job() {
        Job old = jobs.ended(1, JobState.COMPLETED);
        jobs.ended(2, JobState.COMPLETED);
        jobs.justQueued(3);

        assertThat(sandbox.run("prune", "--keep", "1", "--dry-run", "--output", "id")
                        .out())
                .isEqualTo("task-0000000001\n");
        assertThat(jobs.store().find(old.id())).isPresent();
        assertThat(sandbox.run("prune", "--keep", "1").exit()).isEqualTo(ExitCode.OK);
        assertThat(jobs.store().find(old.id())).isEmpty();
        assertThat(jobs.directory(old).path()).doesNotExist();
        assertThat(sandbox.run("prune", "--older-than", "0s", "--output", "id").out())
                .isEqualTo("task-0000000002\n");
        assertThat(sandbox.run("status", "--output", "id").out()).isEqualTo("task-0000000003\n");
    }

    @Test
    void config_shows_where_a_value_comes_from() {
        sandbox.with("COMPANION_STALL_TIMEOUT", "3m");

        assertThat(sandbox.run("config", "show").out())
                .contains("stall_timeout = \"3m\"\n")
                .contains("state_dir = \"" + sandbox.home() + "\"");
        assertThat(sandbox.run("config", "show", "--origin").out())
                .contains("stall_timeout = \"3m\"  # environment COMPANION_STALL_TIMEOUT")
                .contains("rpc_timeout = \"30s\"  # default");
    }
}
