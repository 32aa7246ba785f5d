package dev.companion.core.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is read by field, forgivingly: an absent field, a {@code null} and a value of another type are all
 * {@link Optional#empty()}, because what others write may grow and change. Immutable.
 */
public final class JsonObject {
    /** An object without fields. */
    public static final JsonObject EMPTY = new JsonObject(Map.of());

    private final Map<String, @Nullable Object> fields;

    private JsonObject(Map<String, @Nullable Object> fields) {
        this.fields = fields;
    }

    /** Wraps a map as {@link JsonValues#read} makes it; keys become strings. */
    public static JsonObject of(Map<?, ?> map) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>();
        map.forEach((key, value) -> copy.put(String.valueOf(key), value));
        return new JsonObject(copy);
    }

    /** The fields in document order; not to be changed. */
    public Map<String, @Nullable Object> fields() {
        return fields;
    }

    /** The raw value, {@code null} if absent. */
    public @Nullable Object value(String field) {
        return fields.get(field);
    }

    /** A string field. */
    public Optional<String> string(String field) {
        return fields.get(field) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** An integer field. */
    public Optional<Long> number(String field) {
        return fields.get(field) instanceof Number number ? Optional.of(number.longValue()) : Optional.empty();
    }

    /** A boolean field; absent is false. */
    public boolean flag(String field) {
        return Boolean.TRUE.equals(fields.get(field));
    }

    /** An object field; absent is {@link #EMPTY}. */
    public JsonObject object(String field) {
        return fields.get(field) instanceof Map<?, ?> map ? of(map) : EMPTY;
    }

    /** The strings of an array field; other elements are left out. */
    public List<String> strings(String field) {
        List<String> strings = new ArrayList<>();
        for (Object element : array(field)) {
            if (element instanceof String text) {
                strings.add(text);
            }
        }
        return strings;
    }

    /** The objects of an array field; other elements are left out. */
    public List<JsonObject> objects(String field) {
        List<JsonObject> objects = new ArrayList<>();
        for (Object element : array(field)) {
            if (element instanceof Map<?, ?> map) {
                objects.add(of(map));
            }
        }
        return objects;
    }

    private List<?> array(String field) {
        return fields.get(field) instanceof List<?> list ? list : List.of();
    }

    /** Names only: values may be prompts. */
    @Override
    public String toString() {
        return "JsonObject" + fields.keySet();
    }
}
