package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedExec;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Ending;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Without a completed turn on a thread and the exit status 0 nothing is completed, and what it is instead has a reason. */
@Timeout(120)
class ExecFailuresTest {
    @TempDir
    Path directory;

    private ScriptedExec codex() {
        return new ScriptedExec(directory);
    }

    private static Arguments way(String name, UnaryOperator<ScriptedExec> play, Reason reason, String words) {
        return Arguments.of(name, play, reason, words);
    }

    static Stream<Arguments> ways() {
        String thread = "Error: thread/resume: thread/resume failed: ";
        return Stream.of(
                way("nothing at all", codex -> codex.exits(0), Reason.TRANSPORT, "exit 0"),
                way("no word", codex -> codex.exits(1), Reason.CODEX_MISSING, "exit 1"),
                way(
                        "a crash",
                        codex -> codex.complains("thread 'main' panicked").exits(101),
                        Reason.CODEX_MISSING,
                        "thread 'main' panicked"),
                way(
                        "an unknown option",
                        codex -> codex.complains("error: unexpected argument '--json' found")
                                .exits(2),
                        Reason.CODEX_MISSING,
                        "unexpected argument"),
                way(
                        "an unknown thread",
                        codex -> codex.complains(thread + "no rollout found for thread id x (code -32600)")
                                .complains("Stack backtrace:")
                                .exits(1),
                        Reason.THREAD_MISSING,
                        "no rollout found"),
                way(
                        "an archived thread",
                        codex -> codex.complains(thread + "session x is archived. Run `codex unarchive x`")
                                .exits(1),
                        Reason.THREAD_MISSING,
                        "is archived"),
                way(
                        "a thread of another process",
                        codex -> codex.complains(thread + "thread x already has an active writer")
                                .exits(1),
                        Reason.THREAD_BUSY,
                        "active writer"),
                way(
                        "another refusal",
                        codex -> codex.complains("Error: no such directory").exits(1),
                        Reason.INTERNAL,
                        "no such directory"),
                way("a signal at once", codex -> codex.signals("KILL"), Reason.TRANSPORT, "signal 9"),
                way("a thread and no end", codex -> codex.begins().exits(0), Reason.TRANSPORT, "exit 0"),
                way(
                        "exit 1 in the turn",
                        codex -> codex.begins().message("so far").exits(1),
                        Reason.TRANSPORT,
                        "exit 1"),
                way("a signal in the turn", codex -> codex.begins().signals("KILL"), Reason.TRANSPORT, "signal 9"),
                way(
                        "a closed stdout",
                        codex -> codex.begins().closesStdout().silence(),
                        Reason.TRANSPORT,
                        "before the turn"),
                way(
                        "a bad end of a good turn",
                        codex -> codex.begins().completes().exits(1),
                        Reason.TRANSPORT,
                        "exit 1"),
                way(
                        "a turn on no thread",
                        codex -> codex.message("done").completes(),
                        Reason.TRANSPORT,
                        "which thread"),
                way(
                        "a failed turn",
                        codex -> codex.begins().error("no").fails("no").exits(1),
                        Reason.MODEL,
                        "no"),
                way(
                        "a failed turn that exits well",
                        codex -> codex.begins().fails("no").exits(0),
                        Reason.MODEL,
                        "no"),
                way(
                        "an error and no end",
                        codex -> codex.begins().error("unexpected status 401 x").exits(1),
                        Reason.AUTH,
                        "401"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void G03_a_run_that_ends_in_another_way_fails_with_its_reason(
            String name, UnaryOperator<ScriptedExec> play, Reason reason, String words) {
        ScriptedExec codex = play.apply(codex());
        try (ExecRig rig = new ExecRig(directory, codex)) {
            Job job = rig.run();

            assertThat(job.state()).as(name).isEqualTo(JobState.FAILED);
            Ending ending = job.ending().orElseThrow();
            assertThat(ending.reason()).as("%s: %s", name, ending).contains(reason);
            assertThat(ending.message().orElseThrow()).contains(words);
            assertThat(ending.exitCode()).isEqualTo(reason.exitCode());
            assertThat(rig.events(job, EventType.JOB_FINISHED)).hasSize(1);
            assertThat(codex.isAlive()).isFalse();
        }
    }

    @Test
    void a_program_that_cannot_be_started_is_a_missing_codex() {
        try (ExecRig rig = new ExecRig(directory, codex())) {
            Job job = rig.run(rig.request().codexBinary("/no/such/codex"));

            assertThat(job.ending().orElseThrow().reason()).contains(Reason.CODEX_MISSING);
        }
    }

    @Test
    void G09_a_usage_limit_is_told_with_its_end() {
        String words = "You\u2019ve hit your usage limit. Buy more or try again at 1:24 PM.";
        try (ExecRig rig = new ExecRig(
                directory, codex().begins().error(words).fails(words).exits(1))) {
            Ending ending = rig.run().ending().orElseThrow();

            assertThat(ending.reason()).contains(Reason.USAGE_LIMIT);
            assertThat(ending.errorClass()).contains("usageLimitExceeded");
            assertThat(ending.retryAt()).isPresent();
            assertThat(ending.exitCode()).isEqualTo(ExitCode.LIMIT);
        }
    }

    @Test
    void what_was_said_before_the_end_is_kept() {
        try (ExecRig rig =
                new ExecRig(directory, codex().begins().message("so far").exits(1))) {
            Job job = rig.run();

            assertThat(rig.output(job)).isEqualTo("so far");
        }
    }

    /** Also after its turn: what a completed turn that never ends did is not known to be on disk. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void G05_a_run_that_falls_silent_is_stalled_and_killed(boolean afterTurn) {
        ScriptedExec codex = codex().stubborn().begins().message("so far");
        (afterTurn ? codex.completes() : codex).silence();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            Job job = rig.run(rig.request().stallTimeout(Duration.ofMillis(1500)));

            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.ending().orElseThrow().reason()).contains(Reason.STALLED);
            assertThat(rig.output(job)).isEqualTo("so far");
            assertThat(codex.isAlive()).isFalse();
        }
    }

    @Test
    void G05_a_run_that_takes_too_long_is_ended() {
        ScriptedExec codex = codex().begins().silence();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            Job job = rig.run(rig.request().timeout(Duration.ofMillis(1500)));

            assertThat(job.ending().orElseThrow().reason()).contains(Reason.TIMEOUT);
            assertThat(codex.isAlive()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void G08_a_wish_to_cancel_ends_it_in_time_whether_it_listens_or_not(boolean stubborn) throws Exception {
        ScriptedExec codex = (stubborn ? codex().stubborn() : codex()).begins().silence();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            JobId id = rig.submit(rig.request());
            CompletableFuture<Job> run = rig.start(id);
            rig.awaitEvent(id, EventType.TURN_STARTED);
            long wishedAt = System.nanoTime();

            rig.worker().wishCancelled(id);
            Job job = WorkerRig.ended(run);

            assertThat(Duration.ofNanos(System.nanoTime() - wishedAt)).isLessThan(Duration.ofSeconds(4));
            assertThat(job.state()).isEqualTo(JobState.CANCELLED);
            assertThat(codex.isAlive()).isFalse();
        }
    }

    @Test
    void G08_a_wish_before_codex_has_a_thread_ends_it_too() throws Exception {
        ScriptedExec codex = codex().line("{\"type\":\"hello\"}").silence();
        try (ExecRig rig = new ExecRig(directory, codex)) {
            JobId id = rig.submit(rig.request());
            CompletableFuture<Job> run = rig.start(id);
            rig.awaitEvent(id, EventType.JOB_STARTED);

            rig.worker().wishCancelled(id);

            assertThat(WorkerRig.ended(run).state()).isEqualTo(JobState.CANCELLED);
        }
    }
}
