package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the wall clock does, no job is lost or out of time because of it, and what is shown stays sensible. */
@Tag("once")
class G05_ClockIT {
    @RegisterExtension
    final Machine machine = new Machine();

    @AfterEach
    void leaveNoSharedMemory() throws IOException {
        assertThat(machine.processes().afterAtMost(Machine.PATIENCE)).isEmpty();
        FakedClock.removeTraces();
    }

    /** A job whose command waits until it is let through. */
    private record Waiting(String job, Gate gate) {}

    private Waiting waitingJob(String... options) {
        Gate gate = Gate.of(machine, "gate");
        String prompt = Script.of()
                .exec(gate.command(), Duration.ofMinutes(2))
                .say("Through.")
                .inPrompt("Wait.");
        List<String> words = new ArrayList<>(List.of(options));
        words.add(prompt);
        String job = machine.submit(words.toArray(String[]::new));
        machine.awaitCommand(job);
        return new Waiting(job, gate);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT3H", "PT-3H"})
    void G05_a_clock_that_jumps_ends_no_job(Duration jump) throws IOException {
        FakedClock clock = FakedClock.of(machine);
        Waiting waiting = waitingJob("--timeout", "1h", "--stall-timeout", "30m");
        String job = waiting.job();

        clock.setAhead(jump);

        assertLooksAtItsLimits(job);
        assertSensible(machine.job(job), "running");
        waiting.gate().open(machine);
        assertSensible(machine.awaitEnd(job), "completed");
        assertThat(machine.run("status", job).out()).doesNotContain(" -");
        assertThat(machine.run("result", job).out()).isEqualTo("Through.");
    }

    /** The worker has the new time for a second at least, and looks at its limits ten times meanwhile. */
    private void assertLooksAtItsLimits(String job) {
        Answer waited = machine.run("wait", job, "--timeout", "2s");
        assertThat(waited.exitCode()).as("%s", waited).isEqualTo(8);
    }

    private static void assertSensible(JsonObject job, String status) {
        assertThat(job.string("status")).contains(status);
        assertThat(job.number("elapsedMs").orElseThrow()).isNotNegative();
        job.number("durationMs").ifPresent(duration -> assertThat(duration).isNotNegative());
    }

    @Test
    void G05_waiting_ends_when_its_own_time_is_over_whatever_the_clock_says() throws IOException {
        FakedClock clock = FakedClock.of(machine);
        Waiting waiting = waitingJob();
        String job = waiting.job();
        Started wait = machine.companion("wait", job, "--timeout", "2s").start();

        clock.setAhead(Duration.ofHours(-5));

        assertThat(wait.await().exitCode()).isEqualTo(8);
        waiting.gate().open(machine);
        machine.awaitEnd(job);
    }

    @Test
    void resume_last_takes_the_later_one_or_refuses_to_guess() throws IOException {
        FakedClock clock = FakedClock.of(machine);
        String first =
                machine.run("task", "--json", "One.").json().string("threadId").orElseThrow();
        clock.setAhead(Duration.ofHours(5));
        String second =
                machine.run("task", "--json", "Two.").json().string("threadId").orElseThrow();

        Answer later = machine.run("task", "--json", "--resume-last", "Go on.");
        clock.setAhead(Duration.ZERO);
        Answer back = machine.run("task", "--json", "--resume-last", "Go on.");

        assertThat(later.json().string("threadId")).contains(second).isNotEqualTo(first);
        // Both have ended within the last hour, or will: only the user knows.
        assertThat(back.exitCode()).as("%s", back).isEqualTo(7);
        assertThat(back.json().object("error").string("detailCode")).contains("ambiguous_resume");
    }

    @Test
    void a_job_from_the_future_hides_no_later_one() throws IOException {
        FakedClock clock = FakedClock.of(machine);
        clock.setAhead(Duration.ofDays(2));
        String future = machine.submit("One.");
        machine.awaitEnd(future);
        clock.setAhead(Duration.ZERO);
        String present = machine.submit("Two.");
        machine.awaitEnd(present);

        JsonObject status = machine.run("status", "--all", "--json").json();

        assertThat(machine.run("status", "--all", "--output", "id").out().lines())
                .containsOnlyOnce(future, present);
        assertThat(status.object("latestFinished").number("elapsedMs").orElseThrow())
                .isNotNegative();
        assertThat(status.objects("recent")).singleElement().satisfies(job -> assertSensible(job, "completed"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-10-25T00:59:30Z, 2026-10-25T01:00:30Z, 02:59:, 02:00:",
        "2026-03-29T00:59:30Z, 2026-03-29T01:00:30Z, 01:59:, 03:00:"
    })
    void summer_time_begins_and_ends_without_a_trace_in_the_record(
            Instant before, Instant after, String shownBefore, String shownAfter) throws IOException {
        FakedClock clock = FakedClock.of(machine);
        clock.setTo(before);
        machine.with("TZ", "Europe/Berlin");
        Waiting waiting = waitingJob();
        String job = waiting.job();

        clock.setTo(after);
        assertLooksAtItsLimits(job);
        waiting.gate().open(machine);

        JsonObject record = machine.awaitEnd(job);
        assertThat(Instant.parse(record.string("createdAt").orElseThrow()))
                .isBetween(before.minusSeconds(1), before.plusSeconds(30));
        assertThat(Instant.parse(record.string("completedAt").orElseThrow()))
                .isBetween(after.minusSeconds(1), after.plusSeconds(60));
        assertThat(record.number("durationMs").orElseThrow()).isBetween(25_000L, 130_000L);
        assertThat(machine.run("logs", job).out().lines())
                .anyMatch(line -> line.startsWith(shownBefore))
                .anyMatch(line -> line.startsWith(shownAfter));
    }
}
