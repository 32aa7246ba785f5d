package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import dev.companion.core.failure.ExitCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * How a job ended.
 *
 * @param reason empty for a completed or cancelled job
 * @param message one line, shown to users; holds no prompt
 * @param errorClass Codex's own error class ({@code codexErrorInfo}), where it gave one
 * @param retryAt when trying again makes sense, where known
 * @param exitCode what a command that returns the outcome exits with
 */
public record Ending(
        Optional<Reason> reason,
        Optional<String> message,
        Optional<String> errorClass,
        Optional<Instant> retryAt,
        ExitCode exitCode) {
    /** The turn completed. */
    public static final Ending COMPLETED =
            new Ending(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), ExitCode.OK);
    /** The user asked to stop it. */
    public static final Ending CANCELLED =
            new Ending(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), ExitCode.CANCELLED);

    /** Requires all, cuts the instant to whole milliseconds. */
    public Ending {
        requireNonNull(reason, "reason");
        requireNonNull(message, "message");
        requireNonNull(errorClass, "errorClass");
        retryAt = retryAt.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
        requireNonNull(exitCode, "exitCode");
    }

    /** The turn completed, and what it was for did not come out of it. */
    public static Ending completedInVain(String message) {
        return new Ending(Optional.empty(), Optional.of(message), Optional.empty(), Optional.empty(), ExitCode.FAILED);
    }

    /** It ended for a reason. */
    public static Ending because(Reason reason, String message) {
        return new Ending(
                Optional.of(reason), Optional.of(message), Optional.empty(), Optional.empty(), reason.exitCode());
    }

    /** The same, with Codex's error class. */
    public Ending withErrorClass(Optional<String> codexErrorClass) {
        return new Ending(reason, message, codexErrorClass, retryAt, exitCode);
    }

    /** The same, with the time from which a retry makes sense. */
    public Ending withRetryAt(Optional<Instant> instant) {
        return new Ending(reason, message, errorClass, instant, exitCode);
    }
}
