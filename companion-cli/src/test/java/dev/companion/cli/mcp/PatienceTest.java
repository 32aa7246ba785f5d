package dev.companion.cli.mcp;

import static dev.companion.cli.PublishedSchema.requireValidLine;
import static dev.companion.cli.mcp.ServedTools.text;
import static dev.companion.core.json.Json.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Companion;
import dev.companion.cli.Sandbox;
import dev.companion.cli.app.App;
import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.job.JobId;
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

/** How long calls stay with their jobs, and what a client may ask for meanwhile. */
class PatienceTest {
    /** Longer than a test waits for an answer. */
    private static final int AN_HOUR = 3600;

    @TempDir
    private Path temporary;

    private @Nullable ScriptedCodex codex;
    private @Nullable ServedTools server;
    private @Nullable Sandbox sandbox;

    /** A server whose calls do not stay with a job unless they say so. */
    private ServedTools serve(ScriptedTurn turn) {
        ScriptedCodex scripted = ScriptedCodex.install(temporary, new ScriptedScenario().turn(turn));
        Sandbox place =
                new Sandbox(temporary).with("COMPANION_CODEX", scripted.path().toString());
        ServedTools serving = new ServedTools(place, Duration.ZERO);
        codex = scripted;
        sandbox = place;
        server = serving;
        return serving;
    }

    private static ScriptedTurn endless() {
        return ScriptedTurn.begin().untilInterrupted();
    }

    private void cancel(String job) {
        assertThat(Objects.requireNonNull(server)
                        .result("cancel", Map.of("job", job))
                        .flag("isError"))
                .isFalse();
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

    private static String started(ServedTools tools, Object... more) {
        Map<String, @Nullable Object> arguments = fields(more);
        arguments.put("prompt", "do it");
        arguments.put("background", true);
        return tools.result("task", arguments)
                .object("structuredContent")
                .string("jobId")
                .orElseThrow();
    }

    /** A call of {@code wait} for an hour that has begun to wait. */
    private static long waiting(ServedTools tools, Object... arguments) {
        Map<String, @Nullable Object> given = fields(arguments);
        given.put("waitSeconds", AN_HOUR);
        Map<String, @Nullable Object> params = fields("name", "wait", "arguments", given);
        params.put("_meta", Map.of("progressToken", "w"));
        long id = tools.send("tools/call", params);
        tools.await(message -> message.object("params").string("progressToken").equals(Optional.of("w")));
        return id;
    }

    @Test
    void a_call_stays_for_as_long_as_the_server_was_told() {
        ServedTools tools = serve(endless());

        JsonObject running = tools.result("task", Map.of("prompt", "do it"));

        JsonObject document = running.object("structuredContent");
        requireValidLine("mcp-running", Json.text(document.fields()));
        cancel(document.string("jobId").orElseThrow());
    }

    @Test
    void a_call_that_is_to_wait_stays_to_the_end() {
        ServedTools tools = serve(ScriptedTurn.happy("Done."));

        assertThat(text(tools.result("task", Map.of("prompt", "do it", "wait", true))))
                .isEqualTo("Done.");
    }

    @Test
    void a_repeated_call_with_the_same_key_is_the_first_job() {
        ServedTools tools = serve(ScriptedTurn.happy("Done."));

        String first = started(tools, "idempotencyKey", "k-1");
        String second = started(tools, "idempotencyKey", "k-1");
        String third = started(tools, "idempotencyKey", "k-2");

        assertThat(second).isEqualTo(first);
        assertThat(third).isNotEqualTo(first);
        tools.result("wait", Map.of("jobs", List.of(first, third)));
    }

    @Test
    void to_wait_for_any_ends_with_the_first_of_them() {
        ServedTools tools = serve(endless());
        String stays = started(tools);
        String ends = started(tools);

        long wait = waiting(tools, "jobs", List.of(stays, ends), "any", true);
        cancel(ends);

        JsonObject waited = tools.answer(wait).object("result").object("structuredContent");
        assertThat(waited.flag("timedOut")).isFalse();
        cancel(stays);
    }

    @Test
    void an_id_that_is_not_answered_yet_is_refused_and_the_first_call_goes_on() {
        ServedTools tools = serve(endless());
        String job = started(tools);
        long id = waiting(tools, "jobs", List.of(job));

        tools.line(Json.text(
                fields("jsonrpc", "2.0", "id", id, "method", "tools/call", "params", fields("name", "status"))));

        assertThat(tools.answer(id).object("error").number("code")).contains(-32600L);
        cancel(job);
        tools.await(message -> message.number("id").equals(Optional.of(id))
                && message.object("result").object("structuredContent").fields().containsKey("timedOut"));
    }

    @Test
    void who_asks_for_progress_is_told_in_the_silence_that_the_call_goes_on() {
        ServedTools tools = serve(endless());
        String job = started(tools);
        Objects.requireNonNull(codex).awaitReceived("turn/start", Duration.ofSeconds(30));
        App app = new App(Objects.requireNonNull(sandbox).environment(), Optional.empty(), Companion::run);
        Told told = new Told();

        try (JobWatch watch = new JobWatch(app, told, Duration.ZERO)) {
            watch.await(List.of(app.store().find(new JobId(job)).orElseThrow()), false, Optional.empty());
        }

        assertThat(told.last).startsWith("still at it after ");
        cancel(job);
    }

    /** Leaves when it is told of silence: no event of a job is told in these words. */
    private static final class Told implements CallControl {
        private String last = "";

        @Override
        public boolean isLeft() {
            return last.startsWith("still");
        }

        @Override
        public void tell(String line) {
            last = line;
        }
    }
}
