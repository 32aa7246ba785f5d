package dev.companion.cli.command;

import dev.companion.cli.claude.HookInput;
import dev.companion.cli.claude.Hooks;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.json.JsonValues;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code hook}, hidden: what the hooks of the Claude Code plugin run. */
final class HookCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("EVENT", "which hook"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Hooks.Event event = Hooks.Event.of(invocation.requireWord("EVENT"));
        HookInput input = HookInput.read(System.in);
        Optional<Map<String, @Nullable Object>> answer = new Hooks(invocation.app()).answer(event, input);
        answer.ifPresent(object -> invocation.terminal().print(generator -> JsonValues.write(generator, object)));
        return ExitCode.OK;
    }
}
