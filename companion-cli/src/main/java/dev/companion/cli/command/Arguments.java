package dev.companion.cli.command;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A command line before it is parsed: which subcommand it names, so that only that one is built, and the two options that
 * decide how even a failure of parsing is told.
 */
public record Arguments(List<String> all, Optional<String> commandName, boolean wantsJson, boolean wantsDebug) {
    private static final Set<String> GLOBAL_WITH_VALUE = Set.of("--output", "-C", "--state-dir", "--color");

    /** Looks at the words; nothing is judged yet. */
    public static Arguments split(List<String> all) {
        Optional<String> name = Optional.empty();
        boolean json = false;
        boolean debug = false;
        for (int i = 0; i < all.size() && !all.get(i).equals("--"); i++) {
            String word = all.get(i);
            json |= word.equals("--json") || word.equals("--output=json");
            json |= word.equals("--output")
                    && i + 1 < all.size()
                    && all.get(i + 1).equals("json");
            debug |= word.equals("--debug");
            if (name.isEmpty()) {
                if (GLOBAL_WITH_VALUE.contains(word)) {
                    i++;
                    json |= word.equals("--output")
                            && i < all.size()
                            && all.get(i).equals("json");
                } else if (!word.startsWith("-")) {
                    name = Optional.of(word);
                }
            }
        }
        return new Arguments(List.copyOf(all), name, json, debug);
    }
}
