package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Readers that leave early, stop reading or are slow: it is their own loss alone, and costs little memory. */
@Tag("once")
class G15_HostileReaderIT {
    private static final String LITTLE_MEMORY = "-Xmx32m";
    private static final long BYTES = 100L << 20;
    private static final int EVENTS = 100_000;

    @RegisterExtension
    final Machine machine = new Machine();

    private Cli little(String line) {
        return machine.shell(line).with("COMPANION_JAVA_OPTS", LITTLE_MEMORY);
    }

    private String jobOfHundredMegabytes() throws IOException {
        machine.withRealCodex();
        String job = machine.submit("Work.");
        machine.awaitEnd(job);
        byte[] block = new byte[1 << 20];
        Arrays.fill(block, (byte) 'x');
        try (OutputStream out = Files.newOutputStream(machine.jobDirectory(job).resolve("output.md"))) {
            for (long written = 0; written < BYTES; written += block.length) {
                out.write(block);
            }
        }
        return job;
    }

    @Test
    void G15_a_result_whose_reader_leaves_ends_in_order() throws IOException {
        String job = jobOfHundredMegabytes();

        for (String format : new String[] {"text", "json"}) {
            Answer answer = little("{ \"$0\" result --output " + format + " " + job
                            + "; echo \"exit $?\" >&2; } | head -c 10 | wc -c")
                    .run();
            assertThat(answer.out().strip()).isEqualTo("10");
            assertThat(answer.err()).as(format).isEqualTo("exit 0\n");
        }
        Answer logs = little("{ \"$0\" logs --json " + job + "; echo \"exit $?\" >&2; } | true")
                .run();
        assertThat(logs.err()).isEqualTo("exit 0\n");
        assertNoBug();
    }

    @Test
    void G15_a_reader_that_stops_reading_is_in_nobodys_way() throws IOException {
        String job = jobOfHundredMegabytes();
        Gate gate = Gate.of(machine, "gate");
        Started reader = little("{ \"$0\" result " + job + "; echo \"exit $?\" >&2; }"
                        + " | { head -c 10 >/dev/null; echo stopped >&2; " + gate.command() + " >&2; wc -c; }")
                .start();
        reader.awaitLine("stopped"::equals);

        Answer task = machine.run("task", "Meanwhile.");

        assertThat(task.exitCode()).as("%s", task).isZero();
        gate.open(machine);
        Answer end = reader.await();
        assertThat(end.err()).endsWith("exit 0");
        // What head had taken beyond its ten bytes is gone with it.
        assertThat(Long.parseLong(end.out().strip())).isBetween(BYTES - (64 << 10), BYTES - 10);
        assertNoBug();
    }

    @Test
    void G15_who_follows_a_hundred_thousand_events_slowly_holds_up_no_worker() throws IOException {
        machine.withScriptedCodex(new ScriptedScenario().turn(manyEvents()));
        Gate gate = Gate.of(machine, "gate");
        String job = machine.submit("Plan much.");
        Started follower = little("{ \"$0\" logs -f --json " + job + "; echo \"exit $?\" >&2; }"
                        + " | { read first; echo stopped >&2; " + gate.command() + " >&2; tee '"
                        + machine.file("followed") + "' | wc -l; }")
                .start();
        follower.awaitLine("stopped"::equals);

        Answer wait = machine.run("wait", job, "--timeout", "2m");

        assertThat(wait.exitCode()).as("%s", wait).isZero();
        gate.open(machine);
        Answer end = follower.await();
        assertThat(end.err()).contains("exit 0");
        Path events = machine.jobDirectory(job).resolve("events.jsonl");
        try (Stream<String> lines = Files.lines(events)) {
            assertThat(lines.count())
                    .isGreaterThan(EVENTS)
                    .isEqualTo(Long.parseLong(end.out().strip()) + 1);
        }
        assertThat(Files.size(machine.file("followed"))).isLessThan(Files.size(events));
        assertNoBug();
    }

    private static ScriptedTurn manyEvents() {
        return ScriptedTurn.begin()
                .plan(Map.of("step", "pending"))
                .again(EVENTS)
                .message("planned")
                .completed();
    }

    private void assertNoBug() {
        assertThat(machine.root().resolve("run").resolve("last-bug.txt")).doesNotExist();
    }
}
