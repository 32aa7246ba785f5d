package dev.companion.core.job;

/** What a job is doing, for people; the state says what is true. */
public enum Phase {
    QUEUED,
    STARTING,
    INVESTIGATING,
    EDITING,
    RUNNING,
    VERIFYING,
    REVIEWING,
    FINALIZING,
    DONE,
    FAILED,
    CANCELLED,
    LOST;

    /** The phase that a terminal state ends in. */
    public static Phase endOf(JobState terminal) {
        return switch (terminal) {
            case COMPLETED -> DONE;
            case FAILED -> FAILED;
            case CANCELLED -> CANCELLED;
            case LOST -> LOST;
            case QUEUED, RUNNING -> throw new IllegalArgumentException("not terminal: " + terminal);
        };
    }

    /** The name in JSON and SQL. */
    public String wireName() {
        return WireNames.underscored(this);
    }

    /** @throws IllegalArgumentException if there is no such phase */
    public static Phase ofWireName(String name) {
        return WireNames.require(Phase.class, name);
    }
}
