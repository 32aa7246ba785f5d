package dev.companion.core.job;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A job's record in words, to be kept beside a store and compared with what is read from it. */
public final class JobRecord {
    private JobRecord() {}

    /** The whole record of a job, a line of JSON. */
    public static String json(Job job) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = Json.generator(out)) {
            generator.writeStartObject();
            JobFields.write(generator, job);
            generator.writeStringField(
                    "repository", job.workspace().repository().orElse(null));
            generator.writeStringField(
                    "workerStartedAt",
                    job.worker()
                            .map(worker -> JobFields.text(worker.startedAt()))
                            .orElse(null));
            generator.writeStringField(
                    "reasoningSummary", String.join("\n", job.result().reasoningSummary()));
            generator.writeStringField("requestDigest", job.requestDigest());
            generator.writeNumberField("version", job.version());
            generator.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
