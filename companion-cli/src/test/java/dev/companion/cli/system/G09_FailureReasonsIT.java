package dev.companion.cli.system;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every way in which the provider of the model can fail the real Codex: the job keeps why, with what to type next. */
@OverDirectAndBroker
class G09_FailureReasonsIT {
    private static final OfflineCodexHome.Options NO_RETRIES = OfflineCodexHome.Options.DEFAULT;

    @RegisterExtension
    final Machine machine;

    G09_FailureReasonsIT(String transport) {
        machine = new Machine(transport);
    }

    private FaultTable table() {
        machine.withRealCodex();
        return new FaultTable(machine);
    }

    private Cli task(String prompt, String... options) {
        return machine.companion("task", "--json", prompt).adding(options);
    }

    private Cli failing(Map<String, ?> fault) {
        return task(Script.of().step(fault).inPrompt("Fail."));
    }

    /** A task whose Codex is set up in another way. */
    private Cli elsewhere(String name, URI provider, OfflineCodexHome.Options options, Map<String, ?> fault) {
        OfflineCodexHome home = OfflineCodexHome.create(machine.directory().resolve(name), provider, options);
        return failing(fault).with("CODEX_HOME", home.codexHome().toString());
    }

    @Test
    void G09_a_refused_request_tells_why() {
        Map<String, Object> badKey = Map.of("error", Map.of("message", "bad key"));
        table().row(
                        "400",
                        failing(Map.of("status", 400, "body", badKey)),
                        Verdict.failed("model", 1).errorClass("other").saying("bad key"))
                .row(
                        "401",
                        failing(Map.of("status", 401, "body", badKey)),
                        Verdict.failed("auth", 6)
                                .errorClass("httpConnectionFailed")
                                .saying("bad key"))
                .row(
                        "403",
                        failing(Map.of("status", 403)),
                        Verdict.failed("auth", 6).errorClass("httpConnectionFailed"))
                .row(
                        "404",
                        failing(Map.of("status", 404)),
                        Verdict.failed("model", 1)
                                .errorClass("httpConnectionFailed")
                                .saying("404"))
                .row(
                        "429",
                        failing(Map.of("status", 429)),
                        Verdict.failed("rate_limit", 12).errorClass("responseTooManyFailedAttempts"))
                .row(
                        "429 with a time",
                        failing(Map.of("status", 429, "headers", Map.of("retry-after", "2"))),
                        Verdict.failed("rate_limit", 12).errorClass("responseTooManyFailedAttempts"))
                .row(
                        "usage limit",
                        failing(Map.of("usageLimit", Map.of("resetsInSeconds", 3_600))),
                        Verdict.failed("usage_limit", 12)
                                .errorClass("usageLimitExceeded")
                                .knowingWhenToRetry())
                .row(
                        "500",
                        failing(Map.of("status", 500)),
                        Verdict.failed("model", 1).errorClass("internalServerError"))
                .row(
                        "overloaded",
                        failing(Map.of("overloaded", true)),
                        Verdict.failed("rate_limit", 12).errorClass("serverOverloaded"))
                .judge();
    }

    @Test
    void G09_an_answer_that_breaks_off_tells_why() {
        Verdict brokeOff = Verdict.failed("transport", 1).errorClass("other").saying("stream disconnected");
        table().row("dropped before the headers", failing(Map.of("dropStream", "before-headers")), brokeOff)
                .row("dropped after the headers", failing(Map.of("dropStream", "after-headers")), brokeOff)
                .row(
                        "dropped in the middle",
                        failing(Map.of("dropStream", "mid", "say", "Half of it")),
                        brokeOff.keeping("Half of it"))
                .row("a clean end without completion", failing(Map.of("status", 200, "body", "")), brokeOff)
                .row(
                        "failed: context length",
                        failing(Map.of("failed", "context_length_exceeded")),
                        Verdict.failed("context_window", 1).errorClass("contextWindowExceeded"))
                .row(
                        "failed: rate limit",
                        failing(Map.of("failed", "rate_limit_exceeded")),
                        Verdict.failed("rate_limit", 12).errorClass("rateLimitExceeded"))
                .row(
                        "failed: quota",
                        failing(Map.of("failed", "insufficient_quota")),
                        Verdict.failed("usage_limit", 12).errorClass("usageLimitExceeded"))
                .row("failed: anything", failing(Map.of("failed", "server_error")), brokeOff)
                .row(
                        "incomplete",
                        failing(Map.of("incomplete", "max_output_tokens")),
                        Verdict.failed("model", 1).errorClass("other").saying("max_output_tokens"))
                .judge();
    }

    @Test
    void G09_a_provider_that_is_not_there_tells_why() throws IOException {
        Map<String, ?> nothing = Map.of("say", "never said");
        FaultTable table = table();
        URI model = machine.model().baseUrl();
        Cli keyless = elsewhere("keyless", model, NO_RETRIES, nothing);
        requireKey(machine.directory().resolve("keyless/codex/config.toml"));
        table.row(
                        "connection refused",
                        elsewhere("refused", refused(), NO_RETRIES, nothing),
                        Verdict.failed("transport", 1).errorClass("httpConnectionFailed"))
                .row(
                        "no key in the environment",
                        keyless,
                        Verdict.failed("auth", 6).errorClass("other").saying("NOBODY_HAS_THIS_KEY"))
                .row(
                        "silent after the headers",
                        elsewhere(
                                "impatient",
                                model,
                                NO_RETRIES.withStreamIdleMillis(1_500),
                                Map.of("silent", "after-headers")),
                        Verdict.failed("transport", 1).errorClass("other").saying("idle timeout"))
                .row(
                        "no headers at all",
                        task(
                                Script.of().step(Map.of("silent", "no-headers")).inPrompt("Fail."),
                                "--stall-timeout",
                                "2s"),
                        Verdict.failed("stalled", 3).within(Duration.ofSeconds(7), "turn.started"))
                .judge();
    }

    /** The port was free a moment ago; if somebody has taken it since, it is nobody who speaks HTTP. */
    private static URI refused() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:" + free.getLocalPort() + "/v1");
        }
    }

    private static void requireKey(Path config) throws IOException {
        String whole = Files.readString(config);
        Files.writeString(config, whole.replace("wire_api =", "env_key = \"NOBODY_HAS_THIS_KEY\"\nwire_api ="));
    }

    @Test
    void G04_a_final_error_ends_the_job_within_a_second_even_if_the_turn_is_never_ended() {
        Duration second = Duration.ofSeconds(1);
        new FaultTable(machine)
                .oneAfterAnother()
                .scripted(
                        "a usage limit",
                        new ScriptedScenario().turn(fatal("usageLimitExceeded")),
                        Verdict.failed("usage_limit", 12)
                                .errorClass("usageLimitExceeded")
                                .keeping("so far")
                                .within(second, "error"))
                .scripted(
                        "not signed in any more",
                        new ScriptedScenario().turn(fatal("unauthorized")),
                        Verdict.failed("auth", 6)
                                .errorClass("unauthorized")
                                .keeping("so far")
                                .within(second, "error"))
                .scripted(
                        "after two that were retried",
                        new ScriptedScenario()
                                .turn(ScriptedTurn.begin()
                                        .retriedError("Reconnecting... 1/2", "other")
                                        .retriedError("Reconnecting... 2/2", "other")
                                        .fatalError("that was the last try", "badRequest")
                                        .cut(ScriptedTurn.Cut.SILENCE)),
                        Verdict.failed("model", 1)
                                .errorClass("badRequest")
                                .saying("the last try")
                                .within(second, "error"))
                .judge();
    }

    private static ScriptedTurn fatal(String errorClass) {
        return ScriptedTurn.begin()
                .partialMessage("so far")
                .fatalError("that did not work", errorClass)
                .cut(ScriptedTurn.Cut.SILENCE);
    }

    @Test
    void G04_what_codex_tries_again_is_no_end() {
        URI model = machine.model().baseUrl();
        OfflineCodexHome.Options retrying = NO_RETRIES.withRetries(2);
        table().row(
                        "dropped once",
                        elsewhere(
                                "dropped",
                                model,
                                retrying,
                                Map.of("dropStream", "after-headers", "times", 1, "say", "at last")),
                        Verdict.completed("at last"))
                .row(
                        "500 once",
                        elsewhere("internal", model, retrying, Map.of("status", 500, "times", 1, "say", "at last")),
                        Verdict.completed("at last"))
                .judge();
    }
}
