package dev.companion.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobFields;
import dev.companion.core.settings.Durations;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A job in the JSON of the commands: what is stored, and what follows from it and the time. */
public final class JobJson {
    private final InstantSource clock;
    private final ProgressPreview preview;

    /** Writes jobs as of the clock. */
    public JobJson(InstantSource clock, ProgressPreview preview) {
        this.clock = clock;
        this.preview = preview;
    }

    /** Writes the job as one object. */
    public void write(JsonGenerator generator, Job job) throws IOException {
        generator.writeStartObject();
        writeFields(generator, job);
        generator.writeEndObject();
    }

    /** Writes the job's fields into an object that was started. */
    public void writeFields(JsonGenerator generator, Job job) throws IOException {
        JobFields.write(generator, job);
        Duration elapsed = elapsed(job);
        Optional<Duration> duration = duration(job);
        generator.writeStringField("elapsed", Durations.format(elapsed));
        generator.writeNumberField("elapsedMs", elapsed.toMillis());
        generator.writeStringField("duration", duration.map(Durations::format).orElse(null));
        generator.writeFieldName("durationMs");
        if (duration.isPresent()) {
            generator.writeNumber(duration.get().toMillis());
        } else {
            generator.writeNull();
        }
        generator.writeArrayFieldStart("progressPreview");
        for (String line : job.isActive() ? preview.of(job) : List.<String>of()) {
            generator.writeString(line);
        }
        generator.writeEndArray();
    }

    /** From submission to the end, or to now; never negative, whatever the clock did. */
    public Duration elapsed(Job job) {
        return notNegative(Duration.between(job.createdAt(), job.completedAt().orElse(clock.instant())));
    }

    /** From the start of the work to its end, once it has ended. */
    public static Optional<Duration> duration(Job job) {
        return job.completedAt()
                .map(end -> notNegative(Duration.between(job.startedAt().orElse(job.createdAt()), end)));
    }

    private static Duration notNegative(Duration duration) {
        return duration.isNegative() ? Duration.ZERO : duration;
    }
}
