package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.InMemoryJobStore;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobFixtures;
import dev.companion.core.job.JobId;
import dev.companion.core.job.MutableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTimeTest {
    private static final Instant NOW = Instant.parse("2026-11-23T13:00:00Z");
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));

    @TempDir
    Path path;

    private final MutableClock clock = new MutableClock(NOW);
    private final InMemoryJobStore store = new InMemoryJobStore();
    private final JobId id = store.insert(JobFixtures.draft(1).build()).job().id();
    private final AtomicInteger looks = new AtomicInteger();

    /** Each look is at another time of the day, told by what is done between two of them. */
    private boolean await(Runnable between) {
        StartTime start = new StartTime(store, clock, duration -> {
            looks.incrementAndGet();
            between.run();
        });
        return start.await(id, new JobDirectory(path), LATER);
    }

    @Test
    void a_job_starts_when_the_clock_on_the_wall_says_so() {
        assertThat(await(() -> clock.move(Duration.ofMinutes(20)))).isTrue();

        assertThat(looks).hasValue(3);
    }

    @Test
    void a_machine_that_slept_over_the_time_starts_the_job_when_it_wakes() {
        assertThat(await(() -> clock.move(Duration.ofDays(2)))).isTrue();

        assertThat(looks).hasValue(1);
    }

    @Test
    void a_clock_that_is_set_back_makes_it_wait_for_the_right_time() {
        assertThat(await(() -> clock.move(looks.get() == 1 ? Duration.ofHours(-1) : Duration.ofHours(1))))
                .isTrue();

        assertThat(looks).hasValue(3);
    }

    @Test
    void G08_a_wish_to_cancel_ends_the_wait_at_the_next_look() {
        assertThat(await(() -> touch(new JobDirectory(path).cancelRequest()))).isFalse();

        assertThat(looks).hasValue(1);
    }

    private static void touch(Path file) {
        try {
            Files.createFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
