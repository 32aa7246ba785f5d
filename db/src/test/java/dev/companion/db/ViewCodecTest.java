package dev.companion.db;

import static dev.companion.core.job.JobFixtures.claimed;
import static dev.companion.core.job.JobFixtures.detailed;
import static dev.companion.core.job.JobFixtures.ended;
import static dev.companion.core.job.JobFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Overview;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViewCodecTest {
    private static final Optional<String> WORKSPACE = Optional.of("/home/ada/has space/\u00e9");

    @ParameterizedTest
    @EnumSource(JobState.class)
    void a_job_in_any_state_is_read_as_it_was_written(JobState state) throws IOException {
        Overview overview = new Overview(
                List.of(inState(queued(1), state), inState(detailed(2), state)), List.of(inState(detailed(3), state)));

        assertThat(ViewCodec.read(ViewCodec.write(WORKSPACE, overview), WORKSPACE))
                .isEqualTo(overview);
    }

    @Test
    void a_document_of_another_working_tree_is_refused() {
        byte[] document = ViewCodec.write(WORKSPACE, overview());

        assertThatIOException().isThrownBy(() -> ViewCodec.read(document, Optional.empty()));
    }

    @Test
    void a_document_with_any_byte_changed_is_refused() {
        byte[] document = ViewCodec.write(WORKSPACE, overview());

        for (int at = 0; at < document.length; at++) {
            byte[] changed = document.clone();
            changed[at] ^= 0x10;
            assertThatIOException().as("byte %d", at).isThrownBy(() -> ViewCodec.read(changed, WORKSPACE));
        }
    }

    @Test
    void a_document_that_is_cut_or_continued_is_refused() {
        byte[] document = ViewCodec.write(WORKSPACE, overview());

        for (int length = 0; length < document.length; length++) {
            byte[] cut = Arrays.copyOf(document, length);
            assertThatIOException().as("%d bytes", length).isThrownBy(() -> ViewCodec.read(cut, WORKSPACE));
        }
        byte[] continued = Arrays.copyOf(document, document.length + 1);
        assertThatIOException().isThrownBy(() -> ViewCodec.read(continued, WORKSPACE));
    }

    private static Overview overview() {
        return new Overview(List.of(claimed(detailed(1))), List.of(ended(claimed(queued(2)), JobState.FAILED)));
    }

    private static Job inState(Job queued, JobState state) {
        return switch (state) {
            case QUEUED -> queued;
            case RUNNING -> claimed(queued);
            case COMPLETED, FAILED, CANCELLED, LOST -> ended(claimed(queued), state);
        };
    }
}
