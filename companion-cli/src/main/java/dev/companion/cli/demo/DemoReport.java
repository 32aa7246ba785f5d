package dev.companion.cli.demo;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.cli.render.JobJson;
import dev.companion.core.job.Job;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a demonstration did.
 *
 * @param codex which Codex took part
 * @param kept the directory, if it was kept
 * @param steps the commands in their order
 * @param jobs as they ended
 * @param differences what was not as it should be, one line each; empty if all was
 */
record DemoReport(
        DemoCodex.Found codex,
        Optional<Path> kept,
        List<DemoSession.Ran> steps,
        List<Job> jobs,
        List<String> differences,
        Duration duration) {
    boolean isGood() {
        return differences.isEmpty();
    }

    /** Writes it as one document. */
    void write(JsonGenerator generator) throws IOException {
        generator.writeStartObject();
        generator.writeNumberField("schemaVersion", 1);
        generator.writeBooleanField("ok", isGood());
        generator.writeObjectFieldStart("codex");
        generator.writeStringField("binary", codex.codex().binary().toString());
        generator.writeStringField("version", codex.codex().version());
        generator.writeBooleanField("installed", codex.installed());
        generator.writeEndObject();
        generator.writeStringField("keptDirectory", kept.map(Path::toString).orElse(null));
        generator.writeArrayFieldStart("steps");
        for (DemoSession.Ran step : steps) {
            generator.writeStartObject();
            generator.writeStringField("command", step.command());
            generator.writeNumberField("exitCode", step.exitCode());
            generator.writeNumberField("durationMs", step.duration().toMillis());
            generator.writeEndObject();
        }
        generator.writeEndArray();
        generator.writeArrayFieldStart("jobs");
        for (Job job : jobs) {
            writeJob(generator, job);
        }
        generator.writeEndArray();
        generator.writeArrayFieldStart("differences");
        for (String difference : differences) {
            generator.writeString(difference);
        }
        generator.writeEndArray();
        generator.writeNumberField("durationMs", duration.toMillis());
        generator.writeEndObject();
    }

    private static void writeJob(JsonGenerator generator, Job job) throws IOException {
        generator.writeStartObject();
        generator.writeStringField("jobId", job.id().value());
        generator.writeStringField("title", job.title());
        generator.writeStringField("status", job.state().wireName());
        generator.writeStringField("threadId", job.threadId().orElse(null));
        generator.writeFieldName("durationMs");
        Optional<Duration> took = JobJson.duration(job);
        if (took.isPresent()) {
            generator.writeNumber(took.get().toMillis());
        } else {
            generator.writeNull();
        }
        generator.writeArrayFieldStart("touchedFiles");
        for (String file : job.result().touchedFiles()) {
            generator.writeString(file);
        }
        generator.writeEndArray();
        generator.writeEndObject();
    }
}
