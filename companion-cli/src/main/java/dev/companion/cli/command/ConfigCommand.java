package dev.companion.cli.command;

import dev.companion.cli.render.ConfigOutput;
import dev.companion.cli.render.Format;
import dev.companion.core.failure.ExitCode;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code config show}: every setting, its value and where that comes from. */
final class ConfigCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("ACTION", "show"));
        spec.addOption(Options.flag("with where each value comes from", "--origin"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(Format.TEXT, Format.JSON);
        Optional<String> action = invocation.word();
        if (!action.equals(Optional.of("show"))) {
            throw Invocation.badValue("config", action.orElse(""), "companion config show");
        }
        boolean origin = invocation.flag("--origin");
        if (format == Format.JSON && origin) {
            throw Invocation.contradiction("--origin has no effect with --json", "leave it out: it is always there");
        }
        new ConfigOutput(invocation.app(), invocation.terminal()).print(format, origin);
        return ExitCode.OK;
    }
}
