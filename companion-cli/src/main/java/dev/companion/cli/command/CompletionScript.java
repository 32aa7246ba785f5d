package dev.companion.cli.command;

import dev.companion.cli.schema.Schemas;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Completion scripts, made from the same description that parses the commands. */
final class CompletionScript {
    private static final Set<String> DIRECTORY_OPTIONS = Set.of("-C", "--state-dir", "--add-dir");
    private static final Set<String> JOB_OPTIONS = Set.of("--compare", "--resume-job");
    private static final String JOB_IDS = "companion status --all-workspaces --all --output id 2>/dev/null";
    private static final String FORMATS = "text json jsonl id markdown sarif github";
    private static final String FISH_LINE = "complete -c companion -n '__fish_seen_subcommand_from ";

    private final CommandLine line;

    CompletionScript(CommandLine line) {
        this.line = line;
    }

    private List<CommandSpec> commands() {
        return line.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(spec -> !spec.usageMessage().hidden())
                .toList();
    }

    private static Stream<OptionSpec> options(CommandSpec spec) {
        return spec.options().stream().filter(option -> !option.hidden());
    }

    private static String names(CommandSpec spec) {
        return options(spec)
                .flatMap(option -> Stream.of(option.names()))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    /** The options of any command that take a value: the word after one is no command. */
    private String namesWithValue() {
        return Stream.concat(Stream.of(line.getCommandSpec()), commands().stream())
                .flatMap(CompletionScript::options)
                .filter(option -> option.arity().min() > 0)
                .flatMap(option -> Stream.of(option.names()))
                .distinct()
                .sorted()
                .collect(Collectors.joining("|"));
    }

    private static String words(CommandSpec spec) {
        return switch (spec.name()) {
            case "status", "result", "cancel", "wait", "logs", "retry" -> "$(" + JOB_IDS + ")";
            case "schema" -> String.join(" ", Schemas.NAMES);
            case "completion" -> "bash zsh fish";
            case "config" -> "show";
            case "help" -> helpTopics();
            default -> "";
        };
    }

    private static String helpTopics() {
        return Stream.concat(
                        Stream.of(CommandTable.Row.values())
                                .filter(row -> !row.isHidden())
                                .map(CommandTable.Row::commandName),
                        Stream.of("exit-codes"))
                .collect(Collectors.joining(" "));
    }

    String bash() {
        List<String> lines = new ArrayList<>(List.of(
                "# bash completion for companion; load it: source <(companion completion bash)",
                "_companion() {",
                "    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} command='' i",
                "    for ((i = 1; i < COMP_CWORD; i++)); do",
                "        case ${COMP_WORDS[i]} in",
                "            " + namesWithValue() + ") ((i++)) ;;",
                "            -*) ;;",
                "            *) command=${COMP_WORDS[i]}; break ;;",
                "        esac",
                "    done",
                "    local options='' words=''",
                "    case $prev in",
                "        " + String.join("|", sorted(DIRECTORY_OPTIONS))
                        + ") COMPREPLY=($(compgen -d -- \"$cur\")); return ;;",
                "        " + String.join("|", sorted(JOB_OPTIONS)) + ") COMPREPLY=($(compgen -W \"$(" + JOB_IDS
                        + ")\" -- \"$cur\")); return ;;",
                "        --output) COMPREPLY=($(compgen -W '" + FORMATS + "' -- \"$cur\")); return ;;",
                "        --color) COMPREPLY=($(compgen -W 'auto always never' -- \"$cur\")); return ;;",
                "        " + namesWithValue() + ") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;",
                "    esac",
                "    case $command in",
                "        '') options='" + names(line.getCommandSpec()) + "'; words='"
                        + commands().stream().map(CommandSpec::name).collect(Collectors.joining(" ")) + "' ;;"));
        for (CommandSpec spec : commands()) {
            String words = words(spec);
            String given = words.isEmpty()
                    ? ""
                    : "; [[ $cur == -* ]] || words=" + (words.startsWith("$") ? words : "'" + words + "'");
            lines.add("        " + spec.name() + ") options='" + names(spec) + "'" + given + " ;;");
        }
        lines.addAll(List.of(
                "    esac",
                "    if [[ $cur == -* ]]; then words=$options; fi",
                "    COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))",
                "}",
                "complete -o default -F _companion companion"));
        return String.join("\n", lines);
    }

    /** The same function: zsh runs it through its emulation of bash's completion. */
    String zsh() {
        return String.join(
                "\n",
                "# zsh completion for companion; load it: source <(companion completion zsh)",
                "autoload -Uz compinit bashcompinit",
                "(( $+functions[compdef] )) || compinit",
                "bashcompinit",
                bash());
    }

    String fish() {
        List<String> lines = new ArrayList<>();
        lines.add("# fish completion for companion; load it: companion completion fish | source");
        for (CommandSpec spec : commands()) {
            lines.add("complete -c companion -f -n __fish_use_subcommand -a " + spec.name() + " -d "
                    + fishQuoted(String.join(" ", spec.usageMessage().description())));
        }
        for (CommandSpec spec : commands()) {
            String words = words(spec);
            if (!words.isEmpty()) {
                String list = words.startsWith("$") ? words.substring(1) : words;
                lines.add(FISH_LINE + spec.name() + "' -f -a " + fishQuoted(list));
            }
            options(spec).forEach(option -> lines.add(FISH_LINE + spec.name() + "'" + fishOption(option)));
        }
        return String.join("\n", lines);
    }

    private static String fishOption(OptionSpec option) {
        StringBuilder words = new StringBuilder();
        for (String name : option.names()) {
            words.append(name.startsWith("--") ? " -l " + name.substring(2) : " -s " + name.substring(1));
        }
        if (option.arity().min() > 0) {
            boolean directory = Stream.of(option.names()).anyMatch(DIRECTORY_OPTIONS::contains);
            words.append(directory ? " -x -a '(__fish_complete_directories)'" : " -r");
        }
        return words.append(" -d ")
                .append(fishQuoted(String.join(" ", option.description())))
                .toString();
    }

    private static String fishQuoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
