package dev.companion.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CancellationTest extends UseCaseTest {
    private static final Outcome INTERRUPTED =
            new Outcome(JobState.CANCELLED, Ending.CANCELLED, WorkResult.NONE, Optional.of("interrupted"));

    @Test
    void G08_a_queued_job_is_cancelled_at_once() {
        Job queued = rig().submit();

        Cancellation.Cancelled cancelled = rig().cancellation().cancel(queued);

        assertThat(cancelled.job().state()).isEqualTo(JobState.CANCELLED);
        assertThat(cancelled.interruptAttempted()).isFalse();
        assertThat(rig().events(queued)).last().extracting(Event::type).isEqualTo(EventType.JOB_FINISHED);
        assertThat(rig().killed()).isEmpty();
    }

    @Test
    void G08_a_worker_that_obeys_is_not_killed() {
        Job running = rig().claim(rig().submit(), "thread");
        WorkerLock held = rig().hold(running);
        rig().meanwhile(() -> {
            assertThat(rig().directory(running).cancelRequest()).exists();
            rig().end().end(running, INTERRUPTED, rig().directory(running));
            held.close();
        });

        Cancellation.Cancelled cancelled = rig().cancellation().cancel(running);

        assertThat(cancelled.job().state()).isEqualTo(JobState.CANCELLED);
        assertThat(cancelled.interruptAttempted()).isTrue();
        assertThat(cancelled.interrupted()).isTrue();
        assertThat(rig().killed()).isEmpty();
    }

    @Test
    void G08_a_worker_that_does_not_obey_is_killed_within_five_seconds() {
        Job running = rig().claim(rig().submit(), "thread");
        WorkerLock held = rig().hold(running);
        rig().termination((id, worker) -> held.close());
        long start = System.nanoTime();

        Cancellation.Cancelled cancelled = rig().cancellation().cancel(running);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(rig().killed()).containsExactly(running.id());
        assertThat(cancelled.job().state()).isEqualTo(JobState.CANCELLED);
        assertThat(cancelled.interrupted()).isFalse();
    }

    @Test
    void G08_a_completion_that_comes_first_stands() {
        Job running = rig().claim(rig().submit(), "thread");
        WorkerLock held = rig().hold(running);
        rig().meanwhile(() -> {
            rig().complete(running);
            held.close();
        });

        assertThat(rig().cancellation().cancel(running).job().state()).isEqualTo(JobState.COMPLETED);
    }

    @Test
    void G08_cancelling_twice_is_cancelling_once() {
        Job queued = rig().submit();
        Job first = rig().cancellation().cancel(queued).job();

        assertThat(rig().cancellation().cancel(first).job()).isEqualTo(first);
        assertThat(rig().cancellation().cancel(queued).job()).isEqualTo(first);
    }

    @Test
    void G02_a_job_whose_worker_is_dead_is_cancelled_without_waiting() {
        Job running = rig().claim(rig().submit());

        Cancellation.Cancelled cancelled = rig().cancellation().cancel(running);

        assertThat(cancelled.job().isActive()).isFalse();
        assertThat(rig().killed()).isEmpty();
    }

    @Test
    void a_claim_that_comes_first_is_cancelled_through_its_worker() {
        Job queued = rig().submit();
        rig().store().beforeReplace((expected, next) -> {
            rig().store().beforeReplace((a, b) -> {});
            Job running = rig().claim(queued, "thread");
            WorkerLock held = rig().hold(running);
            rig().meanwhile(() -> {
                rig().end().end(running, INTERRUPTED, rig().directory(running));
                held.close();
            });
        });

        assertThat(rig().cancellation().cancel(queued).job().state()).isEqualTo(JobState.CANCELLED);
    }
}
