package dev.companion.cli.mcp;

import static dev.companion.core.json.Json.fields;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A request for a tool that is being answered. Thread-safe. */
final class Call implements CallControl {
    private final Object id;
    private final Optional<Object> progressToken;
    private final Client client;
    private final AtomicInteger told = new AtomicInteger();
    private volatile boolean cancelled;
    private volatile boolean left;

    /** @param progressToken by which the client knows what it is told of this call; empty if it did not ask */
    Call(Object id, Optional<Object> progressToken, Client client) {
        this.id = id;
        this.progressToken = progressToken;
        this.client = client;
    }

    /** The client does not want the answer any more. */
    void cancel() {
        cancelled = true;
    }

    /** The client is going: the answer is to come at once. */
    void hurry() {
        left = true;
    }

    @Override
    public boolean isLeft() {
        return cancelled || left;
    }

    @Override
    public void tell(String line) {
        if (progressToken.isPresent() && !isLeft()) {
            client.tell(
                    "notifications/progress",
                    fields("progressToken", progressToken.get(), "progress", told.incrementAndGet(), "message", line));
        }
    }

    /** Answers; a cancelled request gets no answer. */
    void answer(ToolResult result) {
        if (!cancelled) {
            client.answer(id, result.fieldsOfResult());
        }
    }

    /** Refuses. */
    void refuse(Client.Fault fault, String message) {
        if (!cancelled) {
            client.refuse(id, fault, message);
        }
    }
}
