package dev.companion.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.cli.app.App;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.job.Job;
import dev.companion.core.json.JsonObject;
import dev.companion.core.json.JsonValues;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** {@code status} as JSON. */
public final class StatusJson {
    private final App app;
    private final Terminal terminal;
    private final JobJson jobs;

    /** Prints to the terminal. */
    public StatusJson(App app, Terminal terminal) {
        this.app = app;
        this.terminal = terminal;
        this.jobs = new JobJson(app.clock(), new ProgressPreview(app::root));
    }

    /** The listing as one document. */
    public void print(Listing listing) {
        String stateRoot = app.root().directory().toString();
        Optional<Path> gate = app.reviewGateSource();
        terminal.print(generator -> {
            generator.writeStartObject();
            generator.writeNumberField("schemaVersion", 1);
            generator.writeStringField("workspaceRoot", listing.workspaceRoot().orElse(null));
            generator.writeStringField("stateRoot", stateRoot);
            generator.writeObjectFieldStart("config");
            generator.writeBooleanField("stopReviewGate", gate.isPresent());
            generator.writeStringField(
                    "stopReviewGateSource", gate.map(Path::toString).orElse(null));
            generator.writeEndObject();
            writeRuntime(generator);
            write(generator, "running", listing.running());
            generator.writeFieldName("latestFinished");
            if (listing.latestFinished().isPresent()) {
                jobs.write(generator, listing.latestFinished().get());
            } else {
                generator.writeNull();
            }
            write(generator, "recent", listing.recent());
            generator.writeBooleanField("needsReview", false);
            generator.writeEndObject();
        });
    }

    /** Writes the field {@code sessionRuntime}: how jobs of this environment reach Codex. */
    public static void writeRuntime(JsonGenerator generator) throws IOException {
        generator.writeObjectFieldStart("sessionRuntime");
        generator.writeStringField("mode", "direct");
        generator.writeStringField("label", "direct startup");
        generator.writeStringField("detail", "Every job has a Codex of its own, which ends with it.");
        generator.writeNullField("endpoint");
        generator.writeEndObject();
    }

    private void write(JsonGenerator generator, String field, List<Job> list) throws IOException {
        generator.writeArrayFieldStart(field);
        for (Job job : list) {
            jobs.write(generator, job);
        }
        generator.writeEndArray();
    }

    /** One job as one document. */
    public void print(Job job) {
        terminal.print(generator -> {
            writeOne(generator, job);
            generator.writeEndObject();
        });
    }

    /** One job that was waited for. */
    public void print(Job job, boolean timedOut, Optional<Duration> limit) {
        terminal.print(generator -> {
            writeOne(generator, job);
            generator.writeBooleanField("waitTimedOut", timedOut);
            generator.writeFieldName("timeoutMs");
            if (limit.isPresent()) {
                generator.writeNumber(limit.get().toMillis());
            } else {
                generator.writeNull();
            }
            generator.writeEndObject();
        });
    }

    private void writeOne(JsonGenerator generator, Job job) throws IOException {
        generator.writeStartObject();
        generator.writeNumberField("schemaVersion", 1);
        generator.writeStringField("workspaceRoot", job.workspace().root());
        generator.writeFieldName("job");
        jobs.write(generator, job);
        generator.writeFieldName("rateLimits");
        JsonValues.write(
                generator,
                new StoredLimits(app::root).of(job).map(JsonObject::fields).orElse(null));
    }

    /** One job a line, without a root object. */
    public void printLines(List<Job> list) {
        for (Job job : list) {
            terminal.print(generator -> jobs.write(generator, job));
        }
    }
}
