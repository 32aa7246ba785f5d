package dev.companion.cli.mcp;

import static dev.companion.core.json.Json.fields;

import dev.companion.cli.terminal.BrokenPipe;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.json.Json;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The other end: takes messages, one a line. Nothing else is ever written to stdout. Thread-safe. */
final class Client {
    /** JSON-RPC's numbers of what is wrong with a message. */
    enum Fault {
        PARSE_ERROR(-32700),
        INVALID_REQUEST(-32600),
        METHOD_NOT_FOUND(-32601),
        INVALID_PARAMS(-32602),
        INTERNAL_ERROR(-32603);

        private final int code;

        Fault(int code) {
            this.code = code;
        }
    }

    private final Terminal terminal;

    Client(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Answers a request. */
    void answer(Object id, Map<String, @Nullable Object> result) {
        send(fields("jsonrpc", "2.0", "id", id, "result", result));
    }

    /** Refuses a message; without an id where it had none that could be read. */
    void refuse(@Nullable Object id, Fault fault, String message) {
        Map<String, @Nullable Object> refusal = fields("jsonrpc", "2.0");
        if (id != null) {
            refusal.put("id", id);
        }
        refusal.put("error", fields("code", fault.code, "message", message));
        send(refusal);
    }

    /** Notifies. */
    void tell(String method, Map<String, @Nullable Object> params) {
        send(fields("jsonrpc", "2.0", "method", method, "params", params));
    }

    private void send(Map<String, @Nullable Object> message) {
        byte[] text = Json.bytes(message);
        byte[] line = Arrays.copyOf(text, text.length + 1);
        line[text.length] = '\n';
        try {
            synchronized (this) {
                terminal.write(line);
                terminal.flushOrStop();
            }
        } catch (BrokenPipe e) {
            // The client is gone: the end of stdin says so, too, and ends the server.
            return;
        }
    }
}
