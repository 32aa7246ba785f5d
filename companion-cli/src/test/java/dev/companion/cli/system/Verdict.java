package dev.companion.cli.system;

import dev.companion.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What must be said of a job that went wrong in one way. Immutable.
 *
 * @param status the state that it ends in
 * @param reason why, as the record names it; {@code null} if it went well
 * @param exitCode of the foreground {@code task} and of {@code wait}
 * @param errorClass Codex's own name of the error
 * @param words what the message contains
 * @param output what was kept of the answer
 * @param retryAt whether the record knows when a limit ends
 * @param bound the longest time from an event to the end of the job
 */
record Verdict(
        String status,
        @Nullable String reason,
        int exitCode,
        Optional<String> errorClass,
        String words,
        Optional<String> output,
        boolean retryAt,
        Optional<Bound> bound) {

    /** The longest time that may pass between the last event of this kind and the end of the job. */
    record Bound(Duration limit, String type, Predicate<JsonObject> wanted) {}

    static Verdict completed(String output) {
        return new Verdict("completed", null, 0, Optional.empty(), "", Optional.of(output), false, Optional.empty());
    }

    static Verdict failed(String reason, int exitCode) {
        return new Verdict("failed", reason, exitCode, Optional.empty(), "", Optional.empty(), false, Optional.empty());
    }

    Verdict errorClass(String name) {
        return new Verdict(status, reason, exitCode, Optional.of(name), words, output, retryAt, bound);
    }

    Verdict saying(String text) {
        return new Verdict(status, reason, exitCode, errorClass, text, output, retryAt, bound);
    }

    Verdict keeping(String text) {
        return new Verdict(status, reason, exitCode, errorClass, words, Optional.of(text), retryAt, bound);
    }

    Verdict knowingWhenToRetry() {
        return new Verdict(status, reason, exitCode, errorClass, words, output, true, bound);
    }

    Verdict within(Duration limit, String type) {
        return within(limit, type, data -> true);
    }

    Verdict within(Duration limit, String type, Predicate<JsonObject> wanted) {
        Bound last = new Bound(limit, type, wanted);
        return new Verdict(status, reason, exitCode, errorClass, words, output, retryAt, Optional.of(last));
    }

    /** The words of the line that says what to type next, by the reason. */
    String nextWords(String job) {
        String retry = "companion retry " + job;
        return switch (reason == null ? "" : reason) {
            case "" -> "";
            case "auth" -> "sign in: codex login, then " + retry;
            case "codex_missing" -> "npm install -g @openai/codex, then " + retry;
            case "usage_limit", "rate_limit" -> "later: " + retry;
            case "model" -> "companion logs " + job + " · another model: companion task -m MODEL";
            default -> "companion logs " + job + " · " + retry;
        };
    }
}
