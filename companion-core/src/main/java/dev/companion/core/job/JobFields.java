package dev.companion.core.job;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a job in JSON that every listing shows.
 *
 * <p>Every key is always present; {@code null} is unknown, {@code []} is none. Instants are UTC with three digits of
 * milliseconds. Stateless.
 */
public final class JobFields {
    private JobFields() {}

    /** The instant as every JSON document of the program shows it. */
    public static String text(Instant instant) {
        return Timestamps.format(instant);
    }

    /** Writes the fields of the public job into the object that is open; the caller may add derived ones. */
    public static void write(JsonGenerator generator, Job job) throws IOException {
        writeIdentity(generator, job);
        writeEnding(generator, job.ending());
        generator.writeStringField("workspaceRoot", job.workspace().root());
        generator.writeStringField("cwd", job.cwd());
        writeText(generator, "sessionId", job.sessionId());
        writeText(generator, "threadId", job.threadId());
        writeText(generator, "turnId", job.turnId());
        writeSettings(generator, job.asked(), job.effective());
        writeNumber(generator, "pid", job.worker().map(worker -> worker.pid()).orElse(null));
        generator.writeNumberField("generation", job.generation());
        generator.writeStringField("outputPath", job.outputPath());
        generator.writeStringField("logFile", job.logFile());
        generator.writeStringField("createdAt", text(job.createdAt()));
        writeText(generator, "startedAt", job.startedAt().map(JobFields::text));
        writeText(generator, "completedAt", job.completedAt().map(JobFields::text));
        generator.writeStringField("updatedAt", text(job.updatedAt()));
        writeText(generator, "notBefore", job.notBefore().map(JobFields::text));
        writeTexts(generator, "touchedFiles", job.result().touchedFiles());
        writeUsage(generator, job.result().usage());
        writeText(generator, "degraded", job.result().degraded());
        writeLabels(generator, job.labels());
        writeText(generator, "idempotencyKey", job.idempotencyKey());
        writeText(generator, "resumeCommand", job.resumeCommand());
    }

    private static void writeIdentity(JsonGenerator generator, Job job) throws IOException {
        generator.writeStringField("id", job.id().value());
        generator.writeStringField("kind", job.kind().wireName());
        generator.writeStringField("kindLabel", job.kind().label());
        generator.writeStringField("jobClass", job.kind().jobClass());
        generator.writeStringField("title", job.title());
        generator.writeStringField("summary", job.summary());
        generator.writeStringField("status", job.state().wireName());
        generator.writeStringField("phase", job.phase().wireName());
    }

    private static void writeEnding(JsonGenerator generator, Optional<Ending> ending) throws IOException {
        writeText(generator, "reason", ending.flatMap(Ending::reason).map(Reason::wireName));
        writeText(generator, "errorMessage", ending.flatMap(Ending::message));
        writeText(generator, "errorClass", ending.flatMap(Ending::errorClass));
        writeText(generator, "retryAt", ending.flatMap(Ending::retryAt).map(JobFields::text));
        writeNumber(
                generator,
                "exitCode",
                ending.map(end -> (long) end.exitCode().code()).orElse(null));
    }

    private static void writeSettings(JsonGenerator generator, Asked asked, Effective effective) throws IOException {
        generator.writeBooleanField("write", asked.sandbox().writes());
        generator.writeStringField("sandbox", asked.sandbox().wireName());
        writeText(generator, "effectiveSandbox", effective.sandbox().map(Sandbox::wireName));
        writeText(generator, "model", asked.model());
        writeText(generator, "effectiveModel", effective.model());
        writeText(generator, "effort", asked.effort());
        writeText(generator, "serviceTier", asked.serviceTier());
        writeText(generator, "effectiveServiceTier", effective.serviceTier());
        generator.writeStringField("transport", asked.transport().wireName());
        writeText(generator, "effectiveTransport", effective.transport().map(Transport::wireName));
        writeText(generator, "codexVersion", effective.codexVersion());
    }

    private static void writeUsage(JsonGenerator generator, Optional<Usage> usage) throws IOException {
        generator.writeFieldName("usage");
        if (usage.isEmpty()) {
            generator.writeNull();
            return;
        }
        Usage tokens = usage.orElseThrow();
        generator.writeStartObject();
        generator.writeNumberField("inputTokens", tokens.inputTokens());
        generator.writeNumberField("cachedInputTokens", tokens.cachedInputTokens());
        generator.writeNumberField("outputTokens", tokens.outputTokens());
        generator.writeNumberField("reasoningOutputTokens", tokens.reasoningOutputTokens());
        generator.writeNumberField("totalTokens", tokens.totalTokens());
        generator.writeEndObject();
    }

    private static void writeLabels(JsonGenerator generator, Map<String, String> labels) throws IOException {
        generator.writeObjectFieldStart("labels");
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            generator.writeStringField(label.getKey(), label.getValue());
        }
        generator.writeEndObject();
    }

    private static void writeText(JsonGenerator generator, String name, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            generator.writeStringField(name, value.orElseThrow());
            return;
        }
        generator.writeNullField(name);
    }

    private static void writeNumber(JsonGenerator generator, String name, @Nullable Long value) throws IOException {
        if (value == null) {
            generator.writeNullField(name);
            return;
        }
        generator.writeNumberField(name, value);
    }

    private static void writeTexts(JsonGenerator generator, String name, Collection<String> values) throws IOException {
        generator.writeArrayFieldStart(name);
        for (String value : values) {
            generator.writeString(value);
        }
        generator.writeEndArray();
    }
}
