package dev.companion.core.offline;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the steps of a script and finds the one to play. */
final class ScriptReader {
    private static final String THE_END = "The script of the built-in offline model has no more steps.";

    private ScriptReader() {}

    /**
     * The steps of a JSON array.
     *
     * @throws UncheckedIOException if it is not JSON
     * @throws IllegalArgumentException if a step has a word that is not known, or a value that is wrong
     */
    static List<Step> read(String jsonArray) {
        if (!(Json.read(jsonArray.getBytes(StandardCharsets.UTF_8)) instanceof List<?> elements)) {
            throw new UncheckedIOException(new IOException("not a JSON array"));
        }
        List<Step> steps = new ArrayList<>();
        List<JsonObject> manner = new ArrayList<>();
        for (Object element : elements) {
            List<JsonObject> parts = new ArrayList<>(manner);
            parts.addAll(parts(element));
            Step step = StepReader.read(parts);
            if (step.isOnlyManner()) {
                manner = parts;
            } else {
                manner = new ArrayList<>();
                steps.add(step);
            }
        }
        return steps;
    }

    private static List<JsonObject> parts(@Nullable Object element) {
        List<?> list = element instanceof List<?> several ? several : Collections.singletonList(element);
        List<JsonObject> parts = new ArrayList<>();
        for (Object part : list) {
            if (!(part instanceof Map<?, ?> map)) {
                throw new IllegalArgumentException("a step is an object or an array of objects");
            }
            parts.add(JsonObject.of(map));
        }
        return parts;
    }

    /** The step after as many tool outputs; a friendly word after the last one. */
    static Step at(List<Step> steps, int answeredCalls) {
        int left = answeredCalls;
        for (Step step : steps) {
            // A step without calls ends a turn: it is reached exactly when all calls before it are answered.
            if (left < Math.max(1, step.calls())) {
                return step;
            }
            left -= step.calls();
        }
        return Step.saying(THE_END);
    }

    /** What a prompt without a script is answered. */
    static Step greeting(Conversation conversation) {
        return Step.saying("This is the built-in offline model: no real model was asked. I received "
                + conversation.userText().length()
                + " characters; a script in the prompt tells me what to do.");
    }
}
