package dev.companion.cli.command;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help on everything, without colours: what describes a command is what parses it. */
final class HelpText {
    private static final int WIDEST = 100;
    // Narrower is more than picocli can lay out.
    private static final int NARROWEST = 55;

    private HelpText() {}

    static String overview(int width) {
        CommandLine line = CommandTable.complete();
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.header("Hands work to the Codex CLI and keeps a durable record of it.");
        usage.customSynopsis("companion [OPTIONS] COMMAND [OPTIONS] [ARGUMENTS]");
        usage.synopsisHeading("%nusage: ");
        usage.commandListHeading("%ncommands, in the order in which you meet them:%n");
        usage.optionListHeading("%noptions, before or after the command:%n");
        usage.footer("", "help on one: companion help COMMAND · exit codes: companion help exit-codes");
        return text(line, width);
    }

    static String of(CommandTable.Row row, int width) {
        CommandSpec spec = CommandSpec.create().name(row.commandName());
        row.create().describe(spec);
        spec.addOption(Options.help());
        String words = spec.positionalParameters().stream()
                .map(word -> word.arity().max() > 1 ? " [" + word.paramLabel() + "…]" : " [" + word.paramLabel() + "]")
                .collect(Collectors.joining());
        UsageMessageSpec usage = spec.usageMessage();
        usage.customSynopsis("companion " + row.commandName() + " [OPTIONS]" + words);
        usage.synopsisHeading("usage: ");
        usage.description("%n" + row.summary() + "%n");
        usage.optionListHeading("%n");
        usage.footer("", "options of every command, --json among them: companion help");
        return text(CommandTable.configured(new CommandLine(spec)), width);
    }

    private static String text(CommandLine line, int width) {
        line.setUsageHelpWidth(Math.max(NARROWEST, Math.min(WIDEST, width)));
        return line.getUsageMessage(Help.Ansi.OFF).stripTrailing();
    }
}
