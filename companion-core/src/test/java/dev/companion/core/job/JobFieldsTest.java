package dev.companion.core.job;

import static dev.companion.core.job.JobFixtures.claimed;
import static dev.companion.core.job.JobFixtures.detailed;
import static dev.companion.core.job.JobFixtures.ended;
import static dev.companion.core.job.JobFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class JobFieldsTest {
    @Test
    void every_key_is_there_even_if_nothing_is_known() throws IOException {
        JsonObject empty = Json.readObject(written(queued(1)));
        JsonObject full = Json.readObject(written(ended(claimed(detailed(1)), JobState.FAILED)));

        assertThat(empty.fields().keySet())
                .containsExactlyElementsOf(full.fields().keySet());
        assertThat(empty.fields())
                .containsEntry("threadId", null)
                .containsEntry("usage", null)
                .containsEntry("pid", null);
        assertThat(empty.strings("touchedFiles")).isEmpty();
        assertThat(empty.fields().keySet())
                .contains("id", "kindLabel", "jobClass", "status", "reason", "exitCode", "write", "resumeCommand");
    }

    @Test
    void instants_always_have_three_digits_of_milliseconds() {
        assertThat(JobFields.text(Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo("2026-01-01T00:00:00.000Z");
        assertThat(JobFields.text(Instant.parse("2026-01-01T00:00:00.1239Z"))).isEqualTo("2026-01-01T00:00:00.123Z");
    }

    private static byte[] written(Job job) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = Json.generator(out)) {
            generator.writeStartObject();
            JobFields.write(generator, job);
            generator.writeEndObject();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
