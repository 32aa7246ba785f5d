package dev.companion.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Short ways to declare options; picocli's annotations would cost reflection at every start. */
final class Options {
    private Options() {}

    static OptionSpec flag(String description, String... names) {
        return OptionSpec.builder(names)
                .type(boolean.class)
                .description(description)
                .build();
    }

    static OptionSpec value(String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    static OptionSpec values(String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(String[].class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** An option whose value may be left out; it is empty then. */
    static OptionSpec optionalValue(String label, String description, String... names) {
        return OptionSpec.builder(names)
                .type(String.class)
                .arity("0..1")
                .fallbackValue("")
                .paramLabel(label)
                .description(description)
                .build();
    }

    /**
     * An option whose value stands behind an equals sign or not at all: the next word is never taken for it, because it may
     * be a prompt.
     *
     * @param otherwise the value when none is given
     */
    static OptionSpec attachedValue(String label, String otherwise, String description, String... names) {
        return OptionSpec.builder(names)
                .type(String.class)
                .arity("0..1")
                .paramLabel(label)
                .description(description)
                .preprocessor((words, spec, option, state) -> {
                    if (!"=".equals(state.get("separator"))) {
                        words.push(otherwise);
                    }
                    return false;
                })
                .build();
    }

    static OptionSpec hiddenValue(String label, String... names) {
        return OptionSpec.builder(names)
                .type(String.class)
                .paramLabel(label)
                .hidden(true)
                .build();
    }

    /** Any number of words. */
    static PositionalParamSpec words(String label, String description) {
        return PositionalParamSpec.builder()
                .index("0..*")
                .arity("0..*")
                .type(String[].class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** At most one word. */
    static PositionalParamSpec word(String label, String description) {
        return PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build();
    }

    /** The options that work before and after every subcommand. */
    static void addGlobal(CommandSpec spec) {
        spec.addOption(flag("print one JSON document", "--json"));
        spec.addOption(value("FORMAT", "text, json, jsonl, id, markdown; of a review sarif, github", "--output"));
        spec.addOption(value("DIR", "work in this directory", "-C"));
        spec.addOption(value("DIR", "keep jobs in this directory", "--state-dir"));
        spec.addOption(value("WHEN", "auto, always or never", "--color"));
        spec.addOption(flag("no progress and no hints", "-q", "--quiet"));
        spec.addOption(flag("stack traces", "--debug"));
        spec.addOption(help());
    }

    static OptionSpec help() {
        return OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("show this help")
                .build();
    }
}
