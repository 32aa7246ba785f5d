package dev.companion.core.codex;

import dev.companion.core.json.Json;
import dev.companion.core.rpc.RpcHandler;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Our answer to every request that the app-server may send. Nobody is there to be asked, so whatever needs a person is
 * declined, at once, in the words that the protocol has for it; what we do not know gets an error.
 */
public final class ServerRequests {
    private static final int METHOD_NOT_FOUND = -32601;
    private static final int NOT_AVAILABLE = -32000;

    private final InstantSource clock;

    /** Answers with the time of the clock. */
    public ServerRequests(InstantSource clock) {
        this.clock = clock;
    }

    /** An answer and the word for it in the event log. */
    public record Decision(String word, RpcHandler.Answer answer) {}

    /** The declared answer to a method. */
    public Decision decide(String method) {
        return switch (method) {
            case "item/commandExecution/requestApproval", "item/fileChange/requestApproval" ->
                new Decision("declined", result("decision", "decline"));
            case "applyPatchApproval", "execCommandApproval" ->
                new Decision("declined", result("decision", Map.of("denied", Map.of("rejection", "nobody to ask"))));
            case "item/permissions/requestApproval" ->
                new Decision("declined", result("permissions", Map.of(), "scope", "turn"));
            case "mcpServer/elicitation/request" ->
                new Decision("declined", result("action", "decline", "content", null, "_meta", null));
            case "item/tool/requestUserInput" -> new Decision("unanswered", result("answers", Map.of()));
            case "item/tool/call" ->
                new Decision(
                        "refused",
                        result(
                                "contentItems",
                                List.of(Map.of("type", "inputText", "text", "this client offers no tools")),
                                "success",
                                false));
            case "currentTime/read" ->
                new Decision("answered", result("currentTimeAt", clock.instant().getEpochSecond()));
            case "account/chatgptAuthTokens/refresh", "attestation/generate" ->
                new Decision("refused", new RpcHandler.ErrorAnswer(NOT_AVAILABLE, "this client holds no credentials"));
            default ->
                new Decision(
                        "unknown", new RpcHandler.ErrorAnswer(METHOD_NOT_FOUND, "this client does not know " + method));
        };
    }

    private static RpcHandler.Result result(@Nullable Object... namesAndValues) {
        return new RpcHandler.Result(Json.fields(namesAndValues));
    }
}
