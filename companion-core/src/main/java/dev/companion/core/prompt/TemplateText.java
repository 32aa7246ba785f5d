package dev.companion.core.prompt;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text with placeholders. Immutable. */
public record TemplateText(String text) {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z_]+)}}");

    /** What is wrong with it as that template, in words; empty if nothing is. */
    String faults(Template template) {
        Set<String> found = new LinkedHashSet<>();
        for (Matcher matcher = PLACEHOLDER.matcher(text); matcher.find(); ) {
            found.add(matcher.group(1));
        }
        Set<String> missing = new TreeSet<>(template.placeholders());
        missing.removeAll(found);
        if (!missing.isEmpty()) {
            return "it lacks " + inBraces(missing);
        }
        Set<String> unknown = new TreeSet<>(found);
        unknown.removeAll(template.placeholders());
        return unknown.isEmpty() ? "" : "it has the unknown " + inBraces(unknown);
    }

    private static String inBraces(Set<String> names) {
        return "{{" + String.join("}}, {{", names) + "}}";
    }

    /** Fills the placeholders in, in one pass: what is filled in is not looked at again. */
    public String filled(Map<String, String> values) {
        StringBuilder filled = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(text);
        int copied = 0;
        while (matcher.find()) {
            filled.append(text, copied, matcher.start()).append(values.get(matcher.group(1)));
            copied = matcher.end();
        }
        return filled.append(text, copied, text.length()).toString();
    }

    /** Without the text: a user's own may be private. */
    @Override
    public String toString() {
        return "TemplateText[" + text.length() + " characters]";
    }
}
