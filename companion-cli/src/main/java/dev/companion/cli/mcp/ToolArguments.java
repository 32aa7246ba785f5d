package dev.companion.cli.mcp;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a call, checked: each is known, of its type, and those that must be there are. What is {@code null}, or
 * an empty text of an optional argument, was not given: models fill in such things.
 */
final class ToolArguments {
    private final Tool tool;
    private final Map<String, Object> values;

    private ToolArguments(Tool tool, Map<String, Object> values) {
        this.tool = tool;
        this.values = values;
    }

    /** Checks them; throws a usage failure that names the argument and not its value. */
    static ToolArguments check(Tool tool, JsonObject given) {
        Map<String, Object> values = new LinkedHashMap<>();
        given.fields().forEach((name, value) -> {
            Parameter parameter = find(tool, name);
            if (value != null && !isLeftOut(parameter, value)) {
                values.put(name, checked(tool, parameter, value));
            }
        });
        for (Parameter parameter : tool.parameters()) {
            if (parameter.required() && !values.containsKey(parameter.name())) {
                throw refused(tool.toolName() + " needs the argument " + parameter.name(), tool);
            }
        }
        return new ToolArguments(tool, values);
    }

    private static Parameter find(Tool tool, String name) {
        return tool.parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst()
                .orElseThrow(() -> refused(tool.toolName() + " has no argument \"" + shown(name) + "\"", tool));
    }

    private static String shown(String name) {
        return name.length() > 40 ? name.substring(0, 40) + "…" : name;
    }

    private static boolean isLeftOut(Parameter parameter, Object value) {
        return !parameter.required() && (value.equals("") || value.equals(List.of()));
    }

    private static Object checked(Tool tool, Parameter parameter, Object value) {
        Optional<?> accepted = switch (parameter.type()) {
            case TEXT -> value instanceof String ? Optional.of(value) : Optional.empty();
            case FLAG -> value instanceof Boolean ? Optional.of(value) : Optional.empty();
            case COUNT -> count(value);
            case TEXTS -> texts(value);
        };
        Object known = accepted.orElseThrow(() -> refused(
                "the argument " + parameter.name() + " of " + tool.toolName() + " is "
                        + parameter.type().words(),
                tool));
        if (!parameter.choices().isEmpty() && !parameter.choices().contains(String.valueOf(known))) {
            throw refused(
                    "the argument " + parameter.name() + " of " + tool.toolName() + " is one of "
                            + String.join(", ", parameter.choices()),
                    tool);
        }
        requireUnicode(parameter, known);
        return known;
    }

    /** A number that JSON may write with a fraction of nothing. */
    private static Optional<Long> count(Object value) {
        if (!(value instanceof Long || value instanceof Double)) {
            return Optional.empty();
        }
        Number number = (Number) value;
        boolean whole = number.doubleValue() == number.longValue();
        return whole && number.longValue() >= 0 && number.longValue() <= Integer.MAX_VALUE
                ? Optional.of(number.longValue())
                : Optional.empty();
    }

    private static Optional<List<String>> texts(Object value) {
        if (!(value instanceof List<?> list)) {
            return Optional.empty();
        }
        List<String> texts = new ArrayList<>();
        for (Object element : list) {
            if (element instanceof String text) {
                texts.add(text);
            }
        }
        return texts.size() == list.size() ? Optional.of(texts) : Optional.empty();
    }

    /** JSON can name half a character, which no Codex could receive as it was written. */
    private static void requireUnicode(Parameter parameter, Object value) {
        List<?> all = value instanceof List<?> list ? list : List.of(value);
        for (Object each : all) {
            if (each instanceof String text
                    && !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new Failure(
                        FailureCode.PROMPT_NOT_UTF8,
                        "the argument " + parameter.name() + " holds half of a surrogate pair, which is no character",
                        "send whole characters");
            }
        }
    }

    private static Failure refused(String what, Tool tool) {
        String names = tool.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
        return new Failure(FailureCode.BAD_VALUE, what, tool.toolName() + " takes: " + names);
    }

    /** A text. */
    Optional<String> text(String name) {
        return values.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A number. */
    Optional<Long> count(String name) {
        return values.get(name) instanceof Long number ? Optional.of(number) : Optional.empty();
    }

    /** Whether a flag is set. */
    boolean flag(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    /** A list; empty if it was not given. */
    List<String> texts(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** Those that are options of the command, each value attached to its option: no value can become an option. */
    List<String> options() {
        List<String> words = new ArrayList<>();
        for (Parameter parameter : tool.parameters()) {
            @Nullable Object value = values.get(parameter.name());
            if (parameter.option().isEmpty() || value == null || value.equals(false)) {
                continue;
            }
            String option = parameter.option().get();
            words.add(parameter.type() == ParameterType.FLAG ? option : option + "=" + value);
        }
        return words;
    }

    /** Names only: values may be prompts. */
    @Override
    public String toString() {
        return "ToolArguments" + values.keySet();
    }
}
