package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.codex.ScriptedTurn.Cut;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Without a completed turn of ours nothing is completed, wherever the transport is cut. */
class G03_CutTurnTest {
    private static final ScriptedTurn TURN = ScriptedTurn.happy("done");

    @TempDir
    Path directory;

    static Stream<Arguments> cuts() {
        return Stream.of(Cut.EXIT, Cut.KILL, Cut.CLOSE_STDOUT)
                .flatMap(cut -> IntStream.range(0, TURN.messageCount()).mapToObj(count -> Arguments.of(count, cut)));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void a_turn_cut_after_any_message_fails_with_its_reason(int messages, Cut cut) {
        try (WorkerRig rig = WorkerRig.playing(directory, TURN.cutAfter(messages, cut))) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.ending().orElseThrow().reason()).contains(Reason.TRANSPORT);
            assertThat(job.ending().orElseThrow().message().orElseThrow()).isNotBlank();
            assertThat(job.ending().orElseThrow().exitCode()).isEqualTo(ExitCode.FAILED);
            assertThat(rig.events(job.id(), EventType.JOB_FINISHED)).hasSize(1);
            assertThat(rig.codex().living()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Cut.class,
            names = {"EXIT", "KILL", "CLOSE_STDOUT"})
    void the_job_ends_within_two_seconds_of_the_cut_and_keeps_what_was_said(Cut cut) {
        ScriptedTurn turn = ScriptedTurn.begin()
                .partialMessage("half of it")
                .request("currentTime/read")
                .cut(cut);
        try (WorkerRig rig = WorkerRig.playing(directory, turn)) {
            var id = rig.submit(rig.request());
            var run = rig.start(id);
            rig.awaitAnswerToServerRequest();
            long cutAt = System.nanoTime();

            Job job = WorkerRig.ended(run);

            assertThat(Duration.ofNanos(System.nanoTime() - cutAt)).isLessThan(Duration.ofSeconds(2));
            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(rig.output(id)).isEqualTo("half of it");
        }
    }

    @ParameterizedTest
    @MethodSource("silences")
    void a_turn_that_falls_silent_after_any_message_is_stalled(int messages) {
        try (WorkerRig rig = WorkerRig.playing(directory, TURN.cutAfter(messages, Cut.SILENCE))) {
            Job job = rig.run(rig.request().stallTimeout(Duration.ofMillis(1500)));

            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.ending().orElseThrow().reason()).contains(Reason.STALLED);
            assertThat(job.ending().orElseThrow().exitCode()).isEqualTo(ExitCode.TIMEOUT);
        }
    }

    static List<Integer> silences() {
        return List.of(1, TURN.messageCount() / 2, TURN.messageCount() - 1);
    }
}
