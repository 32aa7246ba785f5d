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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without the completion of our own turn there is no success, wherever the connection ends. */
@OverDirectAndBroker
class G03_TransportIT {
    private static final ScriptedTurn HAPPY = ScriptedTurn.happy("done");
    private static final List<Cut> CUTS = List.of(Cut.EXIT, Cut.KILL, Cut.CLOSE_STDOUT);

    @RegisterExtension
    final Machine machine;

    G03_TransportIT(String transport) {
        machine = new Machine(transport);
    }
    /** The next resident server is started and asked what became of the turn. */
    private Duration letGo() {
        return Duration.ofSeconds(machine.isResident() ? 5 : 2);
    }

    @Test
    void G03_a_killed_server_fails_the_job_within_seconds() {
        machine.withRealCodex();
        Started task = machine.companion(
                        "task",
                        "--json",
                        Script.of().exec("sleep 600", Duration.ofMinutes(10)).inPrompt("Sleep."))
                .start();
        String job = task.jobId();
        machine.awaitCommand(job);
        List<ProcessHandle> servers = machine.processes().running("app-server");
        assertThat(servers).isNotEmpty();

        long killed = System.nanoTime();
        Signals.send("KILL", servers.stream().map(ProcessHandle::pid).toArray(Long[]::new));
        Answer answer = task.await();

        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(letGo());
        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(1);
        JsonObject record = answer.json().object("job");
        assertThat(record.string("status")).contains("failed");
        assertThat(record.string("reason")).contains("transport");
        assertThat(record.string("errorMessage").orElseThrow()).isNotBlank();
    }

    @Test
    void G03_a_server_that_ends_after_any_message_is_no_success() {
        FaultTable table = new FaultTable(machine);
        int all = HAPPY.messageCount();
        for (int messages = 0; messages < all; messages++) {
            Cut cut = CUTS.get(messages % CUTS.size());
            table.scripted(
                    cut + " after " + messages + " messages",
                    new ScriptedScenario().turn(HAPPY.cutAfter(messages, cut)),
                    Verdict.failed("transport", 1));
        }
        table.scripted(
                "another turn and another thread complete, then it dies",
                new ScriptedScenario()
                        .turn(ScriptedTurn.begin()
                                .completionOfOtherTurn()
                                .subAgentTurn(false)
                                .cut(Cut.EXIT)),
                Verdict.failed("transport", 1));
        table.judge();
    }

    @Test
    void G03_the_end_of_the_server_ends_the_job_within_seconds_and_loses_nothing() {
        FaultTable table = new FaultTable(machine);
        Map.of(Cut.EXIT, "exit 1", Cut.KILL, "exit 137", Cut.CLOSE_STDOUT, "connection closed")
                .forEach((cut, words) -> table.scripted(
                        cut + " in the middle of a message",
                        new ScriptedScenario().turn(inTheMiddle().cut(cut)),
                        Verdict.failed("transport", 1)
                                .saying(machine.isResident() ? "the resident Codex ended" : words)
                                .keeping("half of it")
                                .within(letGo(), "approval")));
        table.scripted(
                "it dies and does not let go",
                new ScriptedScenario().turn(inTheMiddle().cut(Cut.CLOSE_STDOUT)).stubborn(),
                Verdict.failed("transport", 1).keeping("half of it"));
        table.judge();
    }

    /** The request is the last thing that is noted before the cut. */
    private static ScriptedTurn inTheMiddle() {
        return ScriptedTurn.begin().partialMessage("half of it").request("currentTime/read");
    }

    @Test
    void G03_an_error_instead_of_an_answer_fails_the_job() {
        new FaultTable(machine)
                .scripted(
                        "initialize is refused",
                        new ScriptedScenario().error("initialize", -32_600, "Already initialized"),
                        Verdict.failed(machine.isResident() ? "transport" : "internal", 1)
                                .saying("Already initialized"))
                .scripted(
                        "the server is overloaded",
                        new ScriptedScenario().error("thread/start", -32_001, "Server overloaded; retry later."),
                        Verdict.failed("rate_limit", 12).saying("overloaded"))
                .scripted(
                        "the turn is refused",
                        new ScriptedScenario().error("turn/start", -32_600, "Invalid request: bad input"),
                        Verdict.failed("internal", 1).saying("bad input"))
                .scripted(
                        "a thread without an id",
                        new ScriptedScenario().result("thread/start", Map.of()),
                        Verdict.failed("transport", 1).saying("thread/start"))
                .scripted(
                        "a turn without an id",
                        new ScriptedScenario().result("turn/start", Map.of("turn", Map.of())),
                        Verdict.failed("transport", 1).saying("turn/start"))
                .judge();
    }
}
