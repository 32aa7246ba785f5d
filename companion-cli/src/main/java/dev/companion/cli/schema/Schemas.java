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
            "receipt",
            "git",
            "verify",
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
            "mcp-running",
            "error");

    /** Described once each; a reader needs them in the document that refers to them. */
    private static final List<String> SHARED = List.of("job", "receipt", "git");

    private Schemas() {}

    /** The schema as indented JSON without a line end; empty if there is none of that name. */
    public static Optional<String> find(String name) {
        return NAMES.contains(name) ? Optional.of(indented(load(name))) : Optional.empty();
    }

    private static Map<String, @Nullable Object> load(String name) {
        byte[] bytes = bytes(name);
        Map<String, @Nullable Object> schema =
                new LinkedHashMap<>(Json.readObject(bytes).fields());
        String text = new String(bytes, StandardCharsets.UTF_8);
        for (String shared : SHARED) {
            if (text.contains("\"#/$defs/" + shared + "\"")) {
                Map<String, @Nullable Object> part =
                        new LinkedHashMap<>(Json.readObject(bytes(shared)).fields());
                part.remove("$schema");
                part.remove("$id");
                JsonObject defs = JsonObject.of(schema).object("$defs");
                Map<String, @Nullable Object> all = new LinkedHashMap<>(defs.fields());
                all.put(shared, part);
                schema.put("$defs", all);
            }
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
