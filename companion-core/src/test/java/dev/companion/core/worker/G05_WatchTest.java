package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.JobDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the watch counts, by a clock that only its own pauses move. */
@Timeout(60)
class G05_WatchTest {
    private static final Duration STALL = Duration.ofSeconds(10);
    private static final Duration NIGHT = Duration.ofHours(9);

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong(5);
    private final AtomicLong heard = new AtomicLong(5);
    private final AtomicInteger looks = new AtomicInteger();
    private final StopSignal stop = new StopSignal();

    /** What happens during the pause before a look. */
    @FunctionalInterface
    private interface Story {
        void before(int look);
    }

    /** Why the run was stopped, after how many looks. */
    private Stop watched(Optional<Duration> timeout, Story story) throws Exception {
        JobDirectory job = new JobDirectory(directory);
        try (Watch watch = new Watch(job, timeout, STALL, stop, heard::get, tick -> pause(tick, story), nanos::get)) {
            watch.start();
            return stop.future().get(30, TimeUnit.SECONDS);
        }
    }

    private void pause(Duration tick, Story story) {
        if (stop.raised().isEmpty()) {
            nanos.addAndGet(tick.toNanos());
            story.before(looks.incrementAndGet());
        }
    }

    private void sleepFor(Duration duration) {
        nanos.addAndGet(duration.toNanos());
    }

    @Test
    void silence_for_the_whole_limit_is_a_stall() throws Exception {
        assertThat(watched(Optional.empty(), look -> {})).isEqualTo(Stop.STALLED);
        assertThat(looks).hasValue(101);
    }

    @Test
    void a_word_of_codex_begins_the_silence_anew() throws Exception {
        Story speaksAtFive = look -> heard.addAndGet(look == 50 ? 1 : 0);

        assertThat(watched(Optional.empty(), speaksAtFive)).isEqualTo(Stop.STALLED);
        assertThat(looks).hasValue(151);
    }

    @Test
    void a_night_in_which_the_machine_slept_is_no_silence() throws Exception {
        Story sleepsAtFive = look -> sleepFor(look == 50 ? NIGHT : Duration.ZERO);

        assertThat(watched(Optional.empty(), sleepsAtFive)).isEqualTo(Stop.STALLED);
        // The one look of the night does not count, everything else does.
        assertThat(looks).hasValue(102);
    }

    @Test
    void many_naps_are_no_silence() throws Exception {
        Story naps = look -> sleepFor(look % 10 == 0 ? Duration.ofSeconds(2) : Duration.ZERO);

        assertThat(watched(Optional.empty(), naps)).isEqualTo(Stop.STALLED);
        assertThat(looks).hasValue(112);
    }

    @Test
    void the_time_of_the_whole_job_goes_on_while_the_worker_is_stopped() throws Exception {
        Story sleepsAtFive = look -> sleepFor(look == 50 ? NIGHT : Duration.ZERO);

        assertThat(watched(Optional.of(Duration.ofHours(1)), sleepsAtFive)).isEqualTo(Stop.TIMED_OUT);
        assertThat(looks).hasValue(50);
    }

    @Test
    void a_wish_to_cancel_comes_before_every_limit() throws Exception {
        Story wishesAtLast = look -> {
            if (look == 101) {
                wish();
            }
        };

        assertThat(watched(Optional.of(STALL), wishesAtLast)).isEqualTo(Stop.CANCELLED);
    }

    private void wish() {
        try {
            Files.createFile(new JobDirectory(directory).cancelRequest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
