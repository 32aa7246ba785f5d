package dev.companion.core.job;

import java.util.Locale;

/** What an event of the log tells. The last event of a job is always {@link #JOB_FINISHED}. */
public enum EventType {
    JOB_QUEUED("job.queued"),
    JOB_STARTED("job.started"),
    THREAD_READY("thread.ready"),
    TURN_STARTED("turn.started"),
    PROGRESS,
    MESSAGE,
    REASONING,
    COMMAND,
    FILE_CHANGE,
    DIFF,
    PLAN,
    USAGE,
    RATE_LIMITS,
    APPROVAL,
    WARNING,
    ERROR,
    JOB_FINISHED("job.finished");

    private final String wireName;

    EventType(String wireName) {
        this.wireName = wireName;
    }

    EventType() {
        this.wireName = name().toLowerCase(Locale.ROOT);
    }

    /** The name in JSON. */
    public String wireName() {
        return wireName;
    }

    /** @throws IllegalArgumentException if there is no such type */
    public static EventType ofWireName(String name) {
        for (EventType type : values()) {
            if (type.wireName.equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException("unknown event type: " + name);
    }
}
