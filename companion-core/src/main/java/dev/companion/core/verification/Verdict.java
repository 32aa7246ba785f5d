package dev.companion.core.verification;

import dev.companion.core.failure.ExitCode;
import java.util.Locale;

/** What can be said of a receipt. */
public enum Verdict {
    /** Signed here, and everything that it speaks of is as it says. */
    VERIFIED(ExitCode.OK),
    /** It, or what it speaks of, was changed afterwards. */
    ALTERED(ExitCode.FAILED),
    /** It was not signed here, or there is none. */
    UNKNOWN(ExitCode.NOT_FOUND),
    /** As it says as far as is stored here; Codex has not got the thread any more. */
    THREAD_MISSING(ExitCode.NOT_FOUND);

    private final ExitCode exitCode;

    Verdict(ExitCode exitCode) {
        this.exitCode = exitCode;
    }

    /** What {@code verify} exits with. */
    public ExitCode exitCode() {
        return exitCode;
    }

    /** The name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
