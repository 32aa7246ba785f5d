package dev.companion.cli.command;

import dev.companion.cli.render.Format;
import dev.companion.core.failure.ExitCode;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code completion}: a script that makes a shell complete commands, options and job ids. */
final class CompletionCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("SHELL", "bash, zsh or fish"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        invocation.format(Format.TEXT);
        Optional<String> shell = invocation.word();
        CompletionScript script = new CompletionScript(CommandTable.complete());
        String text = switch (shell.orElse("")) {
            case "bash" -> script.bash();
            case "zsh" -> script.zsh();
            case "fish" -> script.fish();
            default -> throw Invocation.badValue("completion", shell.orElse(""), "give bash, zsh or fish");
        };
        invocation.terminal().print(text);
        return ExitCode.OK;
    }
}
