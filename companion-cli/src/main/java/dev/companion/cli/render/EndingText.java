package dev.companion.cli.render;

import dev.companion.core.job.Ending;
import dev.companion.core.job.Job;
import dev.companion.core.job.Reason;
import dev.companion.core.job.Timestamps;
import dev.companion.core.job.Transport;

/** How a job ended, in one line of what and one line of what to do next. */
public final class EndingText {
    private EndingText() {}

    /** What happened. */
    public static String what(Job job) {
        String reason = job.ending()
                .flatMap(Ending::reason)
                .map(Reason::wireName)
                .map(name -> " (" + name + ")")
                .orElse("");
        String message =
                job.ending().flatMap(Ending::message).map(text -> ": " + text).orElse("");
        String later = job.ending()
                .flatMap(Ending::retryAt)
                .map(at -> "; the limit resets at " + Timestamps.format(at))
                .orElse("");
        return EventText.plain("job " + job.id() + " " + job.state().wireName() + reason + message + later);
    }

    /** The next command to type. */
    public static String next(Job job) {
        return switch (job.state()) {
            case QUEUED, RUNNING -> "companion wait " + job.id() + " · companion cancel " + job.id();
            case COMPLETED -> "companion result " + job.id();
            case CANCELLED -> "companion retry " + job.id();
            case LOST ->
                job.resumeCommand()
                                .map(command -> "see what there is: " + command + " · ")
                                .orElse("") + "companion logs " + job.id() + " · companion retry " + job.id();
            case FAILED -> afterFailure(job);
        };
    }

    private static String afterFailure(Job job) {
        String retry = "companion retry " + job.id();
        Reason reason = job.ending().flatMap(Ending::reason).orElse(Reason.INTERNAL);
        return switch (reason) {
            case AUTH ->
                job.asked().transport() == Transport.REMOTE
                        ? "check the token, and whether Codex is signed in there, then " + retry
                        : "sign in: codex login, then " + retry;
            case CODEX_MISSING -> "install or update it: npm install -g @openai/codex, then " + retry;
            case TIMEOUT, STALLED -> "companion logs " + job.id() + " · " + retry;
            case USAGE_LIMIT, RATE_LIMIT ->
                "later: " + retry
                        + (job.ending().flatMap(Ending::retryAt).isPresent()
                                ? " · or now, and it waits: " + retry + " --when-allowed"
                                : "");
            case MODEL -> "companion logs " + job.id() + " · another model: companion task -m MODEL …";
            case THREAD_BUSY -> "close the other Codex on that thread, then " + retry;
            case THREAD_MISSING -> "on a new thread: companion retry --fresh " + job.id();
            case SANDBOX,
                    POLICY_MISMATCH,
                    CONTEXT_WINDOW,
                    TRANSPORT,
                    SPAWN_FAILED,
                    WORKER_DIED,
                    INTERRUPTED,
                    INTERNAL -> "companion logs " + job.id() + " · " + retry;
        };
    }
}
