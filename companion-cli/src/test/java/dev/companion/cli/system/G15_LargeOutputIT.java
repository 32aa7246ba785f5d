package dev.companion.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An output of a hundred megabytes is kept byte for byte, in bounded memory. Costs about a minute. */
class G15_LargeOutputIT {
    private static final String UNIT = "0123456789\"\\🙂äöü§ line\n";
    private static final long BYTES = 100L << 20;
    private static final long REAL_BYTES = 4L << 20;
    private static final long WORKER_PEAK_KIB = 220L << 10;

    @RegisterExtension
    final Machine machine = new Machine();

    /** By the scripted Codex: the real one takes minutes to take an answer of that size from its provider. */
    @Test
    void G15_a_hundred_megabytes_return_byte_for_byte() throws IOException {
        long repeat = BYTES / UNIT.getBytes(UTF_8).length;
        machine.withScriptedCodex(
                new ScriptedScenario().turn(ScriptedTurn.happy(UNIT.repeat(Math.toIntExact(repeat)))));

        String job = machine.submit("Say much.");
        assertReturns(job, repeat);
        assertVerified(job, "--stored");
    }

    @Test
    void G15_megabytes_of_the_real_codex_return_byte_for_byte() throws IOException {
        long repeat = REAL_BYTES / UNIT.getBytes(UTF_8).length;
        machine.withRealCodex();

        String job = machine.submit(Script.of().sayRepeated(UNIT, repeat, 100).inPrompt("Say much."));
        assertReturns(job, repeat);
        assertVerified(job);
    }

    private void assertVerified(String job, String... options) {
        Answer verified = machine.companion("verify", job)
                .adding(options)
                .with("COMPANION_JAVA_OPTS", "-Xmx64m")
                .run();
        assertThat(verified.out()).as("%s", verified).startsWith("verified: ");
    }

    private void assertReturns(String job, long repeat) throws IOException {
        long peak = peakUntilExit(machine.worker(job));

        JsonObject record = machine.awaitEnd(job);
        assertThat(record.string("status")).as("%s", record.fields()).contains("completed");
        assertThat(peak).as("peak of the worker, KiB").isPositive().isLessThan(WORKER_PEAK_KIB);
        assertIsRepeated(machine.jobDirectory(job).resolve("output.md"), repeat);
        Path printed = machine.file("printed");
        Answer result = machine.shell("\"$0\" result " + job + " > '" + printed + "'")
                .with("COMPANION_JAVA_OPTS", "-Xmx64m")
                .run();
        assertThat(result.exitCode()).as("%s", result).isZero();
        assertIsRepeated(printed, repeat);
    }

    /** The kernel's own high-water mark, read until there is none any more. */
    private static long peakUntilExit(ProcessHandle process) {
        long peak = 0;
        while (process.isAlive()) {
            peak = Math.max(peak, highWaterKib(process.pid()));
            awaitExit(process, 100);
        }
        return peak;
    }

    private static void awaitExit(ProcessHandle process, long millis) {
        try {
            process.onExit().get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return;
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static long highWaterKib(long pid) {
        return Marked.read(pid, "status")
                .lines()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0L);
    }

    /** The text so many times, and perhaps one line feed more. */
    private static void assertIsRepeated(Path file, long repeat) throws IOException {
        byte[] unit = UNIT.getBytes(UTF_8);
        assertThat(Files.size(file) - unit.length * repeat).isIn(0L, 1L);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (long i = 0; i < repeat; i++) {
                if (!Arrays.equals(in.readNBytes(unit.length), unit)) {
                    throw new AssertionError("other bytes from " + i * unit.length);
                }
            }
        }
    }
}
