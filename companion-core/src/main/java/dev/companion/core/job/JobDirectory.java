package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/** The files of one job; the directory is private to the user. */
public record JobDirectory(Path path) {
    /** Requires the path. */
    public JobDirectory {
        requireNonNull(path, "path");
    }

    /** What was asked, with the prompt; written before the record. */
    public Path request() {
        return path.resolve("request.json");
    }

    /** The event log. */
    public Path events() {
        return path.resolve("events.jsonl");
    }

    /** The final output; there, whole, before the job is completed. */
    public Path output() {
        return path.resolve("output.md");
    }

    /** The message that is being written by the model: what is left if the turn is cut. */
    public Path partialOutput() {
        return path.resolve("output.partial");
    }

    /** What an adversarial reviewer was shown of the change, and what not; there before its turn. */
    public Path reviewContext() {
        return path.resolve("context.json");
    }

    /** What was read out of a review; there before the job is completed. */
    public Path review() {
        return path.resolve("review.json");
    }

    /** The worker's last word; there before the job is ended in the store. */
    public Path outcome() {
        return path.resolve("outcome.json");
    }

    /** What the job came to, signed; there before the job is ended in the store. */
    public Path receipt() {
        return path.resolve("receipt");
    }

    /** What git said of the working tree before and after a job that may write. */
    public Path treeStates() {
        return path.resolve("git.json");
    }

    /** The usage limits of the account as the job heard them last. */
    public Path rateLimits() {
        return path.resolve("rate-limits.json");
    }

    /** The worker's stdout, stderr and log lines. */
    public Path workerLog() {
        return path.resolve("worker.log");
    }

    /** The prompt as a Codex reads it that takes no more than one; there while it works. */
    public Path prompt() {
        return path.resolve("prompt");
    }

    /** The JSON Schema for the final message, for a Codex that reads it from a file; there while it works. */
    public Path outputSchema() {
        return path.resolve("output-schema.json");
    }

    /** Locked by the worker for its whole life. */
    public Path workerLock() {
        return path.resolve("worker.lock");
    }

    /** Space that is kept for the end of the job. */
    public Path reserve() {
        return path.resolve("reserve");
    }

    /** Exists once the job was given to another worker for the nth time, see {@link Adoptions}. */
    Path adoption(int n) {
        return path.resolve("adoption-" + n);
    }

    /** Exists once somebody asked to cancel. */
    public Path cancelRequest() {
        return path.resolve("cancel");
    }
}
