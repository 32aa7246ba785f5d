package dev.companion.core.review.finding;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The JSON Schema of an adversarial review's answer: what Codex is asked for, and what its answer is held against. */
public final class ReviewSchema {
    private static final String RESOURCE = "adversarial-review.schema.json";
    /** Model providers know a part of JSON Schema and refuse a schema with other words. What they bound is checked here. */
    private static final Set<String> NOT_FOR_MODELS =
            Set.of("$schema", "$id", "title", "minLength", "pattern", "minimum", "maximum");

    private static final int FAULTS_TOLD = 3;
    private static final int LONGEST_FAULT = 200;

    private ReviewSchema() {}

    /** The whole schema, draft 2020-12. */
    public static JsonObject whole() {
        try (InputStream in = ReviewSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from this program");
            }
            return Json.readObject(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The schema to send as the output schema of a turn: the same keys and values, without the finer bounds. */
    public static JsonObject forModel() {
        return JsonObject.of(reduced(whole().fields()));
    }

    private static Map<String, @Nullable Object> reduced(Map<?, ?> schema) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        schema.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (name.equals("properties") && value instanceof Map<?, ?> properties) {
                // Names of properties are no words of the schema: there is a property called title.
                Map<String, @Nullable Object> all = new LinkedHashMap<>();
                properties.forEach((property, of) -> all.put(String.valueOf(property), reduced((Map<?, ?>) of)));
                kept.put(name, all);
            } else if (!NOT_FOR_MODELS.contains(name)) {
                kept.put(name, value instanceof Map<?, ?> nested ? reduced(nested) : value);
            }
        });
        return kept;
    }

    /** What is wrong with an answer, at most three things, in words; empty if it is valid. */
    static List<String> faults(JsonObject answer) {
        try {
            // The schema itself is held against the meta-schema by a test, not on every run.
            Validator.Result result = new ValidatorFactory()
                    .withJsonNodeFactory(PlainNode.FACTORY)
                    .withDisabledSchemaValidation(true)
                    .validate(PlainNode.of(whole().fields()), PlainNode.of(answer.fields()));
            return result.isValid() ? List.of() : faults(result);
        } catch (JsonSchemaException e) {
            throw new IllegalStateException("the schema " + RESOURCE + " cannot be used", e);
        }
    }

    private static List<String> faults(Validator.Result result) {
        List<String> faults = result.getErrors().stream()
                .map(error -> place(error.getInstanceLocation()) + ": " + error.getError())
                .distinct()
                .limit(FAULTS_TOLD)
                .map(fault -> fault.substring(0, Math.min(LONGEST_FAULT, fault.length())))
                .toList();
        return faults.isEmpty() ? List.of("it is not valid") : faults;
    }

    private static String place(String pointer) {
        return pointer.isEmpty() ? "the document" : pointer;
    }
}
