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
 * A {@code codex app-server} that is only asked questions: no thread, no turn, nothing that costs. Every answer has a
 * deadline. Closing it ends the server. For one thread.
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

    /**
     * Starts the server; {@link CodexClient#initialize} is the caller's first question.
     *
     * @throws IOException if the program cannot be started
     */
    public static CodexInspection start(Start start) throws IOException {
        ChildChannel channel = ChildChannel.start(
                List.of(start.binary().toString(), "app-server"),
                start.environment(),
                start.directory(),
                start.directory().resolve("codex.log"));
        RpcConnection connection = new RpcConnection(channel, new Silent(start.clock()), start.answerTimeout());
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

    /** Nothing that the server tells by itself matters here; what it asks is answered as always. */
    private static final class Silent implements RpcHandler {
        private final ServerRequests answers;

        Silent(InstantSource clock) {
            this.answers = new ServerRequests(clock);
        }

        @Override
        public void notification(String method, JsonObject params) {}

        @Override
        public Answer request(String method, JsonObject params) {
            return answers.decide(method).answer();
        }

        @Override
        public void closed() {}
    }
}
