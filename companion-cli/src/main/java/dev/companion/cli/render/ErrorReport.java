package dev.companion.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what went wrong: two lines for people, or one JSON document. */
public final class ErrorReport {
    private final Terminal terminal;
    private final boolean json;
    private final boolean debug;

    /**
     * How to tell it.
     *
     * @param json as the one document of {@code --json}
     * @param debug with the stack trace
     */
    public ErrorReport(Terminal terminal, boolean json, boolean debug) {
        this.terminal = terminal;
        this.json = json;
        this.debug = debug;
    }

    /** Tells a foreseen failure; returns its exit code. */
    public ExitCode report(Failure failure) {
        trace(failure);
        if (json) {
            terminal.print(generator -> write(generator, failure));
        } else {
            terminal.say("companion: " + oneLine(failure.message()));
            terminal.say(oneLine(failure.remedy()));
        }
        return failure.code().exitCode();
    }

    /**
     * Tells what nobody foresaw.
     *
     * @param log where the stack trace was written
     */
    public ExitCode reportBug(Throwable bug, Optional<Path> log) {
        trace(bug);
        String message = "unforeseen error: " + bug.getClass().getSimpleName();
        String remedy = log.map(file -> "report it with " + file).orElse("run it again with --debug and report it");
        if (json) {
            terminal.print(generator -> {
                start(generator, "bug", "bug", "system", message, remedy);
                end(generator, false, null, ExitCode.BUG, bug.getClass().getName());
            });
        } else {
            terminal.say("companion: " + message);
            terminal.say(remedy);
        }
        return ExitCode.BUG;
    }

    /** Words of the user come back in messages: they must not reach the terminal as controls. Blanks stay, paths have them. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]", " ");
    }

    private void trace(Throwable thrown) {
        if (debug) {
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            terminal.say(text.toString().stripTrailing());
        }
    }

    private static void write(JsonGenerator generator, Failure failure) throws IOException {
        start(
                generator,
                failure.code().exitCode().name().toLowerCase(Locale.ROOT),
                failure.code().wireName(),
                failure.code().origin().wireName(),
                failure.message(),
                failure.remedy());
        Throwable cause = failure.getCause();
        end(
                generator,
                failure.code().retryable(),
                failure.jobId().orElse(null),
                failure.code().exitCode(),
                cause == null ? null : cause.getClass().getSimpleName());
    }

    private static void start(
            JsonGenerator generator, String code, String detailCode, String origin, String message, String remedy)
            throws IOException {
        generator.writeStartObject();
        generator.writeNumberField("schemaVersion", 1);
        generator.writeObjectFieldStart("error");
        generator.writeStringField("code", code);
        generator.writeStringField("detailCode", detailCode);
        generator.writeStringField("origin", origin);
        generator.writeStringField("message", message);
        generator.writeStringField("remedy", remedy);
    }

    private static void end(
            JsonGenerator generator,
            boolean retryable,
            @Nullable String jobId,
            ExitCode exitCode,
            @Nullable String cause)
            throws IOException {
        generator.writeBooleanField("retryable", retryable);
        generator.writeNullField("retryAfter");
        generator.writeStringField("jobId", jobId);
        generator.writeNumberField("exitCode", exitCode.code());
        generator.writeStringField("cause", cause);
        generator.writeEndObject();
        generator.writeEndObject();
    }
}
