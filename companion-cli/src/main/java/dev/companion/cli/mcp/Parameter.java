package dev.companion.cli.mcp;

import static dev.companion.core.json.Json.fields;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One argument of a tool.
 *
 * @param option the option of the command that it becomes; empty if it is a word of the command, or for the server itself
 * @param choices the values that there are; empty if any will do
 */
record Parameter(
        String name,
        ParameterType type,
        String description,
        boolean required,
        Optional<String> option,
        List<String> choices) {
    /** A flag that becomes a flag of the command. */
    static Parameter flag(String name, String option, String description) {
        return new Parameter(name, ParameterType.FLAG, description, false, Optional.of(option), List.of());
    }

    /** A text that becomes the value of an option of the command. */
    static Parameter text(String name, String option, String description) {
        return new Parameter(name, ParameterType.TEXT, description, false, Optional.of(option), List.of());
    }

    /** The same, with the values that there are. */
    static Parameter choice(String name, String option, String description, String... choices) {
        return new Parameter(name, ParameterType.TEXT, description, false, Optional.of(option), List.of(choices));
    }

    /** One that is no option of the command. */
    static Parameter other(String name, ParameterType type, String description) {
        return new Parameter(name, type, description, false, Optional.empty(), List.of());
    }

    /** The same, which must be there. */
    Parameter asRequired() {
        return new Parameter(name, type, description, true, option, choices);
    }

    /** Its JSON Schema. */
    Map<String, @Nullable Object> schema() {
        Map<String, @Nullable Object> schema = fields("type", type.schemaName(), "description", description);
        if (type == ParameterType.TEXTS) {
            schema.put("items", fields("type", "string"));
        }
        if (type == ParameterType.COUNT) {
            schema.put("minimum", 0);
        }
        if (!choices.isEmpty()) {
            schema.put("enum", choices);
        }
        return schema;
    }
}
