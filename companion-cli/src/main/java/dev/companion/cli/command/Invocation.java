package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.app.CommandRunner;
import dev.companion.cli.terminal.Format;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.settings.Durations;
import dev.companion.core.settings.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParseResult;

/** A command that was parsed: the values that the user gave, and what it takes to run it. */
public final class Invocation {
    private final Optional<CommandTable.Row> row;
    private final Command command;
    private final ParseResult root;
    private final ParseResult own;
    private final Environment environment;
    private final Terminal terminal;
    private final CommandRunner runner;
    private @Nullable App app;
    private boolean handedOver;

    Invocation(
            Optional<CommandTable.Row> row,
            Command command,
            ParseResult root,
            Environment environment,
            Terminal terminal,
            CommandRunner runner) {
        this.row = row;
        this.command = command;
        this.root = root;
        this.own = root.hasSubcommand() ? root.subcommand() : root;
        this.environment = environment;
        this.terminal = terminal;
        this.runner = runner;
    }

    /** Runs it; {@code --help} and {@code --version} never start anything else. */
    public ExitCode run() {
        if (root.isVersionHelpRequested()) {
            String version = root.commandSpec().version()[0];
            return HelpCommand.print(terminal, format(Format.TEXT, Format.JSON), version);
        }
        if (root.isUsageHelpRequested() || own.isUsageHelpRequested()) {
            return HelpCommand.show(terminal, format(Format.TEXT, Format.JSON), row);
        }
        terminal.configure(text("--color"), flag("--quiet"));
        return command.run(this);
    }

    /** The subcommand; empty if none was named. */
    Optional<CommandTable.Row> row() {
        return row;
    }

    /** To be called when a job has been handed to a worker: whatever goes wrong from now on, Codex may have run. */
    void handedOver() {
        handedOver = true;
    }

    /** Whether a failure of this command is one of work that Codex was to do and certainly did not begin. */
    public boolean isNotRun() {
        return !handedOver && row.filter(CommandTable.Row::handsOver).isPresent();
    }

    /** The parts of the program, set up for this command's directory. */
    public App app() {
        if (app == null) {
            app = new App(text("-C").map(this::in).orElse(environment), text("--state-dir"), runner);
        }
        return app;
    }

    private Environment in(String directory) {
        Path path = environment
                .workingDirectory()
                .map(cwd -> cwd.resolve(directory))
                .orElse(Path.of(directory))
                .toAbsolutePath()
                .normalize();
        if (!Files.isDirectory(path)) {
            throw new Failure(
                    FailureCode.DIRECTORY_MISSING, "there is no directory " + path, "name one that exists: -C DIR");
        }
        return environment.in(path);
    }

    public Terminal terminal() {
        return terminal;
    }

    /** What the output shall look like; {@code --json} is short for {@code --output json}. */
    public Format format(Format... possible) {
        Format format = text("--output")
                .map(name -> Format.find(name).orElseThrow(() -> badValue("--output", name, "text, json, …")))
                .orElse(flag("--json") ? Format.JSON : Format.TEXT);
        if (flag("--json") && format != Format.JSON && format != Format.JSONL) {
            throw new Failure(
                    FailureCode.BAD_COMBINATION,
                    "--json and --output " + format.wireName() + " contradict",
                    "give one");
        }
        if (!Set.of(possible).contains(format)) {
            throw badValue("--output", format.wireName(), "this command knows " + Format.names(possible));
        }
        return format;
    }

    /** Whether a flag was given, before or after the command. */
    public boolean flag(String name) {
        return own.matchedOptionValue(name, false) || root.matchedOptionValue(name, false);
    }

    /** The value of an option, the one after the command before the one before it. */
    public Optional<String> text(String name) {
        String value = own.matchedOptionValue(name, (String) null);
        return Optional.ofNullable(value).or(() -> Optional.ofNullable(root.matchedOptionValue(name, (String) null)));
    }

    /** The values of an option that may be repeated. */
    public List<String> texts(String name) {
        return List.of(own.matchedOptionValue(name, new String[0]));
    }

    /** The words that are no options. */
    public List<String> words() {
        if (own.matchedPositionals().isEmpty()) {
            return List.of();
        }
        return List.copyOf(own.matchedPositionals().get(0).originalStringValues());
    }

    /** How many of the words stand behind the two dashes that end the options. */
    public int wordsBehindDashes() {
        int dashes = root.originalArgs().indexOf("--");
        return dashes < 0 ? 0 : Math.min(words().size(), root.originalArgs().size() - dashes - 1);
    }

    /** The one word that is no option. */
    public Optional<String> word() {
        List<String> words = words();
        return words.isEmpty() ? Optional.empty() : Optional.of(words.get(0));
    }

    /** A duration. */
    public Optional<Duration> duration(String name) {
        return text(name)
                .map(value -> Durations.parse(value)
                        .orElseThrow(() -> badValue(name, value, "durations look like 90s, 15m or 2h")));
    }

    /** A whole number, not negative. */
    public Optional<Integer> number(String name) {
        return text(name).map(value -> {
            if (!value.matches("\\d{1,9}")) {
                throw badValue(name, value, "give a whole number");
            }
            return Integer.parseInt(value);
        });
    }

    /**
     * How long to wait or to run: {@code --timeout}, or {@code --timeout-ms} as scripts of older tools have it.
     *
     * @throws Failure of the usage kind
     */
    public Optional<Duration> timeout() {
        Optional<Duration> duration = duration("--timeout");
        Optional<Duration> milliseconds = number("--timeout-ms").map(Duration::ofMillis);
        if (duration.isPresent() && milliseconds.isPresent()) {
            throw contradiction("--timeout and --timeout-ms contradict", "give one of them");
        }
        return duration.or(() -> milliseconds);
    }

    /** The one word that must be there. */
    public String requireWord(String label) {
        return word().orElseThrow(() -> missing(label));
    }

    /** The words, of which one at least must be there. */
    public List<String> requireWords(String label) {
        if (words().isEmpty()) {
            throw missing(label);
        }
        return words();
    }

    private Failure missing(String label) {
        String name = row.map(CommandTable.Row::commandName).orElse("companion");
        return new Failure(FailureCode.BAD_VALUE, name + " needs a " + label, "see: companion help " + name);
    }

    /** Refuses options that have no effect together with {@code what}. */
    public void refuse(String what, String... options) {
        for (String option : options) {
            if (own.hasMatchedOption(option)) {
                throw contradiction(option + " has no effect with " + what, "leave one of them out");
            }
        }
    }

    /** Options that do not go together. */
    public static Failure contradiction(String what, String remedy) {
        return new Failure(FailureCode.BAD_COMBINATION, what, remedy);
    }

    /** A value that an option does not know. */
    public static Failure badValue(String option, String value, String remedy) {
        return new Failure(FailureCode.BAD_VALUE, option + " does not take " + shown(value), remedy);
    }

    private static String shown(String value) {
        return "\"" + (value.length() > 40 ? value.substring(0, 40) + "…" : value) + "\"";
    }
}
