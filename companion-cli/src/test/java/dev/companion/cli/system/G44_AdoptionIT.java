package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over the resident server a turn outlives its worker, and a job its server: each ends truthfully, under the same id. */
@Tag("once")
class G44_AdoptionIT {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    @RegisterExtension
    final Machine machine = new Machine();

    private final Resident resident = new Resident(machine);

    /** A turn that waits for a file before its last command ends. */
    private String waiting(Path gate) {
        machine.withResidentCodex();
        String job = machine.submit(
                "--write",
                Script.of()
                        .exec("echo begun")
                        .exec("until [ -e " + gate + " ]; do sleep 0.05; done; echo over", Duration.ofMinutes(2))
                        .say("carried on")
                        .inPrompt("Wait."));
        machine.awaitEvent(
                job, "command", data -> data.string("command").orElse("").contains("until"));
        return job;
    }

    private static void open(Path gate) throws IOException {
        Files.createFile(gate);
    }

    private Path gate() {
        return machine.workspace().resolve("gate");
    }

    private void killWorker(String job) {
        ProcessHandle worker = ProcessHandle.of(machine.events(job).stream()
                        .filter(event -> event.string("type").equals(Optional.of("job.started")))
                        .map(event -> event.object("data").number("pid").orElseThrow())
                        .reduce((first, last) -> last)
                        .orElseThrow())
                .orElseThrow();
        Signals.send("KILL", worker.pid());
        worker.onExit().join();
    }

    private void awaitGeneration(String job, long generation) {
        machine.awaitEvent(job, "job.started", data -> data.number("generation").equals(Optional.of(generation)));
    }

    @Test
    void G44_a_killed_worker_is_followed_by_another_one_on_the_same_turn() throws IOException {
        String job = waiting(gate());
        JsonObject before = machine.job(job);

        killWorker(job);
        JsonObject asked = machine.job(job);
        awaitGeneration(job, 2);
        open(gate());
        JsonObject after = machine.awaitEnd(job);

        assertThat(asked.string("status")).contains("running");
        assertThat(after.string("status")).as("%s", after.fields()).contains("completed");
        assertThat(after.string("threadId")).isEqualTo(before.string("threadId"));
        assertThat(after.string("turnId")).isEqualTo(before.string("turnId"));
        assertThat(after.number("generation")).contains(2L);
        assertThat(machine.run("result", job).out()).isEqualTo("carried on");
        assertThat(machine.model().requests())
                .as("the model was asked as often as the turn has steps")
                .hasSize(3);
        assertToldOnce(job);
    }

    /** Nobody asks for the job: its keeper looks after it. */
    @Test
    void G44_a_killed_worker_is_followed_without_any_command() throws IOException {
        String job = waiting(gate());

        killWorker(job);
        awaitGeneration(job, 2);
        open(gate());
        machine.awaitEvent(job, "job.finished");

        assertThat(machine.job(job).string("status")).contains("completed");
    }

    @Test
    void G44_a_turn_that_ended_while_nobody_looked_is_told_from_its_history() throws IOException {
        String job = waiting(gate());
        ProcessHandle worker = machine.worker(job);
        Signals.send("STOP", worker.pid());
        open(gate());
        resident.awaitNoTurn();

        resident.killServer();
        Signals.send("CONT", worker.pid());
        JsonObject ended = machine.awaitEnd(job);

        assertThat(ended.string("status")).contains("completed");
        assertThat(machine.run("result", job).out()).isEqualTo("carried on");
        assertToldOnce(job);
    }

    @Test
    void G44_jobs_of_a_killed_server_end_within_five_seconds() throws IOException {
        String first = waiting(gate());
        String second = waiting(gate());

        long killed = System.nanoTime();
        resident.killServer();
        for (String job : List.of(first, second)) {
            JsonObject finished = machine.awaitEvent(job, "job.finished");
            assertThat(finished.string("status")).contains("failed");
            assertThat(finished.string("reason")).contains("transport");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - killed)).isLessThan(LIMIT);
    }

    /** The keeper is the first whom the server greets, the worker the second. */
    @ParameterizedTest
    @CsvSource({"initialize,2", "thread/start,1", "turn/start,1"})
    void G44_a_job_whose_server_dies_before_the_turn_begins_goes_on_with_the_next_one(String method, int occurrence) {
        machine.over("broker").withScriptedCodex(new ScriptedScenario().diesOn(method, occurrence));

        Answer answer = machine.run("task", "--json", "Go.");

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.json().string("rawOutput")).contains("done");
        assertThat(answer.json().object("job").string("effectiveTransport")).contains("broker");
    }

    /** A job that kills its workers is not adopted for ever, and its turn does not go on without one. */
    @Test
    void G44_a_job_is_adopted_three_times_at_most() throws IOException {
        String job = waiting(gate());
        for (int generation = 1; generation <= 4; generation++) {
            awaitGeneration(job, generation);
            killWorker(job);
        }

        JsonObject finished = machine.awaitEvent(job, "job.finished");

        assertThat(finished.string("status")).contains("lost");
        assertThat(machine.processes().running("until [ -e"))
                .as("%s, %s", finished.fields(), machine.describe(job))
                .isEmpty();
        resident.awaitNoTurn();
    }

    @Test
    void G08_a_job_whose_worker_died_is_cancelled_with_its_command() {
        String job = waiting(gate());
        ProcessHandle worker = machine.worker(job);
        Signals.send("STOP", worker.pid());

        Answer answer = machine.run("cancel", job, "--json");

        assertThat(answer.json().string("status")).as("%s", answer).contains("cancelled");
        assertThat(answer.millis()).isLessThan(LIMIT.toMillis() + 1_000);
        assertThat(machine.processes().running("until [ -e")).isEmpty();
        resident.awaitNoTurn();
    }

    @Test
    void G08_a_command_on_the_resident_server_ends_with_its_job() {
        String job = waiting(gate());

        Answer answer = machine.run("cancel", job, "--json");

        assertThat(answer.json().string("status")).as("%s", answer).contains("cancelled");
        assertThat(answer.json().flag("turnInterrupted")).isTrue();
        assertThat(answer.millis()).isLessThan(LIMIT.toMillis());
        assertThat(machine.processes().running("until [ -e")).isEmpty();
    }

    /** A second turn on a busy thread would be put into the first one. */
    @Test
    void G02_a_thread_with_a_turn_takes_no_other() throws IOException {
        String job = waiting(gate());
        String thread = machine.job(job).string("threadId").orElseThrow();
        JsonObject codexOnly = machine.companion("task", "--json", "--thread", thread, "Me, too.")
                .with(
                        "COMPANION_HOME",
                        machine.directory().resolve("other-state").toString())
                .run()
                .json();

        assertThat(codexOnly.object("job").string("reason")).contains("thread_busy");
        open(gate());
        assertThat(machine.awaitEnd(job).string("status")).contains("completed");
    }

    private void assertToldOnce(String job) {
        List<JsonObject> events = machine.events(job);
        Set<String> told = new HashSet<>();
        for (JsonObject event : events) {
            JsonObject data = event.object("data");
            data.string("itemId")
                    .map(id -> id + " " + data.string("status").orElse(""))
                    .ifPresent(item -> assertThat(told.add(item)).as(item).isTrue());
        }
        for (int i = 0; i < events.size(); i++) {
            assertThat(events.get(i).number("seq")).contains(i + 1L);
        }
        assertThat(events.get(events.size() - 1).string("type")).contains("job.finished");
    }
}
