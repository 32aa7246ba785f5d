package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.Timestamps;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The limits of the account: kept with the job that heard of them, and waited for. */
@Tag("once")
class UsageLimitsIT {
    private static final Map<String, Object> LIMITED =
            Map.of("usageLimit", Map.of("resetsInSeconds", 7_200), "times", 1, "say", "at last");

    @RegisterExtension
    final Machine machine = new Machine();

    @AfterEach
    void leaveNoSharedMemory() throws IOException {
        assertThat(machine.processes().afterAtMost(Machine.PATIENCE)).isEmpty();
        FakedClock.removeTraces();
    }

    @Test
    void what_a_job_heard_of_the_limits_is_kept_and_shown() {
        Map<String, Object> primary = Map.of("usedPercent", 43, "windowMinutes", 300, "resetsAt", 1_795_351_430);
        String prompt = Script.of()
                .step(Map.of("say", "done", "rateLimits", Map.of("primary", primary)))
                .inPrompt("Say it.");
        Answer answer = machine.withRealCodex().run("task", "--json", prompt);
        String job = answer.json().string("jobId").orElseThrow();

        JsonObject limits = machine.run("status", job, "--json").json().object("rateLimits");

        assertThat(limits.object("primary").number("usedPercent")).contains(43L);
        assertThat(limits.object("primary").string("resetsAt")).contains("2026-11-22T12:43:50.000Z");
        assertThat(limits.string("observedAt")).isPresent();
        assertThat(machine.events(job))
                .filteredOn(event -> event.string("type").orElse("").equals("rate_limits"))
                .hasSize(1);
        assertThat(machine.run("status", job).out()).contains("limits     43 % of 5 h used");
        assertThat(machine.run("setup", "--json")
                        .json()
                        .object("account")
                        .object("lastKnownRateLimits")
                        .object("primary")
                        .number("usedPercent"))
                .contains(43L);
    }

    /** A job that failed by the limit, and its retry that waits for it to be over. */
    private String waiting() {
        String prompt = Script.of().step(LIMITED).inPrompt("Say it.");
        String limited = machine.submit(prompt);
        JsonObject failed = machine.awaitEnd(limited);
        assertThat(failed.string("reason")).contains("usage_limit");
        assertThat(machine.run("status", limited).err()).contains("companion retry " + limited + " --when-allowed");
        Answer retry = machine.run("retry", limited, "--when-allowed", "--background", "--output", "id");
        assertThat(retry.exitCode()).as("%s", retry).isZero();
        String job = retry.out().strip();
        Instant reset = Instant.parse(failed.string("retryAt").orElseThrow());
        assertThat(machine.job(job).string("notBefore")).contains(Timestamps.format(reset.plus(Duration.ofMinutes(1))));
        return job;
    }

    @Test
    void a_retry_waits_for_the_limit_and_runs_when_the_clock_says_so() throws IOException {
        FakedClock clock = FakedClock.of(machine);
        machine.with("COMPANION_SPAWN_TIMEOUT", "1s");
        String job = waiting();
        assertThat(machine.run("wait", job, "--timeout", "2s").exitCode()).isEqualTo(8);

        assertThat(machine.job(job).string("status")).contains("queued");
        assertThat(machine.run("status").out()).contains("waits until ");

        clock.setAhead(Duration.ofHours(3));
        JsonObject ended = machine.awaitEnd(job);

        assertThat(ended.string("status")).as("%s", ended).contains("completed");
        assertThat(machine.run("result", job).out()).isEqualTo("at last");
    }

    @Test
    void G08_a_cancel_ends_a_wait_at_once_and_its_worker_leaves() {
        machine.withRealCodex();
        String job = waiting();

        Answer cancel = machine.run("cancel", job, "--json");

        assertThat(cancel.json().string("status")).contains("cancelled");
        assertThat(cancel.millis()).isLessThan(5_000);
        assertThat(machine.processes().afterAtMost(Machine.PATIENCE)).isEmpty();
        assertThat(machine.job(job).string("status")).contains("cancelled");
    }

    @Test
    void a_retry_without_a_known_time_is_a_usage_error() {
        String prompt = Script.of().step(Map.of("status", 400)).inPrompt("Fail.");
        String job = machine.withRealCodex().submit(prompt);
        machine.awaitEnd(job);

        Answer answer = machine.run("retry", job, "--when-allowed", "--json");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(2);
        assertThat(answer.json().object("error").string("remedy")).contains("try it now: companion retry " + job);
    }
}
