package dev.companion.core.failure;

/** The exit codes of every command; {@code companion help exit-codes} prints this table. */
public enum ExitCode {
    OK(0, "done; a query answered (no jobs is an answer); cancel of a finished job"),
    FAILED(1, "the job ran and failed"),
    USAGE(2, "bad option, value or combination"),
    TIMEOUT(3, "the job hit --timeout or --stall-timeout"),
    NOT_FOUND(4, "no such job or thread, ambiguous prefix, not a git repository"),
    DENIED(5, "policy, permission, sandbox"),
    NOT_READY(6, "Codex missing, too old, not signed in; the job store cannot be used"),
    CONFLICT(7, "thread busy, ambiguous resume, idempotency key reused for another request"),
    PENDING(8, "wait --timeout elapsed; result of an unfinished job"),
    CANCELLED(9, "the waited job was cancelled"),
    FINDINGS(10, "a review succeeded and --fail-on matched"),
    LOST(11, "the worker vanished and the outcome is unknown"),
    LIMIT(12, "usage or rate limit, overload: try later (retryAfter)"),
    BUG(70, "anything unforeseen; the log path is printed"),
    INTERRUPTED(130, "interrupted (Ctrl-C)"),
    TERMINATED(143, "terminated (SIGTERM)");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The process exit status, 0–255. */
    public int code() {
        return code;
    }

    /** When it is returned, one line. */
    public String meaning() {
        return meaning;
    }
}
