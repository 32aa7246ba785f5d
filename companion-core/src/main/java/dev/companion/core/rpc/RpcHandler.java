package dev.companion.core.rpc;

import dev.companion.core.json.JsonObject;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a connection tells its owner; all methods are called on the reading thread, in the order of the wire. */
public interface RpcHandler {
    /** A notification. */
    void notification(String method, JsonObject params);

    /** A request of the other side; the answer is sent at once. */
    Answer request(String method, JsonObject params);

    /** The other side has ended; nothing comes after this. */
    void closed();

    /** The answer to a request. */
    sealed interface Answer {}

    /** A result. */
    record Result(Map<String, @Nullable Object> fields) implements Answer {}

    /** An error. */
    record ErrorAnswer(int code, String message) implements Answer {}
}
