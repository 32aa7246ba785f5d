package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * One step of a job's record from what is expected to be stored to what comes next; the rule that every {@link JobStore}
 * applies before it writes.
 */
public record Step(Job expected, Job next) {
    /** @throws IllegalArgumentException if the state machine does not allow the step */
    public Step {
        requireNonNull(expected, "expected");
        requireNonNull(next, "next");
        if (!expected.id().equals(next.id())) {
            throw new IllegalArgumentException("a step from " + expected.id() + " to " + next.id());
        }
        boolean sameState = expected.state() == next.state();
        boolean sameGeneration = expected.generation() == next.generation();
        boolean update = sameState && sameGeneration && expected.isActive();
        boolean owned =
                sameGeneration || (next.generation() == expected.generation() + 1 && next.state() == JobState.RUNNING);
        if (!update && !(owned && expected.state().canBecome(next.state()))) {
            throw new IllegalArgumentException("no step from " + expected + " to " + next);
        }
    }

    /** Whether it belongs into the history: the state or the generation changes. */
    public boolean isTransition() {
        return expected.state() != next.state() || expected.generation() != next.generation();
    }

    /** The states in which the stored record may be for this step. */
    public Set<JobState> from() {
        return isTransition() ? next.state().predecessors() : EnumSet.of(next.state());
    }

    /** The record as it is to be stored. */
    public Job stored() {
        return next.draft().version(expected.version() + 1).build();
    }

    /** The line of the history. */
    public Transition transition(int ordinal, String why) {
        return new Transition(
                next.id(),
                ordinal,
                Optional.of(expected.state()),
                next.state(),
                next.generation(),
                next.updatedAt(),
                why);
    }
}
