package dev.companion.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.PublishedSchema;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineRequest;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks over {@code codex exec}, with the real Codex: what goes in, on which thread, and what comes out. */
@Tag("once")
class ExecTaskIT {
    @RegisterExtension
    final Machine machine = new Machine();

    @BeforeEach
    void overExec() {
        machine.withRealCodex().with("COMPANION_TRANSPORT", "exec");
    }

    private Answer task(String... words) {
        List<String> all = new ArrayList<>(List.of("task", "--json"));
        all.addAll(List.of(words));
        Answer answer = machine.run(all.toArray(String[]::new));
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        return answer;
    }

    private static String thread(Answer answer) {
        return answer.json().string("threadId").orElseThrow();
    }

    private OfflineRequest lastRequest() {
        List<OfflineRequest> requests = machine.model().requests();
        return requests.get(requests.size() - 1);
    }

    private String lastInput() {
        return Json.text(lastRequest().body().value("input"));
    }

    @Test
    void a_command_and_a_patch_leave_the_same_record_as_over_another_transport() throws IOException {
        Answer answer = task(
                "--write",
                Script.of()
                        .exec("sleep 0.5; echo seen")
                        .addFile("made.txt", "hello\n")
                        .say("Done.")
                        .inPrompt("Make it."));

        PublishedSchema.requireValid("task", answer.out());
        assertThat(answer.json().string("rawOutput")).contains("Done.");
        assertThat(machine.workspace().resolve("made.txt")).hasContent("hello");
        assertThat(answer.json().strings("touchedFiles"))
                .containsExactly(machine.workspace().resolve("made.txt").toString());
        JsonObject job = answer.json().object("job");
        assertThat(job.string("transport")).contains("exec");
        assertThat(job.string("effectiveTransport")).contains("exec");
        assertThat(job.value("effectiveSandbox")).isNull();
        assertThat(job.value("turnId")).isNull();
        assertThat(job.object("usage").number("totalTokens").orElseThrow()).isPositive();
        String id = answer.json().string("jobId").orElseThrow();
        assertThat(machine.events(id))
                .extracting(event -> event.string("type").orElseThrow())
                .containsSubsequence(
                        "job.queued",
                        "job.started",
                        "thread.ready",
                        "turn.started",
                        "command",
                        "file_change",
                        "message",
                        "usage",
                        "job.finished");
        assertThat(machine.run("result", id).out()).isEqualTo("Done.");
        assertThat(machine.run("logs", id).out()).doesNotContain("?");
        assertThat(machine.jobDirectory(id)).isDirectoryNotContaining("glob:**prompt*");
    }

    @Test
    void a_thread_goes_on_whichever_transport_began_it() {
        Answer first = task("The first words.");
        String job = first.json().string("jobId").orElseThrow();

        Answer last = task("--resume-last", "The second words.");
        assertThat(lastInput()).contains("The first words.").contains("The second words.");
        Answer byJob = task("--resume-job", job, "The third words.");
        Answer direct = task("--thread", thread(first), "--transport", "direct", "The fourth words.");
        Answer exec = task("--thread", thread(first), "The fifth words.");

        assertThat(lastInput()).contains("The first words.").contains("The fourth words.");
        assertThat(List.of(thread(last), thread(byJob), thread(direct), thread(exec)))
                .containsOnly(thread(first));
        assertThat(thread(task("--fresh", "The sixth words."))).isNotEqualTo(thread(first));
    }

    @Test
    void what_was_allowed_in_a_turn_is_not_allowed_in_the_next() {
        Answer first = task("--write", "Begin.");

        task(
                "--thread",
                thread(first),
                Script.of().exec("sleep 0.4; touch new").say("done").inPrompt("Write."));

        assertThat(machine.workspace().resolve("new")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"01a00000-0000-7000-8000-000000000000, no rollout found", "my-thread, no such thread"})
    void an_unknown_thread_fails_the_job_and_begins_none(String thread, String words) {
        Answer answer = machine.run("task", "--json", "--thread", thread, "Go on.");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(4);
        assertThat(answer.json().object("job").string("reason")).contains("thread_missing");
        assertThat(answer.json().object("job").string("errorMessage").orElseThrow())
                .contains(words);
        assertThat(answer.err()).contains("companion retry --fresh");
        assertThat(machine.model().requestCount()).isZero();
    }

    @Test
    void a_thread_that_another_codex_writes_to_is_busy() {
        String first = machine.submit(
                "--transport",
                "direct",
                Script.of().exec("sleep 600", Duration.ofMinutes(10)).inPrompt("Sleep."));
        machine.awaitCommand(first);
        String thread =
                machine.awaitEvent(first, "thread.ready").string("threadId").orElseThrow();

        Answer answer = machine.companion("task", "--json", "--thread", thread, "Me too.")
                .with("COMPANION_HOME", machine.directory().resolve("state2").toString())
                .run();

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(7);
        assertThat(answer.json().object("job").string("reason")).contains("thread_busy");
        assertThat(machine.run("cancel", first).exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--thread 01a00000-0000-7000-8000-000000000000 --fork x | bad_combination",
                "--network x | bad_combination",
                "\u00a0\u2003 | no_prompt"
            })
    void what_exec_cannot_do_is_refused_before_any_effect(String words, String detailCode) {
        Answer answer =
                machine.companion("task", "--json").adding(words.split(" ")).run();

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(2);
        assertThat(answer.json().object("error").string("detailCode")).contains(detailCode);
        assertThat(answer.json().object("error").string("remedy").orElseThrow()).contains("--transport direct");
        assertThat(machine.root().resolve("jobs")).doesNotExist();
        assertThat(machine.model().requestCount()).isZero();
    }

    @Test
    void model_effort_tier_and_schema_reach_the_model_on_a_new_thread_and_on_an_earlier_one() throws IOException {
        Path schema = Files.writeString(
                machine.file("schema.json"),
                "{\"type\":\"object\",\"properties\":{\"verdict\":{\"type\":\"string\"}},\"required\":[\"verdict\"],\"additionalProperties\":false}");
        String[] options = {
            "-m", "gpt-5.5", "--effort", "high", "--service-tier", "priority", "--output-schema", schema.toString()
        };

        for (String thread : List.of("--fresh", "--resume-last")) {
            Answer answer = machine.companion("task", "--json", thread, "Judge.")
                    .adding(options)
                    .run();

            assertThat(answer.exitCode()).as("%s", answer).isZero();
            JsonObject body = lastRequest().body();
            assertThat(body.string("model")).contains("gpt-5.5");
            assertThat(body.object("reasoning").string("effort")).contains("high");
            assertThat(body.string("service_tier")).contains("priority");
            assertThat(Json.text(body.object("text").object("format").fields())).contains("verdict");
        }
        assertThat(machine.model().requestCount()).isEqualTo(2);
    }

    @Test
    void a_subdirectory_and_a_linked_working_tree_are_as_good_as_the_root() throws IOException {
        Path below = Files.createDirectories(machine.workspace().resolve("a b/c"));
        Path linked = machine.directory().resolve("linked");
        Repository.git(machine.workspace(), "worktree", "add", "--quiet", linked.toString());

        for (Path directory : List.of(below, linked)) {
            task(
                    "--write",
                    "-C",
                    directory.toString(),
                    Script.of().addFile("here.txt", "x\n").say("ok").inPrompt("Go."));

            assertThat(directory.resolve("here.txt")).exists();
        }
    }

    @Test
    void G15_megabytes_return_byte_for_byte() {
        String unit = "0123456789\"\\🙂äöü§ line\n";
        long repeat = (4L << 20) / unit.getBytes(UTF_8).length;

        String job = machine.submit(Script.of().sayRepeated(unit, repeat, 100).inPrompt("Say much."));

        assertThat(machine.awaitEnd(job).string("status")).contains("completed");
        assertThat(machine.run("result", job).out()).isEqualTo(unit.repeat(Math.toIntExact(repeat)));
    }
}
