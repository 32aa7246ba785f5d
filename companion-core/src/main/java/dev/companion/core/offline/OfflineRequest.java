package dev.companion.core.offline;

import static java.util.Objects.requireNonNull;

import dev.companion.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/**
 * One request that the {@link OfflineModel} received.
 *
 * @param number counted from 1, in the order of arrival
 * @param method the HTTP method
 * @param path the path without the query
 * @param headers names in lower case; several values of one name are joined by {@code ", "}
 * @param body the parsed body; {@link JsonObject#EMPTY} if it was no JSON object or is not recorded
 * @param userText the last text that the user said, exactly as received; empty if there was none or it is not recorded
 */
public record OfflineRequest(
        long number, String method, String path, Map<String, String> headers, JsonObject body, String userText) {
    /** Requires and copies. */
    public OfflineRequest {
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        headers = Map.copyOf(headers);
        requireNonNull(body, "body");
        requireNonNull(userText, "userText");
    }

    /** A header by its name in lower case. */
    public Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /** The Codex thread that asked. */
    public Optional<String> threadId() {
        return header("thread-id");
    }

    OfflineRequest withoutTexts() {
        return new OfflineRequest(number, method, path, headers, JsonObject.EMPTY, "");
    }

    /** Neither headers nor texts: the one may hold a token, the other a prompt. */
    @Override
    public String toString() {
        return "OfflineRequest[" + number + " " + method + " " + path + "]";
    }
}
