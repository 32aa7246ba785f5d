package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobState;
import dev.companion.core.job.OutcomeFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wish to cancel is seen at any point of a run and ends it in time. */
class G08_CancelTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final ScriptedTurn WAITING = ScriptedTurn.begin()
            .partialMessage("so far")
            .request("currentTime/read")
            .untilInterrupted();

    @TempDir
    Path directory;

    private static Job cancelRunning(WorkerRig rig) {
        JobId id = rig.submit(rig.request());
        CompletableFuture<Job> run = rig.start(id);
        rig.awaitAnswerToServerRequest();
        long wishedAt = System.nanoTime();
        rig.wishCancelled(id);
        Job job = WorkerRig.ended(run);
        assertThat(Duration.ofNanos(System.nanoTime() - wishedAt)).isLessThan(LIMIT);
        return job;
    }

    @Test
    void a_running_turn_is_interrupted_and_the_job_cancelled() {
        try (WorkerRig rig = WorkerRig.playing(directory, WAITING)) {
            Job job = cancelRunning(rig);

            assertThat(job.state()).isEqualTo(JobState.CANCELLED);
            assertThat(job.ending().orElseThrow().exitCode()).isEqualTo(ExitCode.CANCELLED);
            assertThat(OutcomeFile.read(rig.directory(job.id()), job.generation())
                            .orElseThrow()
                            .turnStatus())
                    .contains("interrupted");
            assertThat(rig.output(job.id())).isEqualTo("so far");
            assertThat(rig.events(job.id(), EventType.JOB_FINISHED)).hasSize(1);
            assertThat(rig.codex().living()).isEmpty();
        }
    }

    @Test
    void a_server_that_does_not_listen_does_not_hold_up_the_cancel() {
        ScriptedScenario scenario = new ScriptedScenario()
                .turn(WAITING)
                .neverAnswers("turn/interrupt")
                .stubborn();
        try (WorkerRig rig = new WorkerRig(directory, scenario)) {
            Job job = cancelRunning(rig);

            assertThat(job.state()).isEqualTo(JobState.CANCELLED);
            assertThat(rig.codex().living()).isEmpty();
        }
    }

    @Test
    void a_wish_before_the_turn_ends_the_job_without_a_turn() {
        ScriptedScenario scenario = new ScriptedScenario().neverAnswers("thread/start");
        try (WorkerRig rig = new WorkerRig(directory, scenario)) {
            JobId id = rig.submit(rig.request());
            CompletableFuture<Job> run = rig.start(id);
            rig.codex().awaitReceived("thread/start", WorkerRig.PATIENCE);
            rig.wishCancelled(id);

            assertThat(WorkerRig.ended(run).state()).isEqualTo(JobState.CANCELLED);
            assertThat(rig.codex().received("turn/start")).isEmpty();
        }
    }

    @Test
    void a_completion_that_races_with_a_cancel_cannot_overwrite_it() {
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.happy("done"))) {
            JobId id = rig.submit(rig.request());
            AtomicReference<Job> winner = new AtomicReference<>();
            rig.store().beforeReplace((expected, next) -> {
                if (next.state() == JobState.COMPLETED) {
                    Job cancelled = JobEndings.cancelled(expected);
                    winner.set(rig.store()
                            .replaceUnobserved(expected, cancelled, "a faster cancel")
                            .orElseThrow());
                }
            });

            rig.work(id);

            assertThat(rig.job(id)).isEqualTo(winner.get());
            assertThat(rig.job(id).state()).isEqualTo(JobState.CANCELLED);
            assertThat(rig.events(id, EventType.JOB_FINISHED))
                    .extracting(event -> event.data().string("status").orElseThrow())
                    .isEqualTo(List.of("cancelled"));
        }
    }

    @Test
    void a_wish_that_comes_after_the_end_changes_nothing() {
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.happy("done"))) {
            Job job = rig.run();
            rig.wishCancelled(job.id());

            rig.work(job.id());

            assertThat(rig.job(job.id())).isEqualTo(job);
            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
        }
    }
}
