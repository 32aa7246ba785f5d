package dev.companion.cli.command;

import dev.companion.cli.claude.SlashCommand;
import dev.companion.cli.claude.SlashRun;
import dev.companion.cli.claude.TypedLine;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code slash}, hidden: the constant line behind each slash command of the Claude Code plugin. Ends with 0 whatever happens and says it on
 * stdout: the host shows nothing of a command line that ended in any other way.
 */
final class SlashCommandLine implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("COMMAND", "which slash command"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        try {
            String name = invocation.requireWord("COMMAND");
            SlashCommand command = SlashCommand.find(name).orElseThrow(() -> UsageFailures.unknownCommand(name));
            new SlashRun(invocation.app(), invocation.terminal(), known(command)).run(command);
        } catch (Failure failure) {
            invocation.terminal().print("companion: " + failure.message());
            invocation.terminal().print(failure.remedy());
        }
        return ExitCode.OK;
    }

    /** The options of the command of the same name. */
    private static TypedLine.Known known(SlashCommand command) {
        Set<String> flags = new HashSet<>();
        Set<String> valued = new HashSet<>();
        Optional<CommandTable.Row> row = CommandTable.Row.find(command.wireName());
        if (row.isPresent()) {
            for (OptionSpec option :
                    CommandTable.spec(row.get(), row.get().create()).options()) {
                // A value that may be left out stands behind an equals sign.
                Set<String> kind = option.arity().min() > 0 ? valued : flags;
                kind.addAll(Set.of(option.names()));
            }
        }
        return new TypedLine.Known(flags, valued);
    }
}
