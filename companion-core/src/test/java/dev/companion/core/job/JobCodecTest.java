package dev.companion.core.job;

import static dev.companion.core.job.JobFixtures.claimed;
import static dev.companion.core.job.JobFixtures.detailed;
import static dev.companion.core.job.JobFixtures.ended;
import static dev.companion.core.job.JobFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobCodecTest {
    @ParameterizedTest
    @EnumSource(JobState.class)
    void a_job_in_any_state_is_read_as_it_was_written(JobState state) throws IOException {
        for (Job start : new Job[] {queued(1), detailed(2)}) {
            Job job = inState(start, state);

            assertThat(read(written(job))).isEqualTo(job);
        }
    }

    @Test
    void every_key_is_there_even_if_nothing_is_known() throws IOException {
        JsonObject empty = Json.readObject(written(queued(1)));
        JsonObject full = Json.readObject(written(inState(detailed(1), JobState.FAILED)));

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
        assertThat(JobCodec.text(Instant.parse("2026-01-01T00:00:00Z"))).isEqualTo("2026-01-01T00:00:00.000Z");
        assertThat(JobCodec.text(Instant.parse("2026-01-01T00:00:00.1239Z"))).isEqualTo("2026-01-01T00:00:00.123Z");
    }

    @Test
    void unknown_fields_are_left_out() throws IOException {
        String text = new String(written(queued(1)), StandardCharsets.UTF_8);
        String more = "{\"fromTheFuture\":{\"a\":[1,2]}," + text.substring(1);

        assertThat(read(more.getBytes(StandardCharsets.UTF_8))).isEqualTo(queued(1));
    }

    @Test
    void what_is_no_job_record_is_refused() {
        for (String text : new String[] {"", "[]", "{}", "{\"id\":\"x\"}", "{\"id\":", "nonsense"}) {
            assertThatIOException().isThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)));
        }
        String unknownState = new String(written(queued(1)), StandardCharsets.UTF_8).replace("queued", "paused");
        assertThatIOException().isThrownBy(() -> read(unknownState.getBytes(StandardCharsets.UTF_8)));
    }

    private static Job inState(Job queued, JobState state) {
        return switch (state) {
            case QUEUED -> queued;
            case RUNNING -> claimed(queued);
            case COMPLETED, FAILED, CANCELLED, LOST -> ended(claimed(queued), state);
        };
    }

    private static byte[] written(Job job) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator generator = Json.generator(out)) {
            JobCodec.write(generator, job);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }

    private static Job read(byte[] utf8) throws IOException {
        try (JsonParser parser = Json.sharedFactory().createParser(utf8)) {
            return JobCodec.read(parser);
        }
    }
}
