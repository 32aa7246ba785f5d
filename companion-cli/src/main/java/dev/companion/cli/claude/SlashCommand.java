package dev.companion.cli.claude;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The slash commands of the plugin, and how what stands behind each is read. */
public enum SlashCommand {
    STATUS(Grammar.WORDS, "--output=markdown"),
    RESULT(Grammar.WORDS, "--output=markdown"),
    WAIT(Grammar.WORDS),
    CANCEL(Grammar.WORDS),
    SETUP(Grammar.WORDS),
    TRANSFER(Grammar.WORDS),
    VERIFY(Grammar.TEXT),
    REVIEW(Grammar.WORDS),
    ADVERSARIAL_REVIEW(Grammar.TEXT),
    RESCUE(Grammar.TEXT);

    /** How a line is read. */
    public enum Grammar {
        /** Apart by white space, options anywhere, as {@link TypedWords} has them. */
        WORDS,
        /** Options, then a text that is one argument, as {@link TypedLine} has it. */
        TEXT
    }

    private final Grammar grammar;
    private final List<String> defaults;

    SlashCommand(Grammar grammar, String... defaults) {
        this.grammar = grammar;
        this.defaults = List.of(defaults);
    }

    /** The word behind the slash and the plugin's name; also the name of the command that it runs. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** How what is typed behind it is read. */
    public Grammar grammar() {
        return grammar;
    }

    /** What it runs with unless something else is asked for. */
    List<String> defaults() {
        return defaults;
    }

    /** The command of that name. */
    public static Optional<SlashCommand> find(String name) {
        for (SlashCommand command : values()) {
            if (command.wireName().equals(name)) {
                return Optional.of(command);
            }
        }
        return Optional.empty();
    }
}
