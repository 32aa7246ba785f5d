package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.codex.ScriptedTurn.Cut;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three limits end every job, whatever Codex does not do, and keep what there was. */
@OverDirectAndBroker
class G05_SilenceIT {
    /** Interrupt, grace, the end of the input and the kill, on a busy machine. */
    private static final Duration TO_THE_END = Duration.ofSeconds(5);

    /** They take longer than the silence, with the end of the job. */
    private static final int MOST_OTHERS = 30;

    private static final ScriptedTurn SILENT =
            ScriptedTurn.begin().partialMessage("so far").cut(Cut.SILENCE);

    @RegisterExtension
    final Machine machine;

    G05_SilenceIT(String transport) {
        machine = new Machine(transport);
    }
    /** The keeper is the first who talks to a resident server. */
    private Verdict unanswered(String method) {
        boolean toKeeper = machine.isResident() && method.equals("initialize");
        return Verdict.failed("transport", 1).saying("did not answer " + (toKeeper ? "within 6 s" : method));
    }

    /** The start of a resident server counts. */
    private int silentSeconds() {
        return machine.isResident() ? 8 : 4;
    }

    @Test
    void G05_a_request_that_is_not_answered_in_time_fails_the_job() {
        machine.with("COMPANION_RPC_TIMEOUT", "6s");
        FaultTable table = new FaultTable(machine);
        for (String method : List.of("initialize", "account/read", "thread/start", "turn/start")) {
            table.scripted("no answer to " + method, new ScriptedScenario().neverAnswers(method), unanswered(method));
        }
        table.scripted(
                "no answer to thread/name/set, which nobody needs",
                new ScriptedScenario().neverAnswers("thread/name/set"),
                Verdict.completed("done"));
        table.judge();
    }

    @Test
    void G05_silence_ends_the_job_at_any_stage() {
        Verdict stalled = Verdict.failed("stalled", 3);
        FaultTable table = new FaultTable(machine);
        for (String method : List.of("initialize", "thread/start", "turn/start")) {
            table.scripted(
                    "silent instead of answering " + method,
                    new ScriptedScenario().neverAnswers(method),
                    stalled.within(TO_THE_END.plusSeconds(silentSeconds()), "job.started"),
                    "--stall-timeout",
                    silentSeconds() + "s");
        }
        table.scripted(
                        "silent in the middle of a message",
                        new ScriptedScenario().turn(SILENT),
                        stalled.keeping("so far").within(TO_THE_END.plusSeconds(silentSeconds()), "turn.started"),
                        "--stall-timeout",
                        silentSeconds() + "s")
                .scripted(
                        "silent, and neither interrupt nor SIGTERM end it",
                        new ScriptedScenario().turn(SILENT).ignoresInterrupts().stubborn(),
                        stalled.keeping("so far").within(TO_THE_END.plusSeconds(silentSeconds()), "turn.started"),
                        "--stall-timeout",
                        silentSeconds() + "s")
                .judge();
    }

    /** A server tells every connection of every thread's beginning and state: that is no sign of life of this one. */
    @Test
    void G05_a_silence_ends_the_job_whatever_others_do_meanwhile() {
        String silent = machine.withRealCodex()
                .submit(
                        "--stall-timeout",
                        "4s",
                        Script.of().step(Map.of("silent", "no-headers")).inPrompt("Say nothing."));
        machine.awaitEvent(silent, "turn.started");

        for (int others = 0; others < MOST_OTHERS && isActive(silent); others++) {
            Answer other = machine.run("task", Script.of().say("done").inPrompt("Be quick."));
            assertThat(other.exitCode()).as("%s", other).isZero();
        }

        JsonObject record = machine.job(silent);
        assertThat(record.string("reason")).as("%s", record).contains("stalled");
    }

    private boolean isActive(String job) {
        return machine.events(job).stream()
                .noneMatch(event -> event.string("type").equals(Optional.of("job.finished")));
    }

    @Test
    void G05_the_time_of_the_whole_job_is_bounded() {
        Verdict timeout = Verdict.failed("timeout", 3).within(TO_THE_END.plusSeconds(4), "job.started");
        machine.withRealCodex();
        String work = Script.of()
                .together(Script.of().say("I begin.").exec("sleep 600", Duration.ofMinutes(10)))
                .inPrompt("Work long.");
        new FaultTable(machine)
                .row(
                        "a command of the real Codex",
                        machine.companion("task", "--json", "--timeout", "4s", work),
                        timeout.keeping("I begin."))
                .scripted(
                        "in the middle of a message",
                        new ScriptedScenario().turn(SILENT),
                        timeout.keeping("so far"),
                        "--timeout",
                        "4s")
                .scripted(
                        "turn/start is never answered",
                        new ScriptedScenario().neverAnswers("turn/start"),
                        timeout,
                        "--timeout",
                        "4s")
                .judge();
    }

    @Test
    void G05_a_codex_that_was_stopped_is_given_up_and_killed() {
        Started task = machine.withRealCodex()
                .companion(
                        "task",
                        "--json",
                        "--stall-timeout",
                        "2s",
                        Script.of()
                                .together(Script.of().say("I begin.").exec("sleep 600", Duration.ofMinutes(10)))
                                .inPrompt("Sleep."))
                .start();
        String job = task.jobId();
        machine.awaitCommand(job);

        Long[] servers = machine.processes().running("app-server").stream()
                .map(ProcessHandle::pid)
                .toArray(Long[]::new);
        Signals.send("STOP", servers);
        Answer answer = task.await();

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(3);
        JsonObject record = answer.json().object("job");
        assertThat(record.string("reason")).contains("stalled");
        assertThat(answer.json().string("rawOutput")).contains("I begin.");
        assertThat(machine.processes().running("sleep\0" + "600")).isEmpty();
        if (machine.isResident()) {
            // It was others' server, too: it goes on, without the turn, and ends for idleness.
            Signals.send("CONT", servers);
        } else {
            assertThat(machine.processes().running("app-server")).isEmpty();
        }
    }
}
