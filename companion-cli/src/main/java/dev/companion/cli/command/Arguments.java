package dev.companion.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command line before it is parsed: which subcommand it names, so that only that one is built, and the options that
 * decide how even a failure of parsing is told.
 */
public record Arguments(
        List<String> all, Optional<String> commandName, boolean wantsJson, boolean wantsMarkdown, boolean wantsDebug) {
    private static final String OUTPUT = "--output";
    private static final Set<String> GLOBAL_WITH_VALUE = Set.of(OUTPUT, "-C", "--state-dir", "--color");

    /** Whether the subcommand hands work to Codex. */
    public boolean handsOver() {
        return commandName
                .flatMap(CommandTable.Row::find)
                .filter(CommandTable.Row::handsOver)
                .isPresent();
    }

    /** Looks at the words; nothing is judged yet. */
    public static Arguments split(List<String> all) {
        Optional<String> name = Optional.empty();
        boolean debug = false;
        List<String> formats = new ArrayList<>();
        for (int i = 0; i < all.size() && !all.get(i).equals("--"); i++) {
            String word = all.get(i);
            debug |= word.equals("--debug");
            if (word.equals("--json")) {
                formats.add("json");
            } else if (word.startsWith(OUTPUT + "=")) {
                formats.add(word.substring(OUTPUT.length() + 1));
            } else if (word.equals(OUTPUT) && i + 1 < all.size()) {
                formats.add(all.get(i + 1));
            }
            if (name.isEmpty()) {
                if (GLOBAL_WITH_VALUE.contains(word)) {
                    i++;
                } else if (!word.startsWith("-")) {
                    name = Optional.of(word);
                }
            }
        }
        return new Arguments(List.copyOf(all), name, formats.contains("json"), formats.contains("markdown"), debug);
    }
}
