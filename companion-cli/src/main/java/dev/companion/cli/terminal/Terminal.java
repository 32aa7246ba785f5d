package dev.companion.cli.terminal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.json.Json;
import dev.companion.core.settings.Environment;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The only thing that writes to stdout and stderr: results to stdout, what is said to a person to stderr, both UTF-8.
 * Colour and animation only where a person looks. Thread-safe.
 */
public final class Terminal {
    private static final int DEFAULT_WIDTH = 80;
    private static final int NARROWEST = 20;

    /** Writes one JSON document. */
    @FunctionalInterface
    public interface Document {
        /** Writes it, start and end included. */
        void writeTo(JsonGenerator generator) throws IOException;
    }

    private final OutputStream out;
    private final OutputStream err;
    private final Environment environment;
    private final boolean inIsTerminal;
    private final boolean outIsTerminal;
    private final boolean errIsTerminal;
    private boolean colour;
    private boolean quiet;

    private Terminal(
            OutputStream out,
            OutputStream err,
            Environment environment,
            boolean inIsTerminal,
            boolean outIsTerminal,
            boolean errIsTerminal) {
        this.out = new BufferedOutputStream(out, 16 * 1024);
        this.err = err;
        this.environment = environment;
        this.inIsTerminal = inIsTerminal;
        this.outIsTerminal = outIsTerminal;
        this.errIsTerminal = errIsTerminal;
        this.colour = outIsTerminal && wantsColour();
    }

    /**
     * A terminal over two streams.
     *
     * @param terminals which of in, out and err are terminals, comma separated
     */
    public static Terminal of(OutputStream out, OutputStream err, Environment environment, String terminals) {
        String list = "," + terminals + ",";
        return new Terminal(
                out, err, environment, list.contains(",in,"), list.contains(",out,"), list.contains(",err,"));
    }

    private boolean wantsColour() {
        return environment.variable("NO_COLOR").isEmpty()
                && !environment.variable("TERM").orElse("dumb").equals("dumb");
    }

    /**
     * Applies {@code --color} and {@code --quiet}.
     *
     * @throws Failure {@code BAD_VALUE}
     */
    public void configure(Optional<String> when, boolean noHints) {
        quiet = noHints;
        colour = switch (when.orElse("auto")) {
            case "auto" -> outIsTerminal && wantsColour();
            case "always" -> true;
            case "never" -> false;
            default ->
                throw new Failure(FailureCode.BAD_VALUE, "--color does not take that", "give auto, always or never");
        };
    }

    /** Prints a line of the result. */
    public void print(String line) {
        write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Prints bytes of the result. */
    public void write(byte[] bytes) {
        write(bytes, bytes.length);
    }

    /** Prints the first bytes of a buffer. */
    public synchronized void write(byte[] buffer, int length) {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw new BrokenPipe();
        }
    }

    /** Prints one JSON document on a line of its own. */
    public void print(Document document) {
        try (JsonGenerator generator = Json.generator(out)) {
            document.writeTo(generator);
        } catch (IOException e) {
            throw new BrokenPipe();
        }
        write(new byte[] {'\n'});
    }

    /** Says a line to the person, if there is one who listens. */
    public synchronized void say(String line) {
        try {
            err.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            // Nobody listens; the command goes on.
            return;
        }
    }

    /** Says a hint or progress: not with {@code --quiet}. */
    public void hint(String line) {
        if (!quiet) {
            say(line);
        }
    }

    /** Puts raw characters to stderr, for a line that is redrawn. */
    public synchronized void draw(String characters) {
        try {
            err.write(characters.getBytes(StandardCharsets.UTF_8));
            err.flush();
        } catch (IOException e) {
            return;
        }
    }

    /** Whether a line may be redrawn on stderr. */
    public boolean animates() {
        return errIsTerminal
                && !quiet
                && !environment.variable("TERM").orElse("dumb").equals("dumb");
    }

    /** Whether stdin is a terminal: then nobody pipes a prompt in. */
    public boolean inIsTerminal() {
        return inIsTerminal;
    }

    /** Whether stdout is a terminal. */
    public boolean outIsTerminal() {
        return outIsTerminal;
    }

    /** Whether the result may be coloured: by default only where stdout is a terminal. */
    public boolean colours() {
        return colour;
    }

    /** Whether what was printed to stdout may be replaced: it is a terminal that knows how to. */
    public boolean redraws() {
        return outIsTerminal && !environment.variable("TERM").orElse("dumb").equals("dumb");
    }

    /** Whether the result may hold links (OSC 8): a terminal that does not know them passes over them, the console prints them. */
    public boolean links() {
        return redraws() && !environment.variable("TERM").orElse("dumb").equals("linux");
    }

    /** Whether {@code --quiet} was given. */
    public boolean isQuiet() {
        return quiet;
    }

    /** Columns: from COLUMNS, else asked of the terminal, else 80; never less than 20. */
    public int width() {
        Optional<Integer> told = environment
                .variable("COLUMNS")
                .filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .or(() -> outIsTerminal || errIsTerminal ? TerminalSize.columns() : Optional.empty());
        return Math.max(NARROWEST, told.filter(columns -> columns > 0).orElse(DEFAULT_WIDTH));
    }

    /** Columns for a line of the result; as many as it likes where stdout is no terminal and COLUMNS says nothing. */
    public int resultWidth() {
        return outIsTerminal || environment.variable("COLUMNS").isPresent() ? width() : Integer.MAX_VALUE;
    }

    /** Hands everything to the system; a pipe that was closed early is no error. */
    public synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            return;
        }
    }

    /** Hands what was printed so far to the reader. */
    public synchronized void flushOrStop() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new BrokenPipe();
        }
    }
}
