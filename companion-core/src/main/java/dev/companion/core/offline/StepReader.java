package dev.companion.core.offline;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One step from its JSON objects; see docs/offline-model.md for the words. */
final class StepReader {
    private static final Set<String> WORDS = Set.of(
            "say",
            "repeat",
            "chunks",
            "exec",
            "yield_time_ms",
            "escalate",
            "patch",
            "plan",
            "explanation",
            "reason",
            "call",
            "arguments",
            "namespace");
    private static final Set<String> MANNERS = Set.of("delayMs", "stream", "rateLimits", "headers", "times");

    private final List<Output> outputs = new ArrayList<>();
    private final Map<String, String> headers = new HashMap<>();
    private Optional<Fault> fault = Optional.empty();
    private Duration delay = Duration.ZERO;
    private Duration pace = Duration.ZERO;
    private int times;

    private StepReader() {}

    static Step read(List<JsonObject> parts) {
        StepReader reader = new StepReader();
        parts.forEach(reader::readPart);
        return new Step(reader.outputs, reader.fault, reader.delay, reader.pace, reader.headers, reader.times);
    }

    private void readPart(JsonObject part) {
        for (String word : part.fields().keySet()) {
            if (!WORDS.contains(word) && !MANNERS.contains(word) && !FaultReader.WORDS.contains(word)) {
                throw new IllegalArgumentException("unknown word in a step: " + word);
            }
        }
        readManner(part);
        readOutputs(part);
        FaultReader.read(part).ifPresent(found -> fault = Optional.of(found));
    }

    private void readManner(JsonObject part) {
        part.number("delayMs").ifPresent(millis -> delay = delay.plusMillis(millis));
        part.object("stream").number("everyMs").ifPresent(millis -> pace = Duration.ofMillis(millis));
        part.number("times").ifPresent(count -> times = Math.toIntExact(count));
        part.object("headers").fields().forEach((name, value) -> headers.put(name, String.valueOf(value)));
        headers.putAll(RateLimitHeaders.of(part.object("rateLimits")));
    }

    private void readOutputs(JsonObject part) {
        part.string("reason").map(Output.Reason::new).ifPresent(outputs::add);
        part.string("say").ifPresent(text -> outputs.add(say(text, part)));
        if (part.value("plan") instanceof List<?> plan) {
            outputs.add(plan(plan, part.value("explanation")));
        }
        part.string("exec").ifPresent(command -> outputs.add(exec(command, part)));
        part.string("patch")
                .map(patch -> Output.Call.custom("apply_patch", patch))
                .ifPresent(outputs::add);
        part.string("call").map(name -> call(name, part)).ifPresent(outputs::add);
    }

    private static Output call(String name, JsonObject part) {
        String arguments = Json.text(part.object("arguments").fields());
        return Output.Call.function(name, arguments).in(part.string("namespace"));
    }

    private static Output say(String text, JsonObject part) {
        long repeat = part.number("repeat").orElse(1L);
        int chunks = Math.toIntExact(part.number("chunks").orElse(0L));
        return new Output.Say(new RepeatedText(text, repeat), chunks);
    }

    private static Output plan(List<?> plan, @Nullable Object explanation) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        if (explanation != null) {
            arguments.put("explanation", explanation);
        }
        arguments.put("plan", plan);
        return Output.Call.function("update_plan", Json.text(arguments));
    }

    private static Output exec(String command, JsonObject part) {
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        arguments.put("cmd", command);
        part.number("yield_time_ms").ifPresent(millis -> arguments.put("yield_time_ms", millis));
        Optional<String> justification = part.string("escalate");
        if (justification.isPresent() || part.flag("escalate")) {
            arguments.put("sandbox_permissions", "require_escalated");
            arguments.put("justification", justification.orElse("The script asks for it."));
        }
        return Output.Call.function("exec_command", Json.text(arguments));
    }
}
