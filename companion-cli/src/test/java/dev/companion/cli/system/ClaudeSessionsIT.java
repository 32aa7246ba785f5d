package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sessions of the real Claude Code begin, are cleared, end and are killed; jobs do not care. */
@Tag("once")
class ClaudeSessionsIT {
    private static final String CODEX = "These are the words of Codex.";

    @RegisterExtension
    final Machine machine = new Machine();

    private ClaudeCode claude;
    private Gate gate;

    @BeforeEach
    void claude() throws IOException {
        machine.withRealCodex();
        claude = new ClaudeCode(machine);
        claude.model().think(Minds.rescue(Minds::forwards));
        gate = Gate.of(machine, "gate");
    }

    @AfterEach
    void close() {
        claude.close();
    }

    private String gated() {
        return Script.of().exec(gate.command()).say(CODEX).inPrompt("Wait.");
    }

    private String awaitJob() {
        long end = System.nanoTime() + Machine.PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            List<String> jobs = machine.run("status", "--all", "--output", "id")
                    .out()
                    .lines()
                    .toList();
            if (!jobs.isEmpty()) {
                return jobs.get(0);
            }
        }
        throw new AssertionError("no job");
    }

    @Test
    void G7_killing_the_host_loses_nothing() {
        Started started = claude.prompt("/companion:rescue --fresh " + gated()).start();
        String job = awaitJob();
        machine.awaitCommand(job);

        started.signal("KILL");
        started.await();
        gate.open(machine);

        assertThat(machine.awaitEnd(job).string("status")).hasValue("completed");
        assertThat(claude.ask("/companion:result " + job).result()).contains(CODEX);
    }

    @Test
    void G14_a_session_that_ends_takes_nothing_of_another_one_with_it() {
        Started first = claude.prompt("/companion:rescue --fresh " + gated()).start();
        String job = awaitJob();
        machine.awaitCommand(job);

        ClaudeCode.Said second = claude.ask("/companion:status " + job);

        assertThat(second.result()).contains(job, "running");
        gate.open(machine);
        ClaudeCode.Said said = ClaudeCode.said(first.await());
        assertThat(said.result()).as("%s", said).startsWith("SEEN: " + CODEX);
        assertThat(said.session()).isNotEqualTo(second.session());
    }

    @Test
    void G14_a_session_that_is_cleared_takes_nothing_with_it() {
        try (Conversation chat = claude.chat()) {
            JsonObject before = chat.ask("/companion:rescue --background " + gated());
            String job = awaitJob();
            machine.awaitCommand(job);

            chat.ask("/clear");
            JsonObject running = chat.ask("/companion:status " + job);
            gate.open(machine);
            JsonObject waited = chat.ask("/companion:wait " + job);
            JsonObject read = chat.ask("/companion:result " + job);

            assertThat(before.string("result").orElseThrow()).contains(job);
            assertThat(running.string("session_id")).isNotEqualTo(before.string("session_id"));
            assertThat(running.string("result").orElseThrow()).contains(job, "running");
            assertThat(waited.string("result").orElseThrow()).contains(job, "completed");
            assertThat(read.string("result").orElseThrow()).contains(CODEX, "companion-receipt/1: job=" + job);
        }
        assertThat(claude.kept("typed")).isEmpty();
    }
}
