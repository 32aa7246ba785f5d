package dev.companion.core.job;

import dev.companion.core.failure.ExitCode;

/** Why a job ended otherwise than by completing. */
public enum Reason {
    TIMEOUT(ExitCode.TIMEOUT),
    STALLED(ExitCode.TIMEOUT),
    USAGE_LIMIT(ExitCode.LIMIT),
    RATE_LIMIT(ExitCode.LIMIT),
    AUTH(ExitCode.NOT_READY),
    MODEL(ExitCode.FAILED),
    SANDBOX(ExitCode.DENIED),
    POLICY_MISMATCH(ExitCode.DENIED),
    CONTEXT_WINDOW(ExitCode.FAILED),
    TRANSPORT(ExitCode.FAILED),
    CODEX_MISSING(ExitCode.NOT_READY),
    THREAD_BUSY(ExitCode.CONFLICT),
    THREAD_MISSING(ExitCode.NOT_FOUND),
    SPAWN_FAILED(ExitCode.FAILED),
    WORKER_DIED(ExitCode.LOST),
    INTERRUPTED(ExitCode.FAILED),
    INTERNAL(ExitCode.FAILED);

    private final ExitCode exitCode;

    Reason(ExitCode exitCode) {
        this.exitCode = exitCode;
    }

    /** What a command that returns the outcome exits with. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** Whether, without a turn that is known, it says that there was none. */
    boolean isBeforeTurn() {
        return switch (this) {
            case AUTH, MODEL, SANDBOX, POLICY_MISMATCH, CODEX_MISSING, THREAD_BUSY, THREAD_MISSING, SPAWN_FAILED ->
                true;
            case TIMEOUT,
                    STALLED,
                    USAGE_LIMIT,
                    RATE_LIMIT,
                    CONTEXT_WINDOW,
                    TRANSPORT,
                    WORKER_DIED,
                    INTERRUPTED,
                    INTERNAL -> false;
        };
    }

    /** The name in JSON and SQL. */
    public String wireName() {
        return WireNames.underscored(this);
    }

    /** @throws IllegalArgumentException if there is no such reason */
    public static Reason ofWireName(String name) {
        return WireNames.require(Reason.class, name);
    }
}
