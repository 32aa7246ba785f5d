package dev.companion.cli.command;

import static dev.companion.cli.command.Options.flag;

import dev.companion.cli.setup.Setup;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code setup} and {@code doctor}: whether everything is there that a job needs, and what to do if not. */
final class SetupCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(flag("also run a whole job over every transport, on the built-in model", "--self-test"));
        spec.addOption(flag("first install Codex: npm install -g @openai/codex", "--install-codex"));
        spec.addOption(flag("switch the review gate of this repository on", "--enable-review-gate"));
        spec.addOption(flag("switch it off", "--disable-review-gate"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        boolean json = invocation.format(Format.TEXT, Format.JSON) == Format.JSON;
        boolean enable = invocation.flag("--enable-review-gate");
        boolean disable = invocation.flag("--disable-review-gate");
        if (enable && disable) {
            throw Invocation.contradiction(
                    "--enable-review-gate and --disable-review-gate contradict", "give one of them");
        }
        Optional<Boolean> gate = enable || disable ? Optional.of(enable) : Optional.empty();
        Setup.Wishes wishes =
                new Setup.Wishes(invocation.flag("--install-codex"), gate, invocation.flag("--self-test"));
        return new Setup(invocation.app(), invocation.terminal()).run(wishes, json);
    }
}
