package dev.companion.core.offline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** How the Codex of an {@link OfflineCodexHome} is signed in; the credentials are made up and good for nothing. */
public enum OfflineSignIn {
    /** The provider wants no sign-in. */
    NOT_NEEDED,
    /** It wants one, and there is none. */
    MISSING,
    /** With an API key. */
    API_KEY,
    /** With ChatGPT, plan {@code plus}. */
    CHATGPT;

    private static final Duration VALID = Duration.ofDays(365);

    /** What stands in {@code auth.json}; empty if there is none. */
    Optional<String> credentials() {
        return switch (this) {
            case NOT_NEEDED, MISSING -> Optional.empty();
            case API_KEY -> Optional.of(Json.text(Json.fields("OPENAI_API_KEY", "sk-offline", "tokens", null)));
            case CHATGPT -> Optional.of(chatGpt());
        };
    }

    private static String chatGpt() {
        String token = token();
        return Json.text(Json.fields(
                "auth_mode",
                "chatgpt",
                "OPENAI_API_KEY",
                null,
                "tokens",
                Map.of(
                        "id_token",
                        token,
                        "access_token",
                        token,
                        "refresh_token",
                        "offline",
                        "account_id",
                        AccountService.ACCOUNT),
                "last_refresh",
                Instant.now().toString()));
    }

    /** A JSON Web Token that nobody has signed. */
    private static String token() {
        Map<String, Object> account = Map.of(
                "chatgpt_plan_type", AccountService.PLAN,
                "chatgpt_user_id", "offline-user",
                "chatgpt_account_id", AccountService.ACCOUNT);
        return encoded(Map.of("alg", "none", "typ", "JWT")) + "."
                + encoded(Map.of(
                        "email",
                        "nobody@localhost",
                        "exp",
                        Instant.now().plus(VALID).getEpochSecond(),
                        "https://api.openai.com/auth",
                        account))
                + "." + encoded(Map.of());
    }

    private static String encoded(Map<String, ?> part) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Json.text(part).getBytes(UTF_8));
    }
}
