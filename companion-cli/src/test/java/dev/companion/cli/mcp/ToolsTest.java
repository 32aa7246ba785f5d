package dev.companion.cli.mcp;

import static dev.companion.cli.PublishedSchema.requireValidLine;
import static dev.companion.cli.mcp.ServedTools.text;
import static dev.companion.core.json.Json.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox;
import dev.companion.cli.StoredJobs;
import dev.companion.cli.render.NotRun;
import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.job.Ending;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.WorkResult;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tools do, with real workers and a scripted Codex. */
class ToolsTest {
    @TempDir
    private Path temporary;

    private @Nullable ScriptedCodex codex;
    private @Nullable ServedTools server;
    private @Nullable Sandbox sandbox;

    private ServedTools serve(ScriptedScenario scenario) {
        ScriptedCodex scripted = ScriptedCodex.install(temporary, scenario);
        codex = scripted;
        return serve(
                new Sandbox(temporary).with("COMPANION_CODEX", scripted.path().toString()));
    }

    private ServedTools serve(Sandbox place) {
        sandbox = place;
        ServedTools serving = new ServedTools(place, Duration.ofSeconds(20));
        server = serving;
        return serving;
    }

    private ScriptedCodex codex() {
        return Objects.requireNonNull(codex);
    }

    private Sandbox sandbox() {
        return Objects.requireNonNull(sandbox);
    }

    @AfterEach
    void leaveNothing() {
        if (server != null) {
            server.close();
        }
        if (codex != null) {
            codex.close();
        }
    }

    private static JsonObject document(String schema, JsonObject result) {
        JsonObject document = result.object("structuredContent");
        requireValidLine(schema, Json.text(document.fields()));
        return document;
    }

    private String jobs() {
        return sandbox()
                .run("status", "--all", "--all-workspaces", "--output", "id")
                .out();
    }

    /** Of the last turn: what an earlier Codex of the same test received is still there. */
    private String sentPrompt() {
        List<JsonObject> turns = codex().received("turn/start");
        JsonObject params = turns.get(turns.size() - 1).object("params");
        return params.objects("input").get(0).string("text").orElseThrow();
    }

    @Test
    void a_task_returns_the_words_of_codex_exactly_and_the_document_of_the_command() {
        ServedTools tools = serve(new ScriptedScenario().turn(ScriptedTurn.happy("Done.\n\n  `x` \u2028 é")));

        JsonObject result = tools.result("task", Map.of("prompt", "do it"));

        assertThat(text(result)).isEqualTo("Done.\n\n  `x` \u2028 é");
        assertThat(result.flag("isError")).isFalse();
        JsonObject task = document("task", result);
        assertThat(task.number("status")).contains(0L);
        assertThat(task.string("rawOutput")).contains("Done.\n\n  `x` \u2028 é");
        assertThat(task.fields()).containsKey("receipt");
        assertThat(result.objects("content").get(1).string("text").orElseThrow())
                .startsWith("[job " + task.string("jobId").orElseThrow() + " completed, thread ");
        assertThat(task.object("job").string("sandbox")).contains("read-only");
    }

    @Test
    void G20_a_prompt_is_opaque_whatever_it_looks_like() {
        for (String prompt : List.of("-", "--write", "-- --background", "@file ${HOME} $(id) `id` \"'\\\n# x\nEOF")) {
            ServedTools tools = serve(new ScriptedScenario());

            JsonObject task = document("task", tools.result("task", Map.of("prompt", prompt)));

            assertThat(sentPrompt()).isEqualTo(prompt);
            assertThat(task.object("job").string("sandbox")).contains("read-only");
            leaveNothing();
            server = null;
            codex = null;
        }
    }

    @Test
    void what_is_asked_for_beside_the_prompt_reaches_codex() {
        ServedTools tools = serve(new ScriptedScenario());

        JsonObject result = tools.result(
                "task", Map.of("prompt", "do it", "write", true, "effort", "low", "title", "A title", "timeout", "5m"));

        JsonObject job = document("task", result).object("job");
        assertThat(job.string("sandbox")).contains("workspace-write");
        assertThat(job.string("effort")).contains("low");
        assertThat(job.string("title")).contains("A title");
    }

    @Test
    void who_asks_for_progress_is_told_in_order_and_before_the_answer() {
        ServedTools tools = serve(new ScriptedScenario());
        Map<String, @Nullable Object> params = fields("name", "task", "arguments", Map.of("prompt", "do it"));
        params.put("_meta", Map.of("progressToken", "p-1"));

        long id = tools.send("tools/call", params);
        tools.answer(id);

        List<JsonObject> seen = tools.seen();
        List<JsonObject> told = seen.stream()
                .filter(message -> message.string("method").equals(Optional.of("notifications/progress")))
                .map(message -> message.object("params"))
                .toList();
        assertThat(told).hasSizeGreaterThan(1);
        assertThat(told)
                .allSatisfy(one -> assertThat(one.string("progressToken")).contains("p-1"));
        assertThat(told.get(0).string("message").orElseThrow()).startsWith("job task-");
        assertThat(told.stream().map(one -> one.number("progress").orElseThrow()))
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(seen.get(seen.size() - 1).number("id")).contains(id);
    }

    @Test
    void a_task_that_takes_longer_goes_on_and_is_found_again() {
        ServedTools tools = serve(new ScriptedScenario()
                .turn(ScriptedTurn.begin()
                        .pause(Duration.ofMillis(700))
                        .message("Late.")
                        .completed()));

        JsonObject running = tools.result("task", Map.of("prompt", "do it", "waitSeconds", 0));

        JsonObject document = document("mcp-running", running);
        String id = document.string("jobId").orElseThrow();
        assertThat(running.flag("isError")).isFalse();
        assertThat(text(running)).contains(id).contains("{\"jobs\":[\"" + id + "\"]}");

        JsonObject next = document.object("next");
        JsonObject waited = tools.result(
                next.string("tool").orElseThrow(), next.object("arguments").fields());
        assertThat(document("wait", waited).flag("timedOut")).isFalse();
        JsonObject result = tools.result("result", Map.of("job", id));
        assertThat(text(result)).isEqualTo("Late.");
        document("result", result);
    }

    @Test
    void in_the_background_the_id_comes_at_once_and_an_unfinished_result_is_an_error() {
        ServedTools tools =
                serve(new ScriptedScenario().turn(ScriptedTurn.begin().untilInterrupted()));

        JsonObject queued = tools.result("task", Map.of("prompt", "do it", "background", true));
        String id = document("task-background", queued).string("jobId").orElseThrow();

        JsonObject pending = tools.result("result", Map.of("job", id));
        assertThat(pending.flag("isError")).isTrue();
        assertThat(document("error", pending).object("error").string("detailCode"))
                .contains("result_pending");
        assertThat(text(pending).lines()).hasSize(2);
        JsonObject waited = tools.result("wait", Map.of("jobs", List.of(id), "waitSeconds", 1));
        assertThat(document("wait", waited).flag("timedOut")).isTrue();
        assertThat(waited.flag("isError")).isFalse();
        JsonObject cancelled = tools.result("cancel", Map.of("job", id));
        assertThat(document("cancel", cancelled).string("status")).contains("cancelled");
        assertThat(document("status-job", tools.result("status", Map.of("job", id)))
                        .object("job")
                        .string("status"))
                .contains("cancelled");
        assertThat(tools.result("wait", Map.of("jobs", List.of(id))).flag("isError"))
                .isTrue();
    }

    @Test
    void a_call_does_not_hold_up_another() {
        ServedTools tools =
                serve(new ScriptedScenario().turn(ScriptedTurn.begin().untilInterrupted()));

        long task = tools.call("task", Map.of("prompt", "do it", "wait", true));
        codex().awaitReceived("turn/start", Duration.ofSeconds(30));
        JsonObject cancelled = tools.result("cancel", Map.of());

        assertThat(cancelled.flag("isError")).isFalse();
        JsonObject ended = tools.answer(task).object("result");
        assertThat(ended.flag("isError")).isTrue();
        assertThat(text(ended)).contains("cancelled").doesNotContain(NotRun.WORD);
        assertThat(document("task", ended).number("status")).contains(1L);
    }

    @Test
    void a_cancelled_request_gets_no_answer_and_its_job_goes_on() {
        ServedTools tools = serve(new ScriptedScenario()
                .turn(ScriptedTurn.begin()
                        .pause(Duration.ofMillis(1500))
                        .message("Late.")
                        .completed()));

        long task = tools.call("task", Map.of("prompt", "do it", "wait", true));
        codex().awaitReceived("turn/start", Duration.ofSeconds(30));
        tools.tell("notifications/cancelled", Map.of("requestId", task));
        String id = jobs().strip();
        JsonObject waited = tools.result("wait", Map.of("jobs", List.of(id)));

        assertThat(document("wait", waited).objects("jobs").get(0).string("status"))
                .contains("completed");
        assertThat(tools.seen()).noneMatch(message -> message.number("id").equals(Optional.of(task)));
    }

    @Test
    void a_client_that_goes_gets_what_is_known_and_its_job_goes_on() {
        ServedTools tools = serve(new ScriptedScenario()
                .turn(ScriptedTurn.begin()
                        .pause(Duration.ofMillis(1500))
                        .message("Late.")
                        .completed()));

        long task = tools.call("task", Map.of("prompt", "do it", "wait", true));
        codex().awaitReceived("turn/start", Duration.ofSeconds(30));
        tools.close();

        JsonObject running = document("mcp-running", tools.answer(task).object("result"));
        String id = running.string("jobId").orElseThrow();
        assertThat(sandbox().run("wait", id).out()).contains("completed");
    }

    @Test
    void G21_a_call_with_an_unknown_argument_makes_no_job() {
        ServedTools tools = serve(new ScriptedScenario());

        JsonObject refused = tools.result("task", Map.of("prompt", "do it", "sandbox", "danger-full-access"));

        assertThat(refused.flag("isError")).isTrue();
        assertThat(text(refused)).startsWith(NotRun.WORD + "task has no argument \"sandbox\"\n");
        assertThat(document("error", refused).object("error").string("code")).contains("usage");
        assertThat(jobs()).isEmpty();
        assertThat(text(tools.result("status", Map.of("verbose", true)))).doesNotContain(NotRun.WORD);
    }

    @Test
    void contradictions_are_errors_before_any_effect() {
        ServedTools tools = serve(new ScriptedScenario());

        assertThat(tools.result("task", Map.of("prompt", "p", "background", true, "wait", true))
                        .flag("isError"))
                .isTrue();
        assertThat(tools.result("task", Map.of("prompt", "p", "resume", true, "fresh", true))
                        .flag("isError"))
                .isTrue();
        assertThat(tools.result("review", Map.of("base", "main", "commit", "HEAD"))
                        .flag("isError"))
                .isTrue();
        assertThat(jobs()).isEmpty();
    }

    @Test
    void G51_where_codex_is_missing_the_words_are_codex_not_run() {
        ServedTools tools = serve(new Sandbox(temporary).with("COMPANION_CODEX", "/nonexistent/codex"));

        JsonObject result = tools.result("task", Map.of("prompt", "do it"));

        assertThat(result.flag("isError")).isTrue();
        assertThat(text(result)).startsWith("CODEX_NOT_RUN: ");
        assertThat(text(result).lines()).hasSize(2);
        assertThat(document("error", result).object("error").string("detailCode"))
                .contains("codex_missing");
    }

    @Test
    void G51_so_they_are_outside_of_a_repository_and_in_a_directory_that_is_not_there() {
        ServedTools tools = serve(new ScriptedScenario());

        JsonObject outside = tools.result("task", Map.of("prompt", "do it", "directory", "/"));
        assertThat(text(outside)).startsWith("CODEX_NOT_RUN: / is not in a git repository\n");
        JsonObject missing = tools.result("task", Map.of("prompt", "do it", "directory", "nowhere"));
        assertThat(text(missing))
                .startsWith("CODEX_NOT_RUN: there is no directory " + sandbox().workspace());
        assertThat(jobs()).isEmpty();
    }

    @Test
    void G51_a_job_without_a_turn_has_not_run_and_one_with_a_failed_turn_has() {
        ServedTools tools = serve(new ScriptedScenario()
                .turn(ScriptedTurn.begin().message("Half.").failed("it broke", "other")));
        JsonObject failed = tools.result("task", Map.of("prompt", "do it"));

        assertThat(failed.flag("isError")).isTrue();
        assertThat(text(failed)).contains("failed").contains("it broke").doesNotContain("CODEX_NOT_RUN");
        leaveNothing();

        tools = serve(new ScriptedScenario().error("thread/start", -32600, "no threads today"));
        JsonObject never = tools.result("task", Map.of("prompt", "do it"));
        assertThat(never.flag("isError")).isTrue();
        assertThat(text(never)).startsWith("CODEX_NOT_RUN: job task-").contains("no threads today");
        String id = document("task", never).string("jobId").orElseThrow();
        assertThat(text(tools.result("result", Map.of("job", id)))).startsWith("CODEX_NOT_RUN: job " + id);
        assertThat(text(tools.result("wait", Map.of("jobs", List.of(id))))).startsWith("CODEX_NOT_RUN: ");
    }

    @Test
    void a_large_output_is_cut_in_the_answer_and_whole_in_its_file() {
        String large = "0123456789abcdé\n".repeat(20_000);
        ServedTools tools = serve(new ScriptedScenario().turn(ScriptedTurn.happy(large)));

        JsonObject result = tools.result("task", Map.of("prompt", "do it"));

        JsonObject task = document("task", result);
        assertThat(large).startsWith(text(result));
        assertThat(Json.bytes(result.fields()).length).isLessThan(80_000);
        assertThat(task.string("rawOutput").orElseThrow()).contains("[…cut: ");
        assertThat(result.objects("content").get(1).string("text").orElseThrow())
                .contains("cut here, all 340000 bytes are in "
                        + task.object("job").string("outputPath").orElseThrow());
    }

    @Test
    void a_completed_job_that_could_not_do_its_work_says_so_behind_the_words_of_codex() {
        ServedTools tools = serve(new Sandbox(temporary));
        StoredJobs jobs = sandbox().jobs();
        Job running = jobs.claimed(jobs.draft(1).build());
        WorkResult degraded =
                new WorkResult(List.of(), List.of(), Optional.empty(), Optional.of("no command could run"));
        Job ended = running.ended(JobState.COMPLETED, Ending.COMPLETED, degraded, running.updatedAt());
        assertThat(jobs.store().replace(running, ended, "ended")).isPresent();
        jobs.output(running, "Done.");

        JsonObject result = tools.result("result", Map.of("job", running.id().value()));

        assertThat(text(result)).isEqualTo("Done.");
        assertThat(result.objects("content").get(1).string("text").orElseThrow())
                .contains("no command could run");
    }

    @Test
    void a_message_of_nothing_but_space_is_no_text_of_its_own() {
        ServedTools tools = serve(new ScriptedScenario().turn(ScriptedTurn.happy(" \n")));

        JsonObject result = tools.result("task", Map.of("prompt", "do it"));

        assertThat(result.objects("content")).hasSize(1);
        assertThat(document("task", result).string("rawOutput")).contains(" \n");
    }

    @Test
    void the_listing_is_the_one_of_the_directory() {
        ServedTools tools = serve(new ScriptedScenario());
        String id = document("task", tools.result("task", Map.of("prompt", "do it")))
                .string("jobId")
                .orElseThrow();

        JsonObject here = tools.result("status", Map.of());
        JsonObject there = tools.result("status", Map.of("directory", "/"));

        assertThat(document("status", here).object("latestFinished").string("id"))
                .contains(id);
        assertThat(text(here)).contains(id);
        assertThat(document("status", there).objects("recent")).isEmpty();
        assertThat(text(there)).isEqualTo("No jobs.\n");
    }
}
