package dev.companion.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.cli.terminal.Terminal;
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
    private final boolean markdown;
    private final boolean debug;

    /**
     * How to tell it.
     *
     * @param json as the one document of {@code --json}
     * @param markdown for a chat client, which shows stdout alone
     * @param debug with the stack trace
     */
    public ErrorReport(Terminal terminal, boolean json, boolean markdown, boolean debug) {
        this.terminal = terminal;
        this.json = json;
        this.markdown = markdown;
        this.debug = debug;
    }

    /** Tells a foreseen failure; returns its exit code. */
    public ExitCode report(Failure failure) {
        return report(failure, Optional.empty());
    }

    /** Tells why work was not handed to Codex, in the words that are looked for; returns the exit code, never 0. */
    public ExitCode reportNotRun(Failure failure) {
        return report(failure, Optional.of(oneLine(NotRun.words(failure))));
    }

    private ExitCode report(Failure failure, Optional<String> notRun) {
        trace(failure);
        if (json) {
            terminal.print(generator -> write(generator, failure, notRun.orElse(null)));
            return failure.code().exitCode();
        }
        if (markdown && notRun.isPresent()) {
            terminal.print(notRun.get());
            terminal.print("");
            terminal.print("Next: " + oneLine(failure.remedy()));
        }
        terminal.say(notRun.orElseGet(() -> "companion: " + oneLine(failure.message())));
        terminal.say(oneLine(failure.remedy()));
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
                end(generator, false, null, ExitCode.BUG, bug.getClass().getName(), null);
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

    private static void write(JsonGenerator generator, Failure failure, @Nullable String notRun) throws IOException {
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
                cause == null ? null : cause.getClass().getSimpleName(),
                notRun);
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
            @Nullable String cause,
            @Nullable String notRun)
            throws IOException {
        generator.writeBooleanField("retryable", retryable);
        generator.writeNullField("retryAfter");
        generator.writeStringField("jobId", jobId);
        generator.writeNumberField("exitCode", exitCode.code());
        generator.writeStringField("cause", cause);
        generator.writeStringField("codexNotRun", notRun);
        generator.writeEndObject();
        generator.writeEndObject();
    }
}
