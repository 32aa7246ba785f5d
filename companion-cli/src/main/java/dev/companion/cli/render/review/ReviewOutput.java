package dev.companion.cli.render.review;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.cli.terminal.Format;
import dev.companion.cli.terminal.Terminal;
import java.io.IOException;

/** Prints the end of a review. */
public final class ReviewOutput {
    /** What a review can be printed as. */
    private static final Format[] FORMATS = {
        Format.TEXT, Format.JSON, Format.ID, Format.MARKDOWN, Format.SARIF, Format.GITHUB
    };

    private final Terminal terminal;
    private final Format format;

    /** Prints in that format. */
    public ReviewOutput(Terminal terminal, Format format) {
        this.terminal = terminal;
        this.format = format;
    }

    /** The formats that a command which prints a review may accept. */
    public static Format[] formats() {
        return FORMATS.clone();
    }

    /** Writes the document of {@code --json} as a value. */
    public static void write(JsonGenerator generator, ReviewReport report) throws IOException {
        new ReviewJson().write(generator, report);
    }

    /**
     * Prints it.
     *
     * @throws IllegalArgumentException if it has no such form
     */
    public void print(ReviewReport report) {
        switch (format) {
            case TEXT -> new ReviewText(terminal).lines(report).forEach(terminal::print);
            case MARKDOWN -> new ReviewMarkdown().lines(report).forEach(terminal::print);
            case GITHUB -> new ReviewGithub().lines(report).forEach(terminal::print);
            case JSON -> printJson(generator -> new ReviewJson().write(generator, report));
            case SARIF -> printJson(generator -> new ReviewSarif().write(generator, report));
            case ID -> report.run().jobId().ifPresent(terminal::print);
            case JSONL -> throw new IllegalArgumentException("a review that is over has no lines of JSON");
        }
    }

    private void printJson(Terminal.Document document) {
        terminal.print(generator -> {
            generator.setCharacterEscapes(new UnprintableEscapes());
            document.writeTo(generator);
        });
    }
}
