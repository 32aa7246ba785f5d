package dev.companion.cli.command;

import dev.companion.cli.render.Terminal;
import dev.companion.core.failure.ExitCode;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code help}. */
final class HelpCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("TOPIC", "a command, or exit-codes"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        return show(invocation.terminal(), invocation.word().flatMap(CommandTable.Row::find));
    }

    static ExitCode show(Terminal terminal, Optional<CommandTable.Row> row) {
        var line = CommandTable.complete();
        var shown =
                row.map(named -> line.getSubcommands().get(named.commandName())).orElse(line);
        terminal.print(shown.getUsageMessage().stripTrailing());
        return ExitCode.OK;
    }
}
