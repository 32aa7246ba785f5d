package dev.companion.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SubmissionTest extends UseCaseTest {
    @Test
    void G06_request_log_and_record_are_there_before_the_worker_is_started() {
        RequestFixture request = new RequestFixture().prompt("do \u2028 it");
        List<Job> atLaunch = new ArrayList<>();
        rig().launcher((id, files) -> {
            atLaunch.add(rig().store().find(id).orElseThrow());
            assertThat(JobRequestCodec.decode(read(files.request()))).isEqualTo(request.build());
            assertThat(rig().events(atLaunch.get(0))).extracting(Event::type).containsExactly(EventType.JOB_QUEUED);
        });

        Submission.Submitted submitted = rig().submission().submit(request.build());

        assertThat(atLaunch).containsExactly(submitted.job());
        assertThat(submitted.job().state()).isEqualTo(JobState.QUEUED);
        assertThat(submitted.replayed()).isFalse();
    }

    @Test
    void a_job_is_named_after_the_head_of_its_prompt() {
        Job job = rig().submit(new RequestFixture().prompt("  fix\n\tthe " + "very ".repeat(100) + "flaky test"));

        assertThat(job.title()).startsWith("fix the very").endsWith("…").hasSize(72);
        assertThat(job.summary()).startsWith("fix the very").hasSize(96);
        assertThat(job.toString()).doesNotContain("flaky", "fix");
    }

    @Test
    void a_worker_that_cannot_be_started_leaves_a_failed_job_that_says_so() {
        rig().launcher((id, files) -> {
            throw new Failure(FailureCode.SPAWN_FAILED, "no process could be started", "try again");
        });

        Failure failure = JobRig.failure(() -> rig().submit());

        Job job = rig().store().find(JobFixtures.id(1)).orElseThrow();
        assertThat(failure.jobId()).contains(job.id().value());
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.ending().orElseThrow().reason()).contains(Reason.SPAWN_FAILED);
        assertThat(job.ending().orElseThrow().exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(rig().events(job)).last().extracting(Event::type).isEqualTo(EventType.JOB_FINISHED);
    }

    @Test
    void the_same_request_under_the_same_key_is_the_same_job() throws IOException {
        RequestFixture request = new RequestFixture().idempotencyKey("k");
        List<JobId> launched = new ArrayList<>();
        rig().launcher((id, files) -> launched.add(id));
        Job first = rig().submit(request);

        Submission.Submitted second = rig().submission().submit(request.build());

        assertThat(second).isEqualTo(new Submission.Submitted(first, true));
        assertThat(rig().submission().earlier(request.build())).contains(second);
        assertThat(launched).containsExactly(first.id());
        try (Stream<Path> jobs = Files.list(rig().root().jobs())) {
            assertThat(jobs).containsExactly(rig().directory(first).path());
        }
    }

    @Test
    void another_request_under_the_same_key_is_a_conflict() {
        rig().submit(new RequestFixture().idempotencyKey("k"));
        RequestFixture other = new RequestFixture().idempotencyKey("k").prompt("something else");

        assertThat(JobRig.failure(() -> rig().submit(other)).code()).isEqualTo(FailureCode.IDEMPOTENCY_CONFLICT);
        assertThat(JobRig.failure(() -> rig().submission().earlier(other.build()))
                        .code())
                .isEqualTo(FailureCode.IDEMPOTENCY_CONFLICT);
        assertThat(rig().store().list(JobQuery.ALL)).hasSize(1);
    }

    @Test
    void G31_everything_of_a_job_is_private() throws IOException {
        Job job = rig().submit();

        try (Stream<Path> files = Files.list(rig().directory(job).path())) {
            assertThat(files.map(SubmissionTest::mode)).hasSize(2).containsOnly("rw-------");
        }
        assertThat(mode(rig().directory(job).path())).isEqualTo("rwx------");
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
