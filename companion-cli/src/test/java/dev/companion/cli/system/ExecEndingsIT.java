package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However a task over {@code codex exec} ends, it says why, and nothing of it goes on. */
@Tag("once")
class ExecEndingsIT {
    private static final long LIMIT_MILLIS = 5_000;
    private static final String SLEEP =
            Script.of().exec("sleep 600", Duration.ofMinutes(10)).say("slept").inPrompt("Sleep.");

    @RegisterExtension
    final Machine machine = new Machine();

    @BeforeEach
    void overExec() {
        machine.withRealCodex().with("COMPANION_TRANSPORT", "exec");
    }

    /** A job whose command certainly runs. */
    private String sleeping(String sandbox, Script before) {
        Gate gate = Gate.of(machine, "gate");
        String job = machine.submit(
                "--sandbox",
                sandbox,
                before.exec(gate.command() + "; sleep 600", Duration.ofMinutes(10))
                        .inPrompt("Sleep."));
        gate.open(machine);
        machine.awaitEvent(
                job, "command", data -> data.string("command").orElse("").contains("sleep 600"));
        return job;
    }

    private ProcessHandle codex() {
        List<ProcessHandle> found = machine.processes().running("exec\0--json\0");
        assertThat(found)
                .as("%s", Marked.describe(machine.processes().living()))
                .hasSize(1);
        return found.get(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read-only", "workspace-write", "danger-full-access"})
    void G08_a_running_command_ends_with_its_job(String sandbox) {
        String job = sleeping(sandbox, Script.of());

        Answer answer = machine.run("cancel", job, "--json");

        assertThat(answer.json().string("status")).as("%s", answer).contains("cancelled");
        assertThat(answer.millis()).isLessThan(LIMIT_MILLIS);
        assertThat(machine.processes().afterAtMost(Duration.ofSeconds(2))).isEmpty();
        assertThat(machine.awaitEnd(job).string("status")).contains("cancelled");
    }

    @Test
    void G08_what_a_command_left_behind_ends_too() {
        String job = sleeping("danger-full-access", Script.of().exec("setsid --fork sleep 613 >/dev/null 2>&1"));
        assertThat(machine.processes().running("sleep\0" + "613")).isNotEmpty();

        assertThat(machine.run("cancel", job).exitCode()).isZero();

        assertThat(machine.processes().afterAtMost(Duration.ofSeconds(2))).isEmpty();
    }

    @Test
    void G05_limits_end_the_job() {
        Answer timeout = machine.run("task", "--json", "--timeout", "4s", SLEEP);
        Answer stalled = machine.run(
                "task",
                "--json",
                "--fresh",
                "--stall-timeout",
                "4s",
                Script.of().step(Map.of("silent", "no-headers")).inPrompt("Say nothing."));

        assertThat(timeout.exitCode()).as("%s", timeout).isEqualTo(3);
        assertThat(timeout.json().object("job").string("reason")).contains("timeout");
        assertThat(stalled.exitCode()).as("%s", stalled).isEqualTo(3);
        assertThat(stalled.json().object("job").string("reason")).contains("stalled");
        assertThat(machine.processes().afterAtMost(Duration.ofSeconds(2))).isEmpty();
    }

    @Test
    void a_worker_that_is_asked_to_end_ends_codex_and_its_command() {
        String job = sleeping("danger-full-access", Script.of());

        machine.worker(job).destroy();

        JsonObject record = machine.awaitEnd(job);
        assertThat(record.string("reason")).contains("interrupted");
        assertThat(machine.processes().afterAtMost(Duration.ofSeconds(2))).isEmpty();
    }

    @Test
    void G03_a_codex_that_is_killed_fails_the_job_at_once() {
        String job = sleeping("workspace-write", Script.of());
        Signals.send("KILL", codex().pid());
        long killedAt = System.nanoTime();

        machine.awaitEvent(job, "job.finished");

        assertThat(Duration.ofNanos(System.nanoTime() - killedAt)).isLessThan(Duration.ofSeconds(2));
        JsonObject record = machine.job(job);
        assertThat(record.string("reason")).contains("transport");
        assertThat(record.string("errorMessage").orElseThrow()).contains("signal 9");
    }

    /** Nothing tells Codex that its worker is gone, as long as it has nothing to say. */
    @ParameterizedTest
    @ValueSource(strings = {"workspace-write", "danger-full-access"})
    void G01_what_a_killed_worker_left_is_ended_by_the_next_command(String sandbox) {
        String job = sleeping(sandbox, Script.of());
        ProcessHandle worker = machine.worker(job);
        ProcessHandle codex = codex();
        Signals.send("KILL", worker.pid());
        worker.onExit().join();
        assertThat(codex.isAlive()).isTrue();

        Answer answer = machine.run("status", job, "--json");

        assertThat(answer.json().object("job").string("status"))
                .as("%s", answer)
                .contains("lost");
        assertThat(answer.millis()).isLessThan(2_000);
        assertThat(machine.processes().afterAtMost(Duration.ofSeconds(2))).isEmpty();
    }

    @Test
    void a_codex_without_its_worker_ends_by_itself_with_its_next_word() {
        String job = machine.submit(
                "--write",
                Script.of()
                        .exec("sleep 3", Duration.ofMinutes(1))
                        .exec("sleep 600", Duration.ofMinutes(10))
                        .inPrompt("Sleep."));
        machine.awaitCommand(job);
        ProcessHandle codex = codex();

        Signals.send("KILL", machine.worker(job).pid());

        codex.onExit().orTimeout(20, TimeUnit.SECONDS).join();
        assertThat(machine.job(job).string("status")).contains("lost");
    }

    @Test
    void G09_what_the_provider_refuses_has_its_reason() {
        new FaultTable(machine)
                .row(
                        "401",
                        failing(Map.of("status", 401, "body", Map.of("error", Map.of("message", "bad key")))),
                        Verdict.failed("auth", 6)
                                .errorClass("httpConnectionFailed")
                                .saying("bad key"))
                .row(
                        "429",
                        failing(Map.of("status", 429)),
                        Verdict.failed("rate_limit", 12).errorClass("responseTooManyFailedAttempts"))
                .row(
                        "usage limit",
                        failing(Map.of("usageLimit", Map.of("resetsInSeconds", 3600))),
                        Verdict.failed("usage_limit", 12)
                                .errorClass("usageLimitExceeded")
                                .knowingWhenToRetry())
                .row(
                        "context",
                        failing(Map.of("failed", "context_length_exceeded")),
                        Verdict.failed("context_window", 1).errorClass("contextWindowExceeded"))
                .row(
                        "500",
                        failing(Map.of("status", 500)),
                        Verdict.failed("model", 1).errorClass("internalServerError"))
                .row(
                        "broken off",
                        failing(Map.of("dropStream", "mid", "say", "so far")),
                        Verdict.failed("transport", 1).errorClass("other").saying("stream disconnected"))
                .judge();
    }

    private Cli failing(Map<String, ?> fault) {
        return machine.companion(
                "task", "--json", "--fresh", Script.of().step(fault).inPrompt("Fail."));
    }
}
