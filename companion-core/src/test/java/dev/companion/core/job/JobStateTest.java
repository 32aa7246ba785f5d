package dev.companion.core.job;

import static dev.companion.core.job.JobState.CANCELLED;
import static dev.companion.core.job.JobState.COMPLETED;
import static dev.companion.core.job.JobState.FAILED;
import static dev.companion.core.job.JobState.LOST;
import static dev.companion.core.job.JobState.QUEUED;
import static dev.companion.core.job.JobState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobStateTest {
    private static final Map<JobState, Set<JobState>> TABLE = Map.of(
            QUEUED, Set.of(RUNNING, FAILED, CANCELLED),
            RUNNING, Set.of(RUNNING, COMPLETED, FAILED, CANCELLED, LOST),
            COMPLETED, Set.of(),
            FAILED, Set.of(),
            CANCELLED, Set.of(),
            LOST, Set.of());

    @ParameterizedTest
    @EnumSource(JobState.class)
    void a_state_becomes_what_the_table_says_and_nothing_else(JobState from) {
        for (JobState to : JobState.values()) {
            assertThat(from.canBecome(to))
                    .as(from + " to " + to)
                    .isEqualTo(TABLE.getOrDefault(from, Set.of()).contains(to));
            assertThat(to.predecessors().contains(from)).isEqualTo(from.canBecome(to));
        }
    }

    @Test
    void a_state_is_terminal_exactly_if_nothing_comes_after_it() {
        for (JobState state : JobState.values()) {
            assertThat(state.isTerminal())
                    .isEqualTo(TABLE.getOrDefault(state, Set.of()).isEmpty());
            assertThat(JobState.terminal().contains(state)).isEqualTo(state.isTerminal());
            assertThat(JobState.active().contains(state)).isNotEqualTo(state.isTerminal());
            assertThat(JobState.ofWireName(state.wireName())).isEqualTo(state);
        }
    }

    @Test
    void a_step_that_the_table_does_not_know_is_refused() {
        Job queued = JobFixtures.queued(1);
        Job running = JobFixtures.claimed(queued);
        Job ended = JobFixtures.ended(running, CANCELLED);

        assertThatThrownBy(() -> new Step(ended, JobFixtures.ended(running, COMPLETED)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Step(ended, ended)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Step(queued, JobFixtures.ended(queued, LOST)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Step(running, queued)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Step(queued, JobFixtures.claimed(JobFixtures.queued(2))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(new Step(running, running.claimed(JobFixtures.worker(), running.updatedAt())).isTransition())
                .isTrue();
    }

    @Test
    void G03_completed_cannot_be_said_without_a_completed_turn() {
        for (Optional<String> turn :
                Set.of(Optional.<String>empty(), Optional.of("failed"), Optional.of("interrupted"))) {
            assertThatThrownBy(() -> new Outcome(COMPLETED, Ending.COMPLETED, WorkResult.NONE, turn))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
