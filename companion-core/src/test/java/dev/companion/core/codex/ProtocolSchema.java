package dev.companion.core.codex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import dev.companion.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A schema of the protocol of the tested version. Stricter than Codex, which ignores fields that it does not know and so
 * hides a misspelt one: here they are errors.
 */
final class ProtocolSchema {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final JsonSchemaFactory FACTORY = JsonSchemaFactory.getInstance(VersionFlag.V7);

    private final JsonNode schema;

    private ProtocolSchema(JsonNode schema) {
        this.schema = schema;
    }

    /** The schema in {@code NAME.json}. */
    static ProtocolSchema named(String name) {
        JsonNode schema = read(name);
        close(schema);
        return new ProtocolSchema(schema);
    }

    static JsonNode read(String name) {
        String resource = "/codex-" + CodexVersion.TESTED + "/" + name + ".json";
        try (InputStream in = requireNonNull(ProtocolSchema.class.getResourceAsStream(resource), resource)) {
            return MAPPER.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")) {
            object.put("additionalProperties", false);
        }
        node.forEach(ProtocolSchema::close);
    }

    /** What is wrong with the value, in words; empty if nothing is. */
    Set<String> errors(Map<String, ? extends @Nullable Object> value) {
        try {
            JsonNode node = MAPPER.readTree(new String(Json.bytes(value), UTF_8));
            return FACTORY.getSchema(schema).validate(node).stream()
                    .map(ValidationMessage::getMessage)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
