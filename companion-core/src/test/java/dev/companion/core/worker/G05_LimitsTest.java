package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Reason;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three limits: one answer, silence, the whole job. */
class G05_LimitsTest {
    private static final ScriptedTurn SILENT =
            ScriptedTurn.begin().partialMessage("so far").untilInterrupted();

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"initialize", "account/read", "thread/start", "turn/start"})
    void a_request_that_is_never_answered_fails_the_job(String method) {
        ScriptedScenario scenario = new ScriptedScenario().neverAnswers(method);
        try (WorkerRig rig = new WorkerRig(directory, scenario).answerTimeout(Duration.ofSeconds(3))) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.ending().orElseThrow().reason()).contains(Reason.TRANSPORT);
            assertThat(job.ending().orElseThrow().message().orElseThrow()).contains(method);
            assertThat(rig.codex().living()).isEmpty();
        }
    }

    @Test
    void a_silent_turn_is_interrupted_and_its_partial_output_kept() {
        try (WorkerRig rig = WorkerRig.playing(directory, SILENT)) {
            Job job = rig.run(rig.request().stallTimeout(Duration.ofMillis(1500)));

            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.ending().orElseThrow().reason()).contains(Reason.STALLED);
            assertThat(job.ending().orElseThrow().exitCode()).isEqualTo(ExitCode.TIMEOUT);
            assertThat(rig.output(job.id())).isEqualTo("so far");
            assertThat(rig.codex().received("turn/interrupt")).hasSize(1);
            assertThat(rig.codex().received("thread/backgroundTerminals/clean")).hasSize(1);
        }
    }

    @Test
    void a_turn_that_is_never_named_does_not_hold_up_the_limits() {
        ScriptedScenario scenario = new ScriptedScenario().neverAnswers("turn/start");
        try (WorkerRig rig = new WorkerRig(directory, scenario).answerTimeout(WorkerRig.PATIENCE.multipliedBy(10))) {
            Job job = WorkerRig.ended(rig.start(rig.submit(rig.request().timeout(Duration.ofSeconds(2)))));

            assertThat(job.ending().orElseThrow().reason()).contains(Reason.TIMEOUT);
            assertThat(rig.codex().living()).isEmpty();
        }
    }

    @Test
    void a_job_that_takes_too_long_is_interrupted_and_its_partial_output_kept() {
        try (WorkerRig rig = WorkerRig.playing(directory, SILENT)) {
            Job job = rig.run(rig.request().timeout(Duration.ofSeconds(2)));

            assertThat(job.ending().orElseThrow().reason()).contains(Reason.TIMEOUT);
            assertThat(job.ending().orElseThrow().exitCode()).isEqualTo(ExitCode.TIMEOUT);
            assertThat(rig.output(job.id())).isEqualTo("so far");
            assertThat(rig.codex().received("turn/interrupt")).hasSize(1);
        }
    }

    @Test
    void a_codex_that_ignores_the_interrupt_and_its_end_is_killed() {
        ScriptedScenario scenario =
                new ScriptedScenario().turn(SILENT).ignoresInterrupts().stubborn();
        try (WorkerRig rig = new WorkerRig(directory, scenario)) {
            Job job = rig.run(rig.request().timeout(Duration.ofSeconds(2)));

            assertThat(job.ending().orElseThrow().reason()).contains(Reason.TIMEOUT);
            assertThat(rig.output(job.id())).isEqualTo("so far");
            assertThat(rig.codex().living()).isEmpty();
        }
    }

    @Test
    void traffic_keeps_a_job_from_being_stalled() {
        ScriptedTurn turn = ScriptedTurn.begin();
        for (int i = 0; i < 8; i++) {
            turn = turn.pause(Duration.ofMillis(500)).message("part " + i);
        }
        try (WorkerRig rig = WorkerRig.playing(directory, turn.completed())) {
            Job job = rig.run(rig.request().stallTimeout(Duration.ofSeconds(3)));

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(rig.output(job.id())).isEqualTo("part 7");
        }
    }
}
