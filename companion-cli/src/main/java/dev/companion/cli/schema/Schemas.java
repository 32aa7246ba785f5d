package dev.companion.cli.schema;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.json.JsonValues;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The JSON Schemas (draft 2020-12) by name; each is one document that refers to no other. */
public final class Schemas {
    /** Their names, in the order of the commands. */
    public static final List<String> NAMES = List.of(
            "job",
            "task",
            "task-background",
            "task-dry-run",
            "review",
            "status",
            "status-job",
            "result",
            "cancel",
            "wait",
            "event",
            "transfer",
            "prune",
            "setup",
            "config",
            "broker",
            "broker-stop",
            "schema",
            "help",
            "error");

    private static final String JOB = "job";
    private static final String TO_JOB = "\"#/$defs/job\"";

    private Schemas() {}

    /** The schema as indented JSON without a line end; empty if there is none of that name. */
    public static Optional<String> find(String name) {
        return NAMES.contains(name) ? Optional.of(indented(load(name))) : Optional.empty();
    }

    private static Map<String, @Nullable Object> load(String name) {
        byte[] bytes = bytes(name);
        Map<String, @Nullable Object> schema =
                new LinkedHashMap<>(Json.readObject(bytes).fields());
        if (new String(bytes, StandardCharsets.UTF_8).contains(TO_JOB)) {
            // The job is described once; a reader needs it in the document that refers to it.
            Map<String, @Nullable Object> job =
                    new LinkedHashMap<>(Json.readObject(bytes(JOB)).fields());
            job.remove("$schema");
            job.remove("$id");
            JsonObject defs = JsonObject.of(schema).object("$defs");
            Map<String, @Nullable Object> all = new LinkedHashMap<>(defs.fields());
            all.put(JOB, job);
            schema.put("$defs", all);
        }
        return schema;
    }

    private static byte[] bytes(String name) {
        try (InputStream in = Schemas.class.getResourceAsStream(name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("the schema " + name + " is missing from this program");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String indented(Map<String, @Nullable Object> schema) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = Json.generator(out)) {
            JsonValues.write(generator.useDefaultPrettyPrinter(), schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
