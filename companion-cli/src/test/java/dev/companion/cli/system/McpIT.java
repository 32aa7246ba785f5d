package dev.companion.cli.system;

import static dev.companion.cli.PublishedSchema.requireValidLine;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code companion mcp} through the launcher, with the real Codex, asked by a client that others have written. */
@Tag("once")
class McpIT {
    private static final String SLOW =
            Script.of().exec("sleep 3", Duration.ofMinutes(1)).say("Slept.").inPrompt("Sleep.");

    @RegisterExtension
    final Machine machine = new Machine();

    private static String text(JsonObject result) {
        return result.objects("content").get(0).string("text").orElseThrow();
    }

    private static JsonObject document(String schema, JsonObject result) {
        JsonObject document = result.object("structuredContent");
        requireValidLine(schema, Json.text(document.fields()));
        return document;
    }

    @Test
    void a_client_of_others_finds_the_tools_and_hands_over_a_task() {
        machine.withRealCodex();
        try (SecondClient client = new SecondClient(machine)) {
            assertThat(client.ready().object("server").string("name")).contains("companion");
            assertThat(client.ready().string("instructions").orElseThrow()).contains("CODEX_NOT_RUN");
            assertThat(client.tools().objects("tools").stream()
                            .map(tool -> tool.string("name").orElseThrow()))
                    .containsExactly("task", "review", "adversarial_review", "status", "result", "wait", "cancel");

            int call = client.begin(
                    "task", Map.of("prompt", Script.of().say("Hello.\n").inPrompt("Say it.")));
            JsonObject result = client.result(call);

            assertThat(text(result)).isEqualTo("Hello.\n");
            assertThat(result.flag("isError")).isFalse();
            JsonObject task = document("task", result);
            assertThat(task.string("rawOutput")).contains("Hello.\n");
            assertThat(task.object("job").string("effectiveSandbox")).contains("read-only");
            assertThat(client.jobId(call)).isEqualTo(task.string("jobId").orElseThrow());
            assertThat(text(client.call("result", Map.of()))).isEqualTo("Hello.\n");
            assertThat(document("status", client.call("status", Map.of()))
                            .object("latestFinished")
                            .string("id"))
                    .isEqualTo(task.string("jobId"));
        }
    }

    @Test
    void G30_codex_writes_only_where_it_was_asked_for() {
        machine.withRealCodex();
        String prompt = Script.of().addFile("made.txt", "made\n").say("Made.").inPrompt("--write made.txt");
        try (SecondClient client = new SecondClient(machine)) {
            client.call("task", Map.of("prompt", prompt));
            assertThat(machine.workspace().resolve("made.txt")).doesNotExist();

            JsonObject written = client.call("task", Map.of("prompt", prompt, "write", true));

            assertThat(machine.workspace().resolve("made.txt")).hasContent("made\n");
            assertThat(document("task", written).strings("touchedFiles")).hasSize(1);
        }
    }

    @Test
    void G20_a_prompt_arrives_as_it_was_written() {
        machine.withRealCodex();
        String prompt = "-- $(touch x) `touch y` \"'\\\n# Heading\nEOF\n!`z` \u2028 😀 {\"a\":1}";
        try (SecondClient client = new SecondClient(machine)) {
            client.call("task", Map.of("prompt", prompt));
            client.call("task", Map.of("prompt", "-"));
        }

        List<String> received = machine.model().requests().stream()
                .map(request -> request.userText())
                .toList();
        assertThat(received).containsExactly(prompt, "-");
    }

    @Test
    void reviews_come_with_their_findings_and_without_a_change_there_is_none() throws IOException {
        machine.withRealCodex();
        try (SecondClient client = new SecondClient(machine)) {
            assertThat(text(client.call("review", Map.of()))).startsWith("Nothing to review");

            Reviews.change(machine);
            machine.model()
                    .otherwise(
                            Script.of().say(Reviews.builtIn(machine.workspace().resolve("README"))));
            JsonObject review = client.call("review", Map.of("scope", "working-tree"));

            assertThat(review.flag("isError")).isFalse();
            assertThat(document("review", review).object("result").objects("findings"))
                    .hasSize(1);
            assertThat(text(review)).contains("The second line is wrong");
            String focus = "--scope of locks";
            JsonObject adversarial = client.call("adversarial_review", Map.of("focus", focus));
            assertThat(document("review", adversarial).string("kind")).contains("adversarial-review");
            assertThat(Reviews.lastRequest(machine).userText()).isNotBlank();
            assertThat(machine.model().requests())
                    .anyMatch(request -> request.userText().contains(focus));
        }
    }

    @Test
    void long_work_is_a_job_id_and_then_its_result() {
        machine.withRealCodex();
        try (SecondClient client = new SecondClient(machine, "--wait", "1s")) {
            JsonObject running = client.call("task", Map.of("prompt", SLOW));
            String job = document("mcp-running", running).string("jobId").orElseThrow();

            JsonObject waited = client.call("wait", Map.of("jobs", List.of(job), "waitSeconds", 60));

            assertThat(document("wait", waited).flag("timedOut")).isFalse();
            assertThat(text(client.call("result", Map.of("job", job)))).isEqualTo("Slept.");
        }
    }

    @Test
    void G07_a_request_that_is_taken_back_and_a_client_that_is_killed_lose_no_job() throws Exception {
        machine.withRealCodex();
        String taken;
        String orphan;
        ProcessHandle server;
        try (SecondClient client = new SecondClient(machine)) {
            server = client.server();
            int first = client.begin("task", Map.of("prompt", SLOW, "wait", true));
            taken = client.jobId(first);
            client.abort(first);
            int second = client.begin("task", Map.of("prompt", SLOW, "wait", true));
            orphan = client.jobId(second);
            client.kill();
        }

        server.onExit().get(20, TimeUnit.SECONDS);
        assertThat(machine.awaitEnd(taken).string("status")).contains("completed");
        assertThat(machine.awaitEnd(orphan).string("status")).contains("completed");
    }

    @Test
    void G07_a_signal_ends_the_server_soon_and_no_job() throws Exception {
        machine.withRealCodex();
        for (String signal : List.of("INT", "TERM", "KILL")) {
            String job;
            try (SecondClient client = new SecondClient(machine)) {
                int call = client.begin("task", Map.of("prompt", SLOW, "wait", true));
                job = client.jobId(call);
                Signals.send(signal, client.server().pid());
                client.server().onExit().get(5, TimeUnit.SECONDS);
                if (!signal.equals("KILL")) {
                    document("mcp-running", client.result(call));
                }
                client.kill();
            }
            assertThat(machine.awaitEnd(job).string("status")).as(signal).contains("completed");
        }
    }

    @Test
    void G07_a_task_that_was_sent_before_the_client_went_is_done() throws IOException {
        machine.withRealCodex();
        String call = Json.text(Map.of(
                "jsonrpc",
                "2.0",
                "id",
                1,
                "method",
                "tools/call",
                "params",
                Map.of("name", "task", "arguments", Map.of("prompt", SLOW))));

        Answer answer = machine.companion("mcp")
                .reading((call + "\n").getBytes(StandardCharsets.UTF_8))
                .run();

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        JsonObject running = document("mcp-running", answer.json().object("result"));
        assertThat(machine.awaitEnd(running.string("jobId").orElseThrow()).string("status"))
                .contains("completed");
        assertThat(answer.err()).isEmpty();
    }

    @Test
    void G51_what_did_not_run_says_so() {
        machine.with("COMPANION_CODEX", "/nonexistent/codex");
        try (SecondClient client = new SecondClient(machine)) {
            JsonObject missing = client.call("task", Map.of("prompt", "Do it."));
            assertThat(missing.flag("isError")).isTrue();
            assertThat(text(missing)).startsWith("CODEX_NOT_RUN: ");
            document("error", missing);

            JsonObject unknown = client.call("task", Map.of("prompt", "Do it.", "wirte", true));
            assertThat(text(unknown)).startsWith("CODEX_NOT_RUN: task has no argument \"wirte\"\n");
            assertThat(machine.run("status", "--all-workspaces", "--output", "id")
                            .out())
                    .isEmpty();
        }
    }

    @Test
    void the_project_the_session_and_the_state_are_those_that_the_host_names() throws IOException {
        Path project = machine.directory().resolve("project");
        Path state = machine.directory().resolve("other");
        Repository.create(project);
        machine.withRealCodex()
                .with("CLAUDE_PROJECT_DIR", project.toString())
                .with("CLAUDE_CODE_SESSION_ID", "session-7");
        try (SecondClient client = new SecondClient(machine, "--state-dir", state.toString())) {
            JsonObject job = document("task", client.call("task", Map.of("prompt", "Hello.")))
                    .object("job");

            assertThat(job.string("sessionId")).contains("session-7");
            assertThat(job.string("workspaceRoot")).contains(project.toString());
            assertThat(job.string("outputPath").orElseThrow()).startsWith(state.toString());
            JsonObject elsewhere = client.call(
                    "task",
                    Map.of("prompt", "Hello.", "directory", machine.workspace().toString()));
            assertThat(document("task", elsewhere).object("job").string("workspaceRoot"))
                    .contains(machine.workspace().toString());
        }
    }
}
