package dev.companion.core.codex;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The class of an error of {@code codex exec}, which tells only words. They are Codex's own where they begin the message;
 * further on they may be the provider's, and are not believed.
 */
final class ExecErrors {
    /** So an error begins after which Codex tries again by itself. */
    private static final String RETRY = "Reconnecting...";

    private static final Pattern STATUS = Pattern.compile("unexpected status (\\d{3})\\b.*", Pattern.DOTALL);
    private static final Pattern TOO_MANY =
            Pattern.compile("exceeded retry limit, last status: (\\d{3})\\b.*", Pattern.DOTALL);
    private static final Map<String, String> CLASSES = Map.of(
            "You\u2019ve hit your usage limit", "usageLimitExceeded",
            "You've hit your usage limit", "usageLimitExceeded",
            "Quota exceeded", "usageLimitExceeded",
            "rate limit exceeded", "rateLimitExceeded",
            "Selected model is at capacity", "serverOverloaded",
            "We\u2019re currently experiencing high demand", "internalServerError",
            "Codex ran out of room in the model's context window", "contextWindowExceeded",
            "Connection failed", "httpConnectionFailed");

    private ExecErrors() {}

    static boolean isRetried(String message) {
        return message.startsWith(RETRY);
    }

    static TurnError of(String message) {
        Matcher status = STATUS.matcher(message);
        if (status.matches()) {
            return withStatus(message, "httpConnectionFailed", status);
        }
        Matcher tooMany = TOO_MANY.matcher(message);
        if (tooMany.matches()) {
            return withStatus(message, "responseTooManyFailedAttempts", tooMany);
        }
        String errorClass = CLASSES.entrySet().stream()
                .filter(entry -> message.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("other");
        return new TurnError(message, errorClass, Optional.empty());
    }

    private static TurnError withStatus(String message, String errorClass, Matcher matcher) {
        return new TurnError(message, errorClass, Optional.of(Integer.valueOf(matcher.group(1))));
    }
}
