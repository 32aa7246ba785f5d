package dev.companion.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** That Codex did not run is said only where it is certain. */
class G51_RanWithoutCodexTest {
    private static final Instant END = JobFixtures.at(100);

    private static Job failed(Reason reason, Optional<String> thread, Optional<String> turn, Transport transport) {
        return JobFixtures.claimed(JobFixtures.queued(1))
                .draft()
                .threadId(thread)
                .turnId(turn)
                .effective(Effective.UNKNOWN.over(transport))
                .build()
                .ended(JobState.FAILED, Ending.because(reason, "so it was"), WorkResult.NONE, END);
    }

    private static Job failed(Reason reason, String thread, String turn) {
        return failed(
                reason,
                Optional.of(thread).filter(id -> !id.isEmpty()),
                Optional.of(turn).filter(id -> !id.isEmpty()),
                Transport.DIRECT);
    }

    @Test
    void G51_without_a_thread_there_was_no_turn() {
        assertThat(failed(Reason.CODEX_MISSING, "", "").ranWithoutCodex()).isTrue();
        assertThat(failed(Reason.TRANSPORT, "", "").ranWithoutCodex()).isTrue();
    }

    @Test
    void G51_a_turn_that_began_did_run_however_it_ended() {
        for (Reason reason : Reason.values()) {
            assertThat(failed(reason, "thread", "turn").ranWithoutCodex())
                    .as("%s", reason)
                    .isFalse();
        }
    }

    @Test
    void G51_on_a_thread_it_depends_on_who_refused() {
        assertThat(failed(Reason.POLICY_MISMATCH, "thread", "").ranWithoutCodex())
                .isTrue();
        assertThat(failed(Reason.THREAD_BUSY, "thread", "").ranWithoutCodex()).isTrue();
        assertThat(failed(Reason.TRANSPORT, "thread", "").ranWithoutCodex())
                .as("the answer to turn/start may have been lost")
                .isFalse();
        assertThat(failed(Reason.AUTH, Optional.of("thread"), Optional.empty(), Transport.EXEC)
                        .ranWithoutCodex())
                .as("over exec a turn has no id")
                .isFalse();
    }

    @Test
    void G51_a_job_that_was_never_claimed_did_not_run_and_a_lost_one_may_have() {
        Job queued = JobFixtures.queued(1);
        Job cancelled = queued.ended(JobState.CANCELLED, Ending.CANCELLED, WorkResult.NONE, END);
        Job lost = JobFixtures.claimed(queued)
                .ended(JobState.LOST, Ending.because(Reason.WORKER_DIED, "gone"), WorkResult.NONE, END);

        assertThat(cancelled.ranWithoutCodex()).isTrue();
        assertThat(lost.ranWithoutCodex()).isFalse();
        assertThat(queued.ranWithoutCodex()).isFalse();
    }
}
