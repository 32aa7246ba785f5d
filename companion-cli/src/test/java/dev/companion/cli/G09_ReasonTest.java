package dev.companion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox.Run;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class G09_ReasonTest {
    private static final String WHY = "the usage limit is reached";
    private static final String RESETS = "2026-03-01T13:00:00.000Z";

    @TempDir
    private Path temporary;

    private Sandbox sandbox;
    private StoredJobs jobs;
    private Job job;

    @BeforeEach
    void prepare() {
        sandbox = new Sandbox(temporary);
        jobs = sandbox.jobs();
        job = jobs.ended(1, JobState.FAILED);
    }

    @Test
    void the_listing_shows_why_and_what_to_type() {
        Run run = sandbox.run("status");

        assertThat(run.out()).contains("failed").contains("usage_limit");
        assertThat(run.stderr()).contains(WHY).contains(RESETS).contains("companion retry " + job.id());
    }

    @Test
    void the_job_shows_why_the_class_of_the_error_and_when_the_limit_resets() {
        Run run = sandbox.run("status", job.id().value());

        assertThat(run.out())
                .contains("usage_limit")
                .contains(WHY)
                .contains("usageLimitExceeded")
                .contains(RESETS);
        assertThat(run.stderr()).contains("companion retry " + job.id());
    }

    @Test
    void the_result_is_what_there_was_and_why_it_is_not_more() {
        Job begun = jobs.ended(
                jobs.draft(2)
                        .threadId(Optional.of("thread"))
                        .turnId(Optional.of("turn"))
                        .build(),
                JobState.FAILED);
        jobs.output(begun, "half a");

        Run run = sandbox.run("result", begun.id().value());

        assertThat(run.exit()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).isEqualTo("half a");
        assertThat(run.stderr()).contains(WHY).contains("companion retry " + begun.id());
        assertThat(sandbox.run("result", begun.id().value(), "--exit-status").exit())
                .isEqualTo(ExitCode.LIMIT);
    }

    @Test
    void no_output_is_never_silence_and_never_exit_zero() {
        Run run = sandbox.run("result", job.id().value(), "-q");

        assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
        assertThat(run.out()).isEmpty();
        assertThat(run.stderr()).contains(WHY);
    }

    @Test
    void json_has_the_reason_in_every_view() {
        JsonObject listed =
                Json.readObject(sandbox.run("status", "--json").out()).object("latestFinished");
        JsonObject shown = Json.readObject(
                        sandbox.run("status", job.id().value(), "--json").out())
                .object("job");
        JsonObject result = Json.readObject(
                        sandbox.run("result", job.id().value(), "--json").out())
                .object("storedJob");

        assertThat(List.of(listed, shown, result)).allSatisfy(view -> {
            assertThat(view.string("reason")).contains("usage_limit");
            assertThat(view.string("errorMessage")).contains(WHY);
            assertThat(view.string("retryAt")).contains(RESETS);
        });
    }

    @Test
    void the_log_ends_with_why() {
        Job other = jobs.claimed(jobs.draft(2).build());
        jobs.append(other, EventType.JOB_FINISHED, "status", "failed", "reason", "auth", "message", "sign in first");

        assertThat(sandbox.run("logs", other.id().value()).out()).contains("failed (auth): sign in first");
    }
}
