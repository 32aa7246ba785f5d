package dev.companion.cli.command;

import dev.companion.cli.app.CommandRunner;
import dev.companion.cli.app.Version;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.Failure;
import dev.companion.core.job.JobKind;
import dev.companion.core.settings.Environment;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The subcommands by name, and the way from words to one of them. Only the one that is asked for is built. */
public final class CommandTable {
    private CommandTable() {}

    /** A row of the table. */
    public enum Row {
        TASK("task", "hand a task to Codex"),
        REVIEW("review", "Codex's own reviewer looks at a change"),
        ADVERSARIAL_REVIEW("adversarial-review", "Codex looks for reasons not to ship a change, and gives a verdict"),
        STATUS("status", "active and recent jobs, or one job"),
        RESULT("result", "the stored final output of a finished job"),
        VERIFY("verify", "whether a result is what Codex said: checks its receipt"),
        CANCEL("cancel", "stop an active job"),
        WAIT("wait", "block until jobs are finished"),
        LOGS("logs", "what a job did, event by event"),
        RETRY("retry", "the same request again as a new job"),
        TRANSFER("transfer", "a session of Claude Code becomes a thread of Codex"),
        PRUNE("prune", "remove old finished jobs"),
        BROKER("broker", "the resident Codex: status, stop, logs"),
        SETUP("setup", "whether everything is there that a job needs, and what your sign-in allows"),
        DOCTOR("doctor", "the same as setup"),
        DEMO("demo", "the whole life of a job on this machine: no account, no tokens"),
        MCP("mcp", "serve these commands as tools to an MCP host, over stdin and stdout"),
        CONFIG("config", "settings and where they come from"),
        SCHEMA("schema", "the JSON Schema of an output"),
        COMPLETION("completion", "a completion script for bash, zsh or fish"),
        HELP("help", "help on a command, and help exit-codes"),
        WORKER("worker", ""),
        HOOK("hook", ""),
        SLASH("slash", ""),
        TRAIN("train", "");

        private final String commandName;
        private final String summary;

        Row(String commandName, String summary) {
            this.commandName = commandName;
            this.summary = summary;
        }

        /** The word to type. */
        public String commandName() {
            return commandName;
        }

        /** What it does, one line; empty for a hidden one. */
        public String summary() {
            return summary;
        }

        /** Whether it hands work to Codex. */
        public boolean handsOver() {
            return this == TASK || this == REVIEW || this == ADVERSARIAL_REVIEW || this == RETRY;
        }

        /** Whether it is for the program itself. */
        public boolean isHidden() {
            return summary.isEmpty();
        }

        /** The row of that name. */
        public static Optional<Row> find(String name) {
            for (Row row : values()) {
                if (row.commandName.equals(name)) {
                    return Optional.of(row);
                }
            }
            return Optional.empty();
        }

        Command create() {
            return switch (this) {
                case TASK -> new TaskCommand();
                case REVIEW -> new ReviewCommand(JobKind.REVIEW);
                case ADVERSARIAL_REVIEW -> new ReviewCommand(JobKind.ADVERSARIAL_REVIEW);
                case STATUS -> new StatusCommand();
                case RESULT -> new ResultCommand();
                case VERIFY -> new VerifyCommand();
                case CANCEL -> new CancelCommand();
                case WAIT -> new WaitCommand();
                case LOGS -> new LogsCommand();
                case RETRY -> new RetryCommand();
                case TRANSFER -> new TransferCommand();
                case PRUNE -> new PruneCommand();
                case BROKER -> new BrokerCommand();
                case SETUP, DOCTOR -> new SetupCommand();
                case DEMO -> new DemoCommand();
                case MCP -> new McpCommand();
                case CONFIG -> new ConfigCommand();
                case SCHEMA -> new SchemaCommand();
                case COMPLETION -> new CompletionCommand();
                case HELP -> new HelpCommand();
                case WORKER -> new WorkerProcessCommand();
                case HOOK -> new HookCommand();
                case SLASH -> new SlashCommandLine();
                case TRAIN -> new TrainCommand();
            };
        }
    }

    /**
     * Parses the words into a command that is ready to run.
     *
     * @param runner runs the command lines that a command shows or tries
     * @throws Failure of the usage kind, before any effect
     */
    public static Invocation parse(
            Arguments arguments, Environment environment, Terminal terminal, CommandRunner runner) {
        Optional<Row> row = arguments.commandName().flatMap(Row::find);
        if (arguments.commandName().isPresent() && row.isEmpty()) {
            throw UsageFailures.unknownCommand(arguments.commandName().get());
        }
        Command command = row.map(Row::create).orElseGet(HelpCommand::new);
        CommandSpec root = root();
        row.ifPresent(named -> root.addSubcommand(named.commandName(), spec(named, command)));
        CommandLine line = configured(new CommandLine(root));
        try {
            CommandLine.ParseResult parsed = line.parseArgs(arguments.all().toArray(String[]::new));
            return new Invocation(row, command, parsed, environment, terminal, runner);
        } catch (CommandLine.ParameterException e) {
            throw UsageFailures.of(e, row);
        }
    }

    static CommandLine configured(CommandLine line) {
        // A prompt is data: "@file" is not a file to read arguments from, "${x}" not a variable, quotes not syntax.
        return line.setExpandAtFiles(false)
                .setInterpolateVariables(false)
                .setTrimQuotes(false)
                .setUsageHelpWidth(100);
    }

    private static CommandSpec root() {
        CommandSpec root = CommandSpec.create().name("companion");
        Options.addGlobal(root);
        root.addOption(OptionSpec.builder("-V", "--version")
                .type(boolean.class)
                .versionHelp(true)
                .description("show the version")
                .build());
        root.version("companion " + Version.CURRENT);
        return root;
    }

    static CommandSpec spec(Row row, Command command) {
        CommandSpec spec = CommandSpec.create().name(row.commandName());
        spec.usageMessage().description(row.summary()).hidden(row.isHidden());
        command.describe(spec);
        Options.addGlobal(spec);
        return spec;
    }

    /** A command line with every command, for help, completion and suggestions. */
    static CommandLine complete() {
        CommandSpec root = root();
        for (Row row : Row.values()) {
            root.addSubcommand(row.commandName(), spec(row, row.create()));
        }
        return configured(new CommandLine(root));
    }
}
