package dev.companion.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.cli.App;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.StoreFailures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The final output of a job, from its file, in bounded memory. */
public final class OutputText {
    private final App app;

    /** Reads below the program's state directory. */
    public OutputText(App app) {
        this.app = app;
    }

    /**
     * Whether there is one.
     *
     * @throws Failure if it is there and cannot be read: said before the first byte of a document is printed
     */
    public boolean isThere(Job job) {
        Path file = file(job);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        if (!Files.isReadable(file)) {
            throw new Failure(
                    FailureCode.STATE_ROOT_UNWRITABLE,
                    "cannot read " + file,
                    "give it back to you: chmod 600 " + StateRoot.quoted(file));
        }
        return true;
    }

    private Path file(Job job) {
        return new JobDirectory(app.root().jobDirectory(job.id())).output();
    }

    /** Prints it byte for byte; a line end is added only if the last line has none. */
    public void print(Terminal terminal, Job job) {
        if (isThere(job)) {
            copy(terminal, job, true);
        }
    }

    /** Prints it byte for byte; only a terminal gets a line end that is missing. */
    public void printExactly(Terminal terminal, Job job) {
        copy(terminal, job, terminal.outIsTerminal());
    }

    private void copy(Terminal terminal, Job job, boolean endLine) {
        try (InputStream in = Files.newInputStream(file(job))) {
            byte[] buffer = new byte[64 * 1024];
            byte last = '\n';
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                terminal.write(buffer, count);
                last = buffer[count - 1];
            }
            if (endLine && last != '\n') {
                terminal.write(new byte[] {'\n'});
            }
        } catch (IOException e) {
            throw StoreFailures.of(e, file(job));
        }
    }

    /** Writes it as a string field; null if there is none. */
    public void writeField(JsonGenerator generator, String field, Job job) throws IOException {
        generator.writeFieldName(field);
        if (!isThere(job)) {
            generator.writeNull();
            return;
        }
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(Files.newInputStream(file(job)), StandardCharsets.UTF_8))) {
            generator.writeString(reader, -1);
        }
    }
}
