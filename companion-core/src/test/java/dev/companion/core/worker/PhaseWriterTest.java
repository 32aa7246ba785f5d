package dev.companion.core.worker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.Pause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The limits of a job hold whatever the store does meanwhile. */
@Timeout(60)
class PhaseWriterTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @TempDir
    Path temporary;

    private final StopSignal stop = new StopSignal();

    private Watch watch(Optional<Duration> timeout) {
        return new Watch(new JobDirectory(temporary), timeout, LONG, stop, () -> 0, Pause.sleeping(), System::nanoTime);
    }

    private static PhaseWriter writer(Runnable write) {
        return new PhaseWriter(write, Pause.sleeping());
    }

    private Stop raised() throws Exception {
        return stop.future().get(30, SECONDS);
    }

    @Test
    void G05_a_store_that_somebody_blocks_delays_no_limit() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        Runnable blockedStore = () -> {
            blocked.countDown();
            await(free);
        };
        try (Watch watch = watch(Optional.of(Duration.ofMillis(500)));
                PhaseWriter writer = writer(blockedStore)) {
            watch.start();
            writer.start();
            await(blocked);

            assertThat(raised()).isEqualTo(Stop.TIMED_OUT);

            free.countDown();
        }
    }

    @Test
    void G08_a_wish_to_cancel_is_seen_after_the_store_has_failed() throws Exception {
        AtomicInteger ticks = new AtomicInteger();
        CountDownLatch triedAgain = new CountDownLatch(1);
        Runnable failingStore = () -> {
            if (ticks.incrementAndGet() > 1) {
                triedAgain.countDown();
            }
            throw new Failure(FailureCode.STORE_BUSY, "the job store was in use", "run the command again");
        };
        try (Watch watch = watch(Optional.empty());
                PhaseWriter writer = writer(failingStore)) {
            watch.start();
            writer.start();
            await(triedAgain);
            wishToCancel();

            assertThat(raised()).isEqualTo(Stop.CANCELLED);
        }
    }

    private void wishToCancel() throws IOException {
        Files.createFile(new JobDirectory(temporary).cancelRequest());
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
