package dev.companion.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.cli.App;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
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

    /** Whether there is one. */
    public boolean isThere(Job job) {
        return Files.isRegularFile(file(job));
    }

    private Path file(Job job) {
        return new JobDirectory(app.root().jobDirectory(job.id())).output();
    }

    /** Prints it byte for byte; a line end is added only if the last line has none. */
    public void print(Terminal terminal, Job job) {
        if (!isThere(job)) {
            return;
        }
        try (InputStream in = Files.newInputStream(file(job))) {
            byte[] buffer = new byte[64 * 1024];
            byte last = '\n';
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                terminal.write(buffer, count);
                last = buffer[count - 1];
            }
            if (last != '\n') {
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
