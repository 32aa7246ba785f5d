package dev.companion.cli;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Where the program starts. */
public final class Main {
    private Main() {}

    /** Runs one command and leaves with its exit code. */
    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        int exit = run(arguments, out);
        out.flush();
        Runtime.getRuntime().halt(exit);
    }

    private static int run(String[] arguments, PrintStream out) {
        CommandSpec root = CommandSpec.create().name("companion");
        root.addOption(OptionSpec.builder("--version")
                .versionHelp(true)
                .type(boolean.class)
                .build());
        root.version("companion 0.1.0");
        CommandSpec train = CommandSpec.create().name("train");
        train.usageMessage().hidden(true);
        train.addPositional(
                PositionalParamSpec.builder().index("*").type(String[].class).build());
        root.addSubcommand("train", train);
        CommandLine.ParseResult parsed = new CommandLine(root).parseArgs(arguments);
        if (parsed.isVersionHelpRequested()) {
            out.println("companion 0.1.0");
        }
        return 0;
    }
}
