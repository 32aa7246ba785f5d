package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ListeningCodex;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The same tasks over every transport: the same record, the same events in the same order, but for the rows of
 * {@code docs/transports.md}.
 */
class TransportContractIT {
    private static final String PATCH = "*** Begin Patch\n*** Add File: made.txt\n+made\n*** End Patch\n";

    /** What {@code docs/transports.md} says that cannot be known over exec. */
    private static final Set<String> UNKNOWN_OVER_EXEC =
            Set.of("turnId", "effectiveSandbox", "effectiveModel", "codexVersion");

    @RegisterExtension
    final Machine machine = new Machine();

    private Optional<ListeningCodex> elsewhere = Optional.empty();

    private void over(String transport) throws IOException {
        machine.withRealCodex().over(transport);
        if (transport.equals("remote")) {
            Path token = Files.writeString(machine.file("token"), "only-a-test\n");
            Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
            OfflineCodexHome home = new OfflineCodexHome(machine.directory().resolve("offline"));
            ListeningCodex codex = ListeningCodex.onPort(home, machine.workspace(), token);
            elsewhere = Optional.of(codex);
            machine.with("COMPANION_REMOTE", codex.url().toString())
                    .with("COMPANION_REMOTE_TOKEN_FILE", token.toString());
        }
    }

    @AfterEach
    void end() {
        elsewhere.ifPresent(ListeningCodex::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "direct", "exec", "remote"})
    void a_task_with_a_command_and_a_patch(String transport) throws IOException {
        over(transport);

        JsonObject task = machine.run(
                        "task",
                        "--json",
                        "--write",
                        Script.of()
                                .exec("echo looked")
                                .patch(PATCH)
                                .say("All done.")
                                .inPrompt("Make a file."))
                .json();

        JsonObject job = task.object("job");
        assertThat(task.string("rawOutput")).contains("All done.");
        assertThat(task.strings("touchedFiles")).hasSize(1).allMatch(file -> file.endsWith("made.txt"));
        assertThat(Files.readString(machine.workspace().resolve("made.txt"))).isEqualTo("made\n");
        assertThat(job.string("status")).contains("completed");
        assertThat(job.string("transport")).contains(transport);
        assertThat(job.string("effectiveTransport")).contains(transport);
        assertThat(job.number("exitCode")).contains(0L);
        assertThat(job.number("generation")).contains(1L);
        assertThat(job.object("usage").number("totalTokens").orElse(0L)).isPositive();
        assertThat(job.string("threadId")).isPresent();
        for (String field : UNKNOWN_OVER_EXEC) {
            assertThat(job.string(field).isPresent()).as(field).isEqualTo(!transport.equals("exec"));
        }
        assertThat(types(job))
                .startsWith("job.queued", "job.started", "thread.ready", "turn.started")
                .containsSubsequence("command", "command", "file_change", "file_change", "message", "job.finished")
                .contains("usage")
                .endsWith("job.finished");
    }

    /** The order of events; warnings come when Codex likes, and a diff is told where there is one. */
    private List<String> types(JsonObject job) {
        return machine.events(job.string("id").orElseThrow()).stream()
                .map(event -> event.string("type").orElseThrow())
                .filter(type -> !Set.of("warning", "diff").contains(type))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "direct", "exec", "remote"})
    void a_thread_goes_on(String transport) throws IOException {
        over(transport);
        JsonObject first = machine.run("task", "--json", Script.of().say("one").inPrompt("Begin."))
                .json();

        JsonObject second = machine.run(
                        "task",
                        "--json",
                        "--resume-last",
                        Script.of().say("two").inPrompt("Go on."))
                .json();

        assertThat(second.object("job").string("status")).contains("completed");
        assertThat(second.string("threadId")).isEqualTo(first.string("threadId"));
        assertThat(second.string("rawOutput")).contains("two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "direct", "exec", "remote"})
    void a_review_of_some_paths(String transport) throws IOException {
        over(transport);
        Reviews.change(machine);
        machine.model()
                .otherwise(Script.of().say(Reviews.builtIn(machine.workspace().resolve("README"))));

        Answer answer = machine.run("review", "--json", "--effort", "low", "--", "README");

        JsonObject review = answer.json();
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(review.object("result").objects("findings")).hasSize(1);
        assertThat(machine.job(review.string("jobId").orElseThrow()).string("effectiveTransport"))
                .contains(transport);
        assertThat(Reviews.lastRequest(machine).userText()).contains("-- ':(top,literal)README'");
        assertThat(Reviews.lastRequest(machine).body().object("reasoning").string("effort"))
                .contains("low");
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "direct", "exec", "remote"})
    void a_verdict_that_takes_two_turns(String transport) throws IOException {
        over(transport);
        Reviews.change(machine);
        machine.model().otherwise(Script.of().say(Reviews.verdict("approve")));

        Answer answer = machine.run(
                "adversarial-review", "--json", Script.of().say("It is fine.").inPrompt("races?"));

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.json().object("result").string("verdict")).contains("approve");
        assertThat(machine.model().requests())
                .hasSize(2)
                .allMatch(request -> request.threadId().equals(answer.json().string("threadId")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "direct", "exec", "remote"})
    void a_usage_limit(String transport) throws IOException {
        over(transport);

        Answer answer = machine.run(
                "task",
                "--json",
                Script.of()
                        .step(Map.of("usageLimit", Map.of("resetsInSeconds", 3_600)))
                        .inPrompt("Fail."));

        JsonObject job = answer.json().object("job");
        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(12);
        assertThat(job.string("reason")).contains("usage_limit");
        assertThat(job.string("errorClass")).contains("usageLimitExceeded");
        assertThat(job.string("retryAt")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "direct", "exec", "remote"})
    void a_time_limit(String transport) throws IOException {
        over(transport);

        Answer answer = machine.run(
                "task",
                "--json",
                "--timeout",
                "2s",
                Script.of().exec("sleep 617", Duration.ofMinutes(10)).inPrompt("Sleep."));

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(3);
        assertThat(answer.json().object("job").string("reason")).isEqualTo(Optional.of("timeout"));
        assertThat(machine.processes().running("sleep\0" + "617")).isEmpty();
    }
}
