package dev.companion.core.job;

import java.util.EnumSet;
import java.util.Set;

/**
 * The state machine of a job, and its only owner.
 *
 * <pre>
 * QUEUED  → RUNNING | FAILED (spawn failed) | CANCELLED
 * RUNNING → RUNNING (adopted, generation + 1) | COMPLETED | FAILED | CANCELLED | LOST
 * </pre>
 *
 * The other four are terminal and never change.
 */
public enum JobState {
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED,
    LOST;

    /** Whether a job in this state may go to the given state. */
    public boolean canBecome(JobState next) {
        return switch (this) {
            case QUEUED -> next == RUNNING || next == FAILED || next == CANCELLED;
            case RUNNING -> next != QUEUED;
            case COMPLETED, FAILED, CANCELLED, LOST -> false;
        };
    }

    /** Whether the job has ended. */
    public boolean isTerminal() {
        return switch (this) {
            case QUEUED, RUNNING -> false;
            case COMPLETED, FAILED, CANCELLED, LOST -> true;
        };
    }

    /** The states from which a job may come to this one. */
    public Set<JobState> predecessors() {
        Set<JobState> from = EnumSet.noneOf(JobState.class);
        for (JobState state : values()) {
            if (state.canBecome(this)) {
                from.add(state);
            }
        }
        return from;
    }

    /** The states of a job that has not ended. */
    public static Set<JobState> active() {
        return EnumSet.of(QUEUED, RUNNING);
    }

    /** The states of a job that has ended. */
    public static Set<JobState> terminal() {
        return EnumSet.complementOf(EnumSet.of(QUEUED, RUNNING));
    }

    /** The name in JSON and SQL. */
    public String wireName() {
        return WireNames.underscored(this);
    }

    /** @throws IllegalArgumentException if there is no such state */
    public static JobState ofWireName(String name) {
        return WireNames.require(JobState.class, name);
    }
}
