package dev.companion.cli.command;

import dev.companion.cli.render.Format;
import dev.companion.cli.render.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code help}: all commands, one command, or the exit codes. */
final class HelpCommand implements Command {
    private static final String EXIT_CODES = "exit-codes";

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("TOPIC", "a command, or exit-codes"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(Format.TEXT, Format.JSON);
        Terminal terminal = invocation.terminal();
        if (invocation.row().isEmpty()) {
            return nothingAsked(terminal, format);
        }
        Optional<String> topic = invocation.word();
        if (topic.equals(Optional.of(EXIT_CODES))) {
            return print(terminal, format, exitCodes());
        }
        Optional<CommandTable.Row> row =
                topic.map(name -> CommandTable.Row.find(name).orElseThrow(() -> UsageFailures.unknownCommand(name)));
        return show(terminal, format, row);
    }

    private static ExitCode nothingAsked(Terminal terminal, Format format) {
        if (format == Format.JSON) {
            throw new Failure(FailureCode.UNKNOWN_COMMAND, "no command is given", "see: companion help");
        }
        terminal.say(HelpText.overview(terminal.width()));
        return ExitCode.USAGE;
    }

    /** Shows the help on a command, or the overview. */
    static ExitCode show(Terminal terminal, Format format, Optional<CommandTable.Row> row) {
        int width = terminal.width();
        return print(
                terminal,
                format,
                row.map(named -> HelpText.of(named, width)).orElseGet(() -> HelpText.overview(width)));
    }

    /** Prints a text for people, in JSON as one string. */
    static ExitCode print(Terminal terminal, Format format, String text) {
        if (format == Format.JSON) {
            terminal.print(generator -> {
                generator.writeStartObject();
                generator.writeNumberField("schemaVersion", 1);
                generator.writeStringField("help", text);
                generator.writeEndObject();
            });
        } else {
            terminal.print(text);
        }
        return ExitCode.OK;
    }

    private static String exitCodes() {
        List<String> lines = new ArrayList<>();
        for (ExitCode code : ExitCode.values()) {
            String number = " ".repeat(3 - String.valueOf(code.code()).length()) + code.code();
            lines.add(number + "  " + code.name() + " ".repeat(11 - code.name().length()) + "  " + code.meaning());
        }
        return String.join("\n", lines);
    }
}
