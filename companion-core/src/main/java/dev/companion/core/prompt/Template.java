package dev.companion.core.prompt;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The templates of prompts: a resource each, which a user may replace by a file of the same name. */
public enum Template {
    ADVERSARIAL_REVIEW("target", "focus", "context", "left_out", "schema"),
    ASK_FOR_JSON("reason", "schema"),
    TASK_READ_ONLY("task", "output_contract"),
    TASK_WRITE("task", "output_contract"),
    TASK_OUTPUT,
    TASK_OUTPUT_SCHEMA;

    private final Set<String> placeholders;

    Template(String... placeholders) {
        this.placeholders = new LinkedHashSet<>(Arrays.asList(placeholders));
    }

    /** What has to stand in it as {@code {{name}}}, and nothing else may. */
    public Set<String> placeholders() {
        return Set.copyOf(placeholders);
    }

    /** The name of the file. */
    public String fileName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-') + ".md";
    }
}
