package dev.companion.cli.claude;

import static dev.companion.core.json.Json.fields;

import dev.companion.cli.app.App;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.ReviewGate;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.settings.Environment;
import dev.companion.core.settings.Setting;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The review gate: before the model ends a turn, Codex looks at what is not committed, and one time in a turn the model is sent back to
 * what Codex found. Never twice for one turn, never while the host says that the model goes on because of a gate, never for a
 * state of the files that was reviewed already.
 */
final class StopGate {
    private static final String OFF =
            "Switch this gate off: companion setup --disable-review-gate (in Claude Code: /companion:setup "
                    + "--disable-review-gate)";

    /** The host waits longer. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final App app;
    private final PluginData data;
    private final HookInput input;

    StopGate(App app, PluginData data, HookInput input) {
        this.app = app;
        this.data = data;
        this.input = input;
    }

    Optional<Map<String, @Nullable Object>> answer() {
        if (input.event().flag("stop_hook_active")) {
            return Optional.empty();
        }
        App there = inProject();
        if (!there.isReviewGateOn()) {
            return Optional.empty();
        }
        Path memory = data.file("gate", input.session() + ".json");
        JsonObject last = data.read(memory).orElse(JsonObject.EMPTY);
        String prompt = input.prompt().orElse("");
        if (!prompt.isEmpty() && last.string("prompt").equals(Optional.of(prompt))) {
            return Optional.empty();
        }
        Optional<String> tree = WorkingTreeMark.of(there);
        // Written before the review: whatever becomes of it, this turn has had its one.
        data.clean("gate", app.clock().instant());
        data.write(memory, fields("prompt", prompt, "tree", last.string("tree").orElse(null)));
        if (tree.isPresent() && last.string("tree").equals(tree)) {
            return Optional.empty();
        }
        GateVerdict verdict = review();
        if (!(verdict instanceof GateVerdict.Unavailable)) {
            data.write(memory, fields("prompt", prompt, "tree", tree.orElse(null)));
        }
        return answer(there, verdict);
    }

    private App inProject() {
        return new App(environment(), Optional.empty(), app.runner());
    }

    private Environment environment() {
        Environment environment = app.environment();
        return environment
                .variable("CLAUDE_PROJECT_DIR")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .map(environment::in)
                .orElse(environment);
    }

    private GateVerdict review() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal = Terminal.of(out, new ByteArrayOutputStream(), environment(), "");
        Duration asked = app.settings().requireDuration(Setting.REVIEW_GATE_TIMEOUT);
        String limit = (asked.compareTo(LONGEST) < 0 ? asked : LONGEST).toSeconds() + "s";
        app.runner()
                .run(
                        List.of(
                                "adversarial-review",
                                "--json",
                                "--scope",
                                "working-tree",
                                "--timeout",
                                limit,
                                "--label",
                                ReviewGate.LABEL + "=" + ReviewGate.PURPOSE),
                        environment(),
                        terminal);
        terminal.flush();
        return GateVerdict.of(out.size() == 0 ? JsonObject.EMPTY : Json.readObject(out.toByteArray()));
    }

    private static Optional<Map<String, @Nullable Object>> answer(App app, GateVerdict verdict) {
        if (verdict instanceof GateVerdict.Block block) {
            return Optional.of(
                    blocking("BLOCK: Codex has looked at what is not committed and objects.\n" + block.reason()));
        }
        if (verdict instanceof GateVerdict.Unavailable unavailable) {
            String words = "UNAVAILABLE: the review gate could not review: " + unavailable.reason();
            if (blocksWhenUnavailable(app)) {
                return Optional.of(blocking(words + "\nTell the user that this turn was not reviewed."));
            }
            return Optional.of(fields("systemMessage", words + "\n" + OFF));
        }
        return Optional.empty();
    }

    private static Map<String, @Nullable Object> blocking(String reason) {
        return fields("decision", "block", "reason", reason + "\n" + OFF);
    }

    private static boolean blocksWhenUnavailable(App app) {
        String chosen = app.settings().text(Setting.REVIEW_GATE_UNAVAILABLE).orElse("allow");
        return switch (chosen) {
            case "block" -> true;
            case "allow" -> false;
            default ->
                throw new Failure(
                        FailureCode.CONFIG_INVALID,
                        "review_gate_unavailable is neither allow nor block",
                        "set it to allow or block");
        };
    }
}
