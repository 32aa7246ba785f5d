package dev.companion.core.job;

/** What became of {@link JobStore#insert}. */
public sealed interface Insertion {
    /** The job in the store. */
    Job job();

    /** The job is new and durable. */
    record Inserted(Job job) implements Insertion {}

    /** A job with the same idempotency key was there already; nothing was written. */
    record Existing(Job job) implements Insertion {}
}
