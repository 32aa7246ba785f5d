package dev.companion.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdoptionTest {
    private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

    @TempDir
    Path path;

    private Adoptions.Step next(Duration later) throws IOException {
        return Adoptions.next(directory(), NOW.plus(later));
    }

    private JobDirectory directory() {
        return new JobDirectory(path);
    }

    /** The marks are made by the system's clock; the test goes on from a time of its own. */
    private void settle() throws IOException {
        for (int n = 1; n <= Adoptions.MOST; n++) {
            if (Files.exists(directory().adoption(n))) {
                Files.setLastModifiedTime(directory().adoption(n), FileTime.from(NOW));
            }
        }
    }

    @Test
    void another_worker_is_started_and_given_time() throws IOException {
        assertThat(next(Duration.ZERO)).isEqualTo(Adoptions.Step.START);
        settle();
        assertThat(next(Duration.ofSeconds(10))).isEqualTo(Adoptions.Step.WAIT);
        assertThat(next(Duration.ofSeconds(31))).isEqualTo(Adoptions.Step.START);
    }

    @Test
    void one_that_came_and_died_is_followed_at_once() throws IOException {
        assertThat(next(Duration.ZERO)).isEqualTo(Adoptions.Step.START);
        Adoptions.arrived(directory());
        settle();
        assertThat(next(Duration.ofSeconds(1))).isEqualTo(Adoptions.Step.START);
    }

    @Test
    void G44_after_three_it_is_enough() throws IOException {
        for (int n = 1; n <= 3; n++) {
            assertThat(next(Duration.ZERO)).isEqualTo(Adoptions.Step.START);
            Adoptions.arrived(directory());
            settle();
        }
        assertThat(next(Duration.ZERO)).isEqualTo(Adoptions.Step.GIVE_UP);
    }
}
