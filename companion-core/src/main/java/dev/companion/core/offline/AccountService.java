package dev.companion.core.offline;

import dev.companion.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What Codex asks ChatGPT itself about an account, for a Codex home that is signed in for show: which workspace it has, and
 * how much of its limits is used. Nothing here is secret, nothing is checked. Stateless.
 */
final class AccountService {
    /** The account that the credentials of {@link OfflineSignIn} name. */
    static final String ACCOUNT = "offline-account";

    static final String PLAN = "plus";
    static final long PRIMARY_PERCENT = 43;
    static final long SECONDARY_PERCENT = 7;

    private static final String PREFIX = "/backend-api/wham/";
    private static final Duration PRIMARY = Duration.ofHours(5);
    private static final Duration SECONDARY = Duration.ofDays(7);

    private AccountService() {}

    /** The answer to a GET as JSON; empty if this is no question of an account. */
    static Optional<String> answer(String path) {
        if (!path.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return switch (path.substring(PREFIX.length())) {
            case "accounts/check" -> Optional.of(Json.text(Map.of("accounts", List.of(workspace()))));
            case "usage" ->
                Optional.of(Json.text(Map.of(
                        "plan_type",
                        PLAN,
                        "rate_limit",
                        Map.of(
                                "allowed",
                                true,
                                "limit_reached",
                                false,
                                "primary_window",
                                window(PRIMARY_PERCENT, PRIMARY),
                                "secondary_window",
                                window(SECONDARY_PERCENT, SECONDARY)))));
            default -> Optional.of("{}");
        };
    }

    private static Map<String, Object> workspace() {
        return Map.of(
                "id", ACCOUNT,
                "name", "Offline",
                "structure", "personal",
                "plan_type", PLAN,
                // Codex wants HTTPS here; with a model provider of its own it never goes there.
                "workspace_backend_origin", "https://127.0.0.1:9",
                "account_routing_override", "NO_CONSTRAINT");
    }

    private static Map<String, Object> window(long usedPercent, Duration length) {
        Duration left = length.dividedBy(2);
        return Map.of(
                "used_percent",
                usedPercent,
                "limit_window_seconds",
                length.toSeconds(),
                "reset_after_seconds",
                left.toSeconds(),
                "reset_at",
                Instant.now().plus(left).getEpochSecond());
    }
}
