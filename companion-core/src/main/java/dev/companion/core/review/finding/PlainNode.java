package dev.companion.core.review.finding;

import dev.companion.core.json.Json;
import dev.harrel.jsonschema.JsonNode;
import dev.harrel.jsonschema.JsonNodeFactory;
import dev.harrel.jsonschema.SimpleType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A plain value of {@link Json} as the validator wants to see it; without it the validator would need data binding. */
final class PlainNode implements JsonNode {
    static final JsonNodeFactory FACTORY = new JsonNodeFactory() {
        @Override
        public JsonNode wrap(Object value) {
            return value instanceof PlainNode node ? node : of(value);
        }

        @Override
        public JsonNode create(String json) {
            return of(Json.read(json.getBytes(StandardCharsets.UTF_8)));
        }
    };

    private final @Nullable Object value;
    private final String pointer;

    private PlainNode(@Nullable Object value, String pointer) {
        this.value = value;
        this.pointer = pointer;
    }

    static JsonNode of(@Nullable Object value) {
        return new PlainNode(value, "");
    }

    @Override
    public String getJsonPointer() {
        return pointer;
    }

    @Override
    public SimpleType getNodeType() {
        if (value == null) {
            return SimpleType.NULL;
        }
        if (value instanceof Boolean) {
            return SimpleType.BOOLEAN;
        }
        if (value instanceof String) {
            return SimpleType.STRING;
        }
        if (value instanceof Number) {
            return isWhole() ? SimpleType.INTEGER : SimpleType.NUMBER;
        }
        return value instanceof List ? SimpleType.ARRAY : SimpleType.OBJECT;
    }

    /** To JSON Schema 1.0 is an integer. */
    private boolean isWhole() {
        return !(value instanceof Double number) || (number == Math.rint(number) && !number.isInfinite());
    }

    @Override
    public boolean asBoolean() {
        return Boolean.TRUE.equals(value);
    }

    @Override
    public String asString() {
        return String.valueOf(value);
    }

    @Override
    public BigInteger asInteger() {
        return asNumber().toBigInteger();
    }

    @Override
    public BigDecimal asNumber() {
        return new BigDecimal(String.valueOf(value));
    }

    @Override
    public List<JsonNode> asArray() {
        List<JsonNode> elements = new ArrayList<>();
        for (Object element : (List<?>) castable()) {
            elements.add(new PlainNode(element, pointer + "/" + elements.size()));
        }
        return elements;
    }

    @Override
    public Map<String, JsonNode> asObject() {
        Map<String, JsonNode> members = new LinkedHashMap<>();
        ((Map<?, ?>) castable())
                .forEach((key, member) -> members.put(
                        String.valueOf(key),
                        new PlainNode(member, pointer + "/" + JsonNode.encodeJsonPointer(String.valueOf(key)))));
        return members;
    }

    private Object castable() {
        return value == null ? Map.of() : value;
    }
}
