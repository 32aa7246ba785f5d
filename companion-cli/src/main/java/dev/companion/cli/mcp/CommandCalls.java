package dev.companion.cli.mcp;

import dev.companion.cli.app.App;
import dev.companion.cli.app.CommandRunner;
import dev.companion.cli.render.ErrorReport;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.settings.Environment;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs commands in this process, in one directory, and keeps what they print: the same way as from a shell, without one.
 * The words are handed over as they are. Every run has parts of its own ({@link App}); used by one thread.
 */
final class CommandCalls {
    /** The longest string of a document, bytes. An output may be there twice, and hosts cut what is above 100 KB or so. */
    private static final int LONGEST_STRING = 16 * 1024;
    /** The longest text, bytes. */
    private static final int LONGEST_TEXT = 24 * 1024;

    /**
     * What a command printed as JSON.
     *
     * @param stderr what it said besides
     */
    record Printed(ExitCode exit, JsonObject document, String stderr) {
        /** Whether it failed before it did anything. */
        boolean isFailure() {
            return document.fields().containsKey("error");
        }
    }

    /**
     * What a command printed as text.
     *
     * @param length of the whole output, bytes; more than the text has if that was cut
     */
    record Said(ExitCode exit, String text, boolean isCut, long length) {}

    /** What prints a document itself. */
    @FunctionalInterface
    interface Printing {
        ExitCode print(App app, Terminal terminal);
    }

    private final Environment environment;
    private final Optional<String> stateDirectory;
    private final CommandRunner runner;

    /** @param stateDirectory the value of {@code --state-dir}, absolute */
    CommandCalls(Environment environment, Optional<String> stateDirectory, CommandRunner runner) {
        this.environment = environment;
        this.stateDirectory = stateDirectory;
        this.runner = runner;
    }

    /** The parts of the program, for what is no command. */
    App app() {
        return new App(environment, stateDirectory, runner);
    }

    /** Runs a command that prints one document. */
    Printed document(String command, List<String> words) {
        return captured(terminal -> runner.run(with("--json", command, words), environment, terminal));
    }

    /** Has a document printed; a failure is one, too. */
    Printed document(Printing printing) {
        return captured(terminal -> {
            try {
                return printing.print(app(), terminal);
            } catch (Failure failure) {
                return new ErrorReport(terminal, true, false, false).report(failure);
            }
        });
    }

    /** Runs a command that prints text. */
    Said text(String format, String command, List<String> words) {
        BoundedOutput out = new BoundedOutput(LONGEST_TEXT);
        Terminal terminal = Terminal.of(out, new BoundedOutput(0), environment, "in");
        ExitCode exit = runner.run(with("--output=" + format, command, words), environment, terminal);
        terminal.flush();
        return new Said(exit, out.text(), out.isCut(), out.length());
    }

    private interface OnTerminal {
        ExitCode run(Terminal terminal);
    }

    /** Stdin counts as a terminal: nobody pipes a prompt in here. */
    private Printed captured(OnTerminal work) {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        ShortStrings out = new ShortStrings(kept, LONGEST_STRING);
        BoundedOutput err = new BoundedOutput(LONGEST_TEXT);
        Terminal terminal = Terminal.of(out, err, environment, "in");
        ExitCode exit = work.run(terminal);
        terminal.flush();
        JsonObject document = Json.readObject(kept.toString(StandardCharsets.UTF_8));
        return new Printed(exit, document, err.text().strip());
    }

    private List<String> with(String format, String command, List<String> words) {
        List<String> all = new ArrayList<>();
        all.add(command);
        all.add(format);
        stateDirectory.ifPresent(directory -> all.add("--state-dir=" + directory));
        all.addAll(words);
        return all;
    }
}
