package dev.companion.core.worker;

import dev.companion.core.codex.TurnError;
import dev.companion.core.job.Ending;
import dev.companion.core.job.Reason;
import dev.companion.core.rpc.RpcFailure;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;

/** What an error of Codex means for the record: from its typed class where there is one, else from its words. */
final class FailureReasons {
    private FailureReasons() {}

    static Ending ending(TurnError error, Instant now) {
        return Ending.because(reason(error), EventData.oneLine(error.message(), 500))
                .withErrorClass(Optional.of(error.errorClass()))
                .withRetryAt(RetryTime.find(error.message(), now, ZoneId.systemDefault()));
    }

    static Reason reason(TurnError error) {
        return switch (error.errorClass()) {
            case "usageLimitExceeded", "sessionBudgetExceeded" -> Reason.USAGE_LIMIT;
            case "rateLimitExceeded", "serverOverloaded", "flexUnavailable", "policyCapacityUnavailable" ->
                Reason.RATE_LIMIT;
            case "contextWindowExceeded" -> Reason.CONTEXT_WINDOW;
            case "unauthorized" -> Reason.AUTH;
            case "sandboxError" -> Reason.SANDBOX;
            case "responseStreamConnectionFailed", "responseStreamDisconnected" -> Reason.TRANSPORT;
            case "httpConnectionFailed", "responseTooManyFailedAttempts" -> ofStatus(error);
            case "other" -> ofWords(error.message());
            default -> Reason.MODEL;
        };
    }

    private static Reason ofStatus(TurnError error) {
        int status = error.httpStatus().orElse(0);
        return switch (status) {
            case 0 -> Reason.TRANSPORT;
            case 401, 403 -> Reason.AUTH;
            case 429, 503 -> Reason.RATE_LIMIT;
            default -> Reason.MODEL;
        };
    }

    private static Reason ofWords(String message) {
        String words = message.toLowerCase(Locale.ROOT);
        if (words.contains("missing environment variable")) {
            return Reason.AUTH;
        }
        if (words.contains("stream disconnected") || words.contains("connection") || words.contains("idle timeout")) {
            return Reason.TRANSPORT;
        }
        return Reason.MODEL;
    }

    /** A request to the app-server that failed. */
    static Ending ending(RpcFailure failure) {
        return Ending.because(reason(failure), EventData.oneLine(failure.message(), 500));
    }

    private static Reason reason(RpcFailure failure) {
        if (failure.kind() != RpcFailure.Kind.ERROR) {
            return Reason.TRANSPORT;
        }
        if (failure.errorCode() == RpcFailure.OVERLOADED) {
            return Reason.RATE_LIMIT;
        }
        String words = failure.message();
        if (words.contains("already has an active writer")) {
            return Reason.THREAD_BUSY;
        }
        if (words.contains("no rollout found") || words.contains("thread not found") || words.contains("is archived")) {
            return Reason.THREAD_MISSING;
        }
        return Reason.INTERNAL;
    }
}
