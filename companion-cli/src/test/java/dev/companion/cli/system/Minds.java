package dev.companion.cli.system;

import dev.companion.core.json.Json;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a model behind Claude Code behaves, in tests. */
final class Minds {
    /** What an agent makes up that was to ask Codex. */
    static final String OWN_ANALYSIS = "I looked at it myself: the answer of Codex would be 42.";

    private Minds() {}

    /** Says back what it was told last. */
    static ModelReply parrot(ModelRequest request) {
        return ModelReply.say(request.lastWords());
    }

    /** A main conversation that follows the instructions of a rescue, and an agent of that kind. */
    static Function<ModelRequest, ModelReply> rescue(Function<ModelRequest, ModelReply> agent) {
        return request -> request.isOfAgent() ? agent.apply(request) : main(request);
    }

    private static ModelReply main(ModelRequest request) {
        String words = request.lastWords();
        String call = "{\"description\":";
        if (request.toolResult().isPresent() || !words.contains(call)) {
            return ModelReply.say("SEEN: " + words);
        }
        Map<String, @Nullable Object> input =
                FakeMessages.lineOfJson(words, call).fields();
        return ModelReply.call("Agent", input);
    }

    /** A main conversation that starts a rescue agent with words of its own. */
    static Function<ModelRequest, ModelReply> starts(String prompt, Function<ModelRequest, ModelReply> agent) {
        return starts(prompt, false, agent);
    }

    /** One that does so and does not want to wait for it. */
    static Function<ModelRequest, ModelReply> startsInBackground(
            String prompt, Function<ModelRequest, ModelReply> agent) {
        return starts(prompt, true, agent);
    }

    private static Function<ModelRequest, ModelReply> starts(
            String prompt, boolean background, Function<ModelRequest, ModelReply> agent) {
        return request -> {
            if (request.isOfAgent()) {
                return agent.apply(request);
            }
            return request.toolResult()
                    .map(result -> ModelReply.say("SEEN: " + result))
                    .orElseGet(() -> ModelReply.call(
                            "Agent",
                            Json.fields(
                                    "description",
                                    "x",
                                    "subagent_type",
                                    "companion:rescue",
                                    "prompt",
                                    prompt,
                                    "run_in_background",
                                    background)));
        };
    }

    /** An agent that does as it is told. */
    static ModelReply forwards(ModelRequest request) {
        return forwards(request, "");
    }

    /** One that adds words of its own to what it was told. */
    static ModelReply embellishes(ModelRequest request) {
        return forwards(request, OWN_ANALYSIS + "\n");
    }

    private static ModelReply forwards(ModelRequest request, String preface) {
        if (request.toolResult().isPresent()) {
            return ModelReply.say(preface + request.toolResult().get());
        }
        if (!request.has(ClaudeCode.TASK)) {
            return ModelReply.say(OWN_ANALYSIS);
        }
        return ModelReply.call(ClaudeCode.TASK, Json.fields("prompt", word(request)));
    }

    /** One that asks, and then answers by itself, whatever it was told. */
    static ModelReply pretends(ModelRequest request) {
        return request.toolResult().isPresent() ? ModelReply.say(OWN_ANALYSIS) : forwards(request, "");
    }

    /** One that never asks. */
    static ModelReply makesUp(ModelRequest request) {
        return ModelReply.say(OWN_ANALYSIS);
    }

    private static String word(ModelRequest request) {
        String words = request.firstWords();
        int at = words.indexOf("companion-request-");
        return at < 0 ? words : words.substring(at).lines().findFirst().orElse("");
    }
}
