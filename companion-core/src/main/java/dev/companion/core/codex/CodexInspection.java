package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import dev.companion.core.rpc.ChildChannel;
import dev.companion.core.rpc.LongTexts;
import dev.companion.core.rpc.RpcConnection;
import dev.companion.core.rpc.RpcHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/**
 * A {@code codex app-server} of our own that runs no turn, so that nothing costs. Every answer has a deadline. Closing it
 * ends the server. For one thread.
 */
public final class CodexInspection implements AutoCloseable {
    private final RpcConnection connection;
    private final CodexClient client;
    private final LongTexts longTexts;

    private CodexInspection(RpcConnection connection, CodexClient client, LongTexts longTexts) {
        this.connection = connection;
        this.longTexts = longTexts;
        this.client = client;
    }

    /**
     * What is needed to start one.
     *
     * @param environment all of Codex's environment
     * @param directory an empty directory of its own, deleted by the caller
     * @param answerTimeout how long it may take to answer one question
     */
    public record Start(
            Path binary,
            Map<String, String> environment,
            Path directory,
            Duration answerTimeout,
            InstantSource clock,
            String clientVersion) {}

    /** Hears what the server tells by itself, on the reading thread. */
    public interface Listener {
        /** A notification. */
        void notification(String method, JsonObject params);

        /** The server has ended; nothing comes after this. */
        void closed();
    }

    /**
     * Starts the server; {@link CodexClient#initialize} is the caller's first question.
     *
     * @throws IOException if the program cannot be started
     */
    public static CodexInspection start(Start start) throws IOException {
        return start(start, new Deaf());
    }

    /** As {@link #start(Start)}, with somebody who listens. */
    public static CodexInspection start(Start start, Listener listener) throws IOException {
        ChildChannel channel = ChildChannel.start(
                List.of(start.binary().toString(), "app-server"),
                start.environment(),
                start.directory(),
                start.directory().resolve("codex.log"));
        RpcConnection connection =
                new RpcConnection(channel, new Answering(listener, start.clock()), start.answerTimeout());
        connection.start();
        return new CodexInspection(connection, new CodexClient(connection, start.clientVersion()), channel.longTexts());
    }

    /** To ask with. */
    public CodexClient client() {
        return client;
    }

    /** What its answers have that is too long for memory; in its directory. */
    public LongTexts longTexts() {
        return longTexts;
    }

    @Override
    public void close() {
        connection.close();
    }

    /** Does not care what the server tells by itself. */
    private static final class Deaf implements Listener {
        @Override
        public void notification(String method, JsonObject params) {}

        @Override
        public void closed() {}
    }

    /** What the server asks is answered as always. */
    private static final class Answering implements RpcHandler {
        private final Listener listener;
        private final ServerRequests answers;

        Answering(Listener listener, InstantSource clock) {
            this.listener = listener;
            this.answers = new ServerRequests(clock);
        }

        @Override
        public void notification(String method, JsonObject params) {
            listener.notification(method, params);
        }

        @Override
        public Answer request(String method, JsonObject params) {
            return answers.decide(method).answer();
        }

        @Override
        public void closed() {
            listener.closed();
        }
    }
}
