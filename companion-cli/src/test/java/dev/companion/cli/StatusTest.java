package dev.companion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox.Run;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.WorkerLock;
import dev.companion.core.job.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusTest {
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
    void no_jobs_is_an_answer() {
        Run run = sandbox.run("status");

        assertThat(run.exit()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo("no jobs in this workspace\n");
    }

    @Test
    void G01_a_job_whose_worker_died_is_shown_as_lost_in_every_view() {
        Job job = jobs.claimed(jobs.draft(1).build());

        assertThat(sandbox.run("status").out())
                .contains("lost")
                .contains("worker_died")
                .doesNotContain("running");
        assertThat(sandbox.run("status", job.id().value()).out()).contains("lost (worker_died)");
        assertThat(sandbox.run("status", job.id().value(), "--exit-status").exit())
                .isEqualTo(ExitCode.LOST);
    }

    @Test
    void a_job_whose_worker_lives_is_running() {
        Job job = jobs.claimed(jobs.draft(1).build());

        try (WorkerLock held = WorkerLock.tryAcquire(jobs.directory(job)).orElseThrow()) {
            assertThat(held).isNotNull();
            assertThat(sandbox.run("status").out()).contains("running");
            assertThat(sandbox.run("status", job.id().value(), "--exit-status").exit())
                    .isEqualTo(ExitCode.PENDING);
        }
    }

    @Test
    void only_the_recent_jobs_are_shown_unless_all_are_asked_for() {
        for (int n = 1; n <= 25; n++) {
            jobs.ended(n, JobState.COMPLETED);
        }

        assertThat(sandbox.run("status", "--output", "id").out().lines())
                .hasSize(9)
                .startsWith("task-0000000025", "task-0000000024");
        assertThat(sandbox.run("status", "--all", "--output", "id").out().lines())
                .hasSize(25);
    }

    @Test
    void jobs_of_other_workspaces_and_sessions_are_kept_apart() {
        jobs.ended(jobs.draft(1).sessionId(Optional.of("mine")).build(), JobState.COMPLETED);
        jobs.ended(jobs.draft(2).sessionId(Optional.of("other")).build(), JobState.COMPLETED);
        Workspace elsewhere = new Workspace("/elsewhere", Optional.empty());
        jobs.ended(jobs.draft(3).workspace(elsewhere).build(), JobState.COMPLETED);
        sandbox.with("COMPANION_SESSION_ID", "mine");

        assertThat(ids("status")).containsExactly("task-0000000002", "task-0000000001");
        assertThat(ids("status", "--session")).containsExactly("task-0000000001");
        assertThat(ids("status", "--session=other")).containsExactly("task-0000000002");
        assertThat(ids("status", "--all-workspaces")).hasSize(3);
    }

    private String[] ids(String... line) {
        String[] all = Arrays.copyOf(line, line.length + 2);
        all[line.length] = "--output";
        all[line.length + 1] = "id";
        return sandbox.run(all).out().lines().toArray(String[]::new);
    }

    @Test
    void watching_ends_when_nothing_is_active() {
        jobs.ended(1, JobState.COMPLETED);

        assertThat(sandbox.run("status", "--watch").out()).contains("task-0000000001");
    }

    @Test
    void watching_shows_a_job_until_it_has_ended() {
        Job job = jobs.claimed(jobs.draft(1).build());
        WorkerLock held = WorkerLock.tryAcquire(jobs.directory(job)).orElseThrow();
        Thread worker = new Thread(() -> {
            try (held) {
                jobs.append(job, EventType.TURN_STARTED);
            }
        });
        worker.start();

        Run run = sandbox.run("status", "--watch");

        assertThat(run.exit()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).endsWith("Job 1\n").contains("lost");
    }

    @Test
    void the_state_directory_is_told_on_request() {
        assertThat(sandbox.run("status", "--state-root").out()).isEqualTo(sandbox.home() + "\n");
    }

    @Test
    void a_damaged_log_of_one_job_spoils_no_listing() throws IOException {
        Job job = jobs.justQueued(1);
        Files.writeString(jobs.directory(job).events(), "{not json\n");

        assertThat(sandbox.run("status", "--json").exit()).isEqualTo(ExitCode.OK);
    }

    @Test
    void what_nobody_foresaw_is_exit_70_and_kept_in_a_log() throws IOException {
        Job job = jobs.justQueued(1);
        Files.writeString(jobs.directory(job).events(), "{not json\n");

        Run run = sandbox.run("logs", job.id().value());

        assertThat(run.exit()).isEqualTo(ExitCode.BUG);
        assertThat(run.stderr()).contains(sandbox.home().resolve("bugs.log").toString());
        assertThat(sandbox.home().resolve("bugs.log")).content().contains("LogsCommand");
    }

    @Test
    void outside_of_a_repository_the_directory_is_the_workspace() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));

        Run run = sandbox.run("-C", outside.toString(), "status");

        assertThat(run.exit()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo("no jobs in this workspace\n");
    }
}
