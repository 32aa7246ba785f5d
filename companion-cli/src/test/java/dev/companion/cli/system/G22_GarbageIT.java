package dev.companion.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever stands on the lines between the messages, the messages count. */
@OverDirectAndBroker
class G22_GarbageIT {
    private static final int MEBIBYTE = 1 << 20;
    private static final byte[] BINARY = {(byte) 0xff, (byte) 0xfe, 0, 1, (byte) 0xc3, 0x28, 27};

    @RegisterExtension
    final Machine machine;

    G22_GarbageIT(String transport) {
        machine = new Machine(transport);
    }
    /** Lines that are no messages, or none for us. */
    private static final Map<String, List<String>> GARBAGE = Map.of(
            "words", List.of("Welcome to Codex!", "", "   ", "\t"),
            "torn JSON",
                    List.of("{\"method\":\"item/agentMess", "{\"method\":\"turn/completed\",\"params\":{", "\"open"),
            "JSON that is no object", List.of("5", "null", "\"text\"", "[{\"method\":\"error\"}]", "[]", "true"),
            "odd characters", List.of("\u0000", "a\u0000b", "\u2028", "{\"method\":\"x\u2028y\"}", "\r", "\ufeff{}"),
            "wrong ids",
                    List.of(
                            "{\"id\":999,\"result\":{}}",
                            "{\"id\":\"1\",\"result\":{}}",
                            "{\"id\":null,\"result\":{}}",
                            "{\"id\":1.5,\"result\":{}}",
                            "{\"id\":999,\"error\":{\"code\":-1,\"message\":\"no\"}}"),
            "answers given twice",
                    List.of(
                            "{\"id\":1,\"result\":{}}",
                            "{\"id\":3,\"result\":{\"thread\":{\"id\":\"another\"}}}",
                            "{\"id\":5,\"error\":{\"code\":-1,\"message\":\"too late\"}}"),
            "JSON too deep", List.of("[".repeat(100_000), "{\"a\":".repeat(50_000)),
            "fields of other types",
                    List.of(
                            "{\"method\":7}",
                            "{\"method\":\"turn/completed\"}",
                            "{\"method\":\"turn/completed\",\"params\":[]}",
                            "{\"method\":\"error\",\"params\":{\"threadId\":1,\"error\":2,\"willRetry\":\"no\"}}"));

    private static ScriptedTurn with(List<String> lines) {
        ScriptedTurn turn = ScriptedTurn.begin();
        for (String line : lines) {
            turn = turn.line(line);
        }
        return turn.message("done").completed();
    }

    @Test
    void G22_garbage_during_the_turn_is_survived() {
        FaultTable table = new FaultTable(machine);
        GARBAGE.forEach((name, lines) ->
                table.scripted(name, new ScriptedScenario().turn(with(lines)), Verdict.completed("done")));
        table.scripted(
                "bytes that are no text",
                new ScriptedScenario()
                        .turn(ScriptedTurn.begin().bytes(BINARY).message("done").completed()),
                Verdict.completed("done"));
        table.judge();
    }

    @Test
    void G22_garbage_before_the_handshake_is_survived() {
        ScriptedScenario scenario = new ScriptedScenario();
        GARBAGE.values().forEach(lines -> lines.forEach(scenario::firstLine));
        new FaultTable(machine)
                .scripted("all of it at once", scenario, Verdict.completed("done"))
                .judge();
    }

    @Test
    void G22_floods_are_survived() {
        ScriptedTurn deltas = ScriptedTurn.begin().flood(50_000);
        ScriptedTurn stderr = ScriptedTurn.begin();
        for (int line = 0; line < 64; line++) {
            stderr = stderr.stderr("noise ".repeat(10_000));
        }
        new FaultTable(machine)
                .scripted(
                        "fifty thousand deltas",
                        new ScriptedScenario().turn(deltas.message("done").completed()),
                        Verdict.completed("done"))
                .scripted(
                        "a line of 20 MiB that is no message",
                        new ScriptedScenario()
                                .turn(ScriptedTurn.begin()
                                        .longGarbage(20 * MEBIBYTE)
                                        .message("done")
                                        .completed()),
                        Verdict.completed("done"))
                .scripted(
                        "a line of five million empty objects",
                        new ScriptedScenario()
                                .turn(ScriptedTurn.begin()
                                        .bytes(("{\"a\":[" + "{},".repeat(5_000_000) + "{}]}").getBytes(UTF_8))
                                        .message("done")
                                        .completed()),
                        Verdict.completed("done"))
                .scripted(
                        "a delta of 20 MiB",
                        new ScriptedScenario()
                                .turn(ScriptedTurn.begin()
                                        .longDelta(20 * MEBIBYTE)
                                        .message("done")
                                        .completed()),
                        Verdict.completed("done"))
                .scripted(
                        "four megabytes on stderr",
                        new ScriptedScenario().turn(stderr.message("done").completed()),
                        Verdict.completed("done"))
                .judge();
    }

    @Test
    void G22_what_is_new_or_not_ours_does_not_matter() {
        new FaultTable(machine)
                .scripted(
                        "a method, an item and fields that nobody knows",
                        new ScriptedScenario()
                                .turn(ScriptedTurn.begin()
                                        .thingsUnknown()
                                        .message("done")
                                        .completed()),
                        Verdict.completed("done"))
                .scripted(
                        "the turn starts before the answer",
                        new ScriptedScenario()
                                .turn(ScriptedTurn.beginBeforeAnswer()
                                        .message("done")
                                        .completed()),
                        Verdict.completed("done"))
                .scripted(
                        "another turn and another thread complete",
                        new ScriptedScenario()
                                .turn(ScriptedTurn.begin()
                                        .completionOfOtherTurn()
                                        .subAgentTurn(false)
                                        .message("ours")
                                        .completed()),
                        Verdict.completed("ours"))
                .judge();
    }
}
