package dev.companion.core.failure;

import static dev.companion.core.failure.ExitCode.CONFLICT;
import static dev.companion.core.failure.ExitCode.DENIED;
import static dev.companion.core.failure.ExitCode.NOT_FOUND;
import static dev.companion.core.failure.ExitCode.NOT_READY;
import static dev.companion.core.failure.ExitCode.PENDING;
import static dev.companion.core.failure.ExitCode.USAGE;

import java.util.Locale;

/** Every foreseen failure of a command. The name, in lower case, is the {@code detailCode} of the JSON error. */
public enum FailureCode {
    UNKNOWN_OPTION(USAGE, Origin.USAGE),
    UNKNOWN_COMMAND(USAGE, Origin.USAGE),
    BAD_VALUE(USAGE, Origin.USAGE),
    BAD_COMBINATION(USAGE, Origin.USAGE),
    SEVERAL_RECEIPTS(USAGE, Origin.USAGE),
    NO_PROMPT(USAGE, Origin.USAGE),
    PROMPT_NOT_UTF8(USAGE, Origin.USAGE),
    FILE_UNREADABLE(USAGE, Origin.USAGE),
    CONFIG_INVALID(USAGE, Origin.SETTINGS),
    TRANSPORT_UNAVAILABLE(USAGE, Origin.USAGE),
    REMOTE_TOKEN_UNUSABLE(USAGE, Origin.USAGE),
    RETRY_TIME_UNKNOWN(USAGE, Origin.JOB),
    NO_SESSION(USAGE, Origin.USAGE),
    NO_BASE(USAGE, Origin.WORKSPACE),
    NO_SUCH_COMMIT(USAGE, Origin.WORKSPACE),
    NOT_IN_CLAUDE_CODE(USAGE, Origin.USAGE),
    HOOK_INPUT_INVALID(USAGE, Origin.USAGE),

    NO_SUCH_JOB(NOT_FOUND, Origin.JOB),
    AMBIGUOUS_JOB(NOT_FOUND, Origin.JOB),
    NO_RECEIPT(NOT_FOUND, Origin.JOB),
    NO_SUCH_THREAD(NOT_FOUND, Origin.JOB),
    NOTHING_TO_RESUME(NOT_FOUND, Origin.JOB),
    NOTHING_TYPED(NOT_FOUND, Origin.USAGE),
    NOT_A_REPOSITORY(NOT_FOUND, Origin.WORKSPACE),
    DIRECTORY_MISSING(NOT_FOUND, Origin.WORKSPACE),
    HISTORY_MISSING(NOT_FOUND, Origin.WORKSPACE),
    NO_SUCH_SESSION(NOT_FOUND, Origin.SYSTEM),
    AMBIGUOUS_SESSION(NOT_FOUND, Origin.SYSTEM),
    GIT_FAILED(ExitCode.FAILED, Origin.WORKSPACE),

    STATE_ROOT_FOREIGN(DENIED, Origin.STORE),
    STATE_ROOT_EXPOSED(DENIED, Origin.STORE),
    STATE_ROOT_SYMLINK(DENIED, Origin.STORE),
    STATE_ROOT_UNWRITABLE(DENIED, Origin.STORE),

    SESSION_OUTSIDE(DENIED, Origin.SYSTEM),
    SESSION_UNUSABLE(USAGE, Origin.SYSTEM),

    STORE_DAMAGED(NOT_READY, Origin.STORE),
    STORE_NEWER(NOT_READY, Origin.STORE),
    STORE_BUSY(NOT_READY, Origin.STORE, true),
    STORE_FULL(NOT_READY, Origin.STORE, true),
    CANCEL_NOT_RECORDED(NOT_READY, Origin.STORE, true),

    CODEX_MISSING(NOT_READY, Origin.CODEX),
    CODEX_NOT_EXECUTABLE(NOT_READY, Origin.CODEX),
    CODEX_BROKEN(NOT_READY, Origin.CODEX),
    CODEX_TOO_OLD(NOT_READY, Origin.CODEX),
    CODEX_UNREACHABLE(NOT_READY, Origin.CODEX, true),
    IMPORT_UNSUPPORTED(NOT_READY, Origin.CODEX),
    IMPORT_FAILED(ExitCode.FAILED, Origin.CODEX),
    IMPORT_TIMEOUT(ExitCode.TIMEOUT, Origin.CODEX, true),
    TOOL_MISSING(NOT_READY, Origin.SYSTEM),
    SPAWN_FAILED(ExitCode.FAILED, Origin.SYSTEM, true),

    THREAD_BUSY(CONFLICT, Origin.JOB, true),
    THREAD_WENT_ON(CONFLICT, Origin.CODEX),
    AMBIGUOUS_RESUME(CONFLICT, Origin.JOB),
    IDEMPOTENCY_CONFLICT(CONFLICT, Origin.JOB),
    JOB_ACTIVE(CONFLICT, Origin.JOB, true),
    BROKER_BUSY(CONFLICT, Origin.CODEX, true),
    BROKER_NOT_STOPPED(ExitCode.FAILED, Origin.CODEX, true),

    RESULT_PENDING(PENDING, Origin.JOB, true),

    JOB_ENDED_WITHOUT_OUTPUT(ExitCode.FAILED, Origin.JOB),
    INTERRUPTED(ExitCode.INTERRUPTED, Origin.SYSTEM, true);

    /** Which part of the system a failure comes from. */
    public enum Origin {
        USAGE,
        SETTINGS,
        JOB,
        WORKSPACE,
        STORE,
        CODEX,
        SYSTEM;

        /** The name in JSON. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final ExitCode exitCode;
    private final Origin origin;
    private final boolean retryable;

    FailureCode(ExitCode exitCode, Origin origin) {
        this(exitCode, origin, false);
    }

    FailureCode(ExitCode exitCode, Origin origin, boolean retryable) {
        this.exitCode = exitCode;
        this.origin = origin;
        this.retryable = retryable;
    }

    /** What the command exits with. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** Where it comes from. */
    public Origin origin() {
        return origin;
    }

    /** Whether the same command may succeed later, unchanged. */
    public boolean retryable() {
        return retryable;
    }

    /** The {@code detailCode} in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
