package dev.companion.core.job;

/** What kind of work a job is. */
public enum JobKind {
    TASK("rescue", "task"),
    REVIEW("review", "review"),
    ADVERSARIAL_REVIEW("adversarial-review", "review");

    private final String label;
    private final String jobClass;

    JobKind(String label, String jobClass) {
        this.label = label;
        this.jobClass = jobClass;
    }

    /** {@code kindLabel} in JSON: the word that third parties already know. */
    public String label() {
        return label;
    }

    /** {@code jobClass} in JSON. */
    public String jobClass() {
        return jobClass;
    }

    /** The name in JSON, SQL and ids. */
    public String wireName() {
        return WireNames.dashed(this);
    }

    /** @throws IllegalArgumentException if there is no such kind */
    public static JobKind ofWireName(String name) {
        return WireNames.require(JobKind.class, name);
    }
}
