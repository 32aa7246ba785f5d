package dev.companion.cli.command;

import dev.companion.cli.demo.Demo;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import picocli.CommandLine.Model.CommandSpec;

/** {@code demo}: the whole life of a job on this machine, with the real Codex and a built-in model. */
final class DemoCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.flag("keep the scratch directory and say where it is", "--keep"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        boolean json = invocation.format(Format.TEXT, Format.JSON) == Format.JSON;
        return new Demo(invocation.app(), invocation.terminal(), json, invocation.flag("--keep")).run();
    }
}
