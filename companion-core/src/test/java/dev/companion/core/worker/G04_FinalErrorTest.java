package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Ending;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Codex's own word decides when a turn is over: not an error that it gets over, and nothing that a sub-agent does. */
class G04_FinalErrorTest {
    @TempDir
    Path directory;

    @Test
    void an_error_that_is_retried_never_ends_the_turn() {
        ScriptedTurn turn = ScriptedTurn.begin()
                .retriedError(
                        "Reconnecting... 1/5", Map.of("responseStreamDisconnected", Map.of("httpStatusCode", 500)))
                .retriedError("Reconnecting... 2/5", "other")
                .message("done all the same")
                .completed();
        try (WorkerRig rig = WorkerRig.playing(directory, turn)) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(rig.output(job.id())).isEqualTo("done all the same");
            assertThat(rig.events(job.id(), EventType.ERROR))
                    .hasSize(2)
                    .allMatch(event -> event.data().flag("willRetry"));
        }
    }

    @Test
    void a_final_error_ends_the_job_within_a_second_even_if_the_turn_is_never_ended() {
        ScriptedTurn turn = ScriptedTurn.begin()
                .request("currentTime/read")
                .fatalError("You've hit your usage limit.", "usageLimitExceeded")
                .cut(ScriptedTurn.Cut.SILENCE);
        try (WorkerRig rig = WorkerRig.playing(directory, turn)) {
            var run = rig.start(rig.submit(rig.request()));
            rig.awaitAnswerToServerRequest();
            long errorAt = System.nanoTime();

            Job job = WorkerRig.ended(run);

            assertThat(Duration.ofNanos(System.nanoTime() - errorAt)).isLessThan(Duration.ofSeconds(1));
            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.ending().orElseThrow().reason()).contains(Reason.USAGE_LIMIT);
        }
    }

    @ParameterizedTest
    @MethodSource("errors")
    void a_failed_turn_has_the_reason_that_its_error_class_means(Object info, Reason reason, ExitCode exit) {
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.begin().failed("that did not work", info))) {
            Ending ending = rig.run().ending().orElseThrow();

            assertThat(ending.reason()).contains(reason);
            assertThat(ending.exitCode()).isEqualTo(exit);
            assertThat(ending.message()).contains("that did not work");
            assertThat(ending.errorClass()).isPresent();
        }
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                Arguments.of("usageLimitExceeded", Reason.USAGE_LIMIT, ExitCode.LIMIT),
                Arguments.of("unauthorized", Reason.AUTH, ExitCode.NOT_READY),
                Arguments.of("contextWindowExceeded", Reason.CONTEXT_WINDOW, ExitCode.FAILED),
                Arguments.of("badRequest", Reason.MODEL, ExitCode.FAILED),
                Arguments.of(
                        Map.of("responseTooManyFailedAttempts", Map.of("httpStatusCode", 429)),
                        Reason.RATE_LIMIT,
                        ExitCode.LIMIT),
                Arguments.of(
                        Map.of("httpConnectionFailed", Map.of("httpStatusCode", 401)),
                        Reason.AUTH,
                        ExitCode.NOT_READY));
    }

    @Test
    void nothing_of_a_sub_agent_and_no_other_turn_ends_the_turn() {
        ScriptedTurn turn = ScriptedTurn.begin()
                .subAgentTurn(true)
                .subAgentTurn(false)
                .completionOfOtherTurn()
                .message("ours")
                .completed();
        try (WorkerRig rig = WorkerRig.playing(directory, turn)) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(rig.output(job.id())).isEqualTo("ours");
        }
    }

    @Test
    void a_turn_that_was_interrupted_by_somebody_else_is_not_completed() {
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.begin().interrupted())) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.ending().orElseThrow().reason()).contains(Reason.INTERRUPTED);
        }
    }
}
