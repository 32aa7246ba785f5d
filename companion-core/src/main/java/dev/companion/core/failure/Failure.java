package dev.companion.core.failure;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A foreseen failure: one line of what went wrong and one line of what to do next.
 *
 * <p>Messages are shown to users and written to logs: they never hold a prompt, a token or an environment value.
 */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureCode code;
    private final String remedy;
    private final @Nullable String jobId;

    /** A failure that concerns no job in particular. */
    public Failure(FailureCode code, String message, String remedy) {
        this(code, message, remedy, null, null);
    }

    /** A failure with its cause. */
    public Failure(FailureCode code, String message, String remedy, @Nullable Throwable cause) {
        this(code, message, remedy, null, cause);
    }

    private Failure(
            FailureCode code, String message, String remedy, @Nullable String jobId, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
        this.remedy = remedy;
        this.jobId = jobId;
    }

    /** The same failure, naming the job that it concerns. */
    public Failure about(String concernedJobId) {
        Failure named = new Failure(code, message(), remedy, concernedJobId, getCause());
        named.setStackTrace(getStackTrace());
        return named;
    }

    /** Which foreseen failure this is. */
    public FailureCode code() {
        return code;
    }

    /** What went wrong, one line. */
    public String message() {
        return String.valueOf(getMessage());
    }

    /** What to do next, one line, usually a command to type. */
    public String remedy() {
        return remedy;
    }

    /** The job that it concerns. */
    public Optional<String> jobId() {
        return Optional.ofNullable(jobId);
    }

    /** A thread was interrupted: restores the flag and says so. */
    public static Failure interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new Failure(FailureCode.INTERRUPTED, "interrupted while waiting", "run the command again", cause);
    }
}
