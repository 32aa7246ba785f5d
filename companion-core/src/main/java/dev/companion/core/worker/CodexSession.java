package dev.companion.core.worker;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.codex.ServerRequests;
import dev.companion.core.codex.TurnCollector;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.json.JsonObject;
import dev.companion.core.process.JobMark;
import dev.companion.core.rpc.ChildChannel;
import dev.companion.core.rpc.RpcConnection;
import dev.companion.core.rpc.RpcHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One private {@code codex app-server} with its connection. It ends with this object. Thread-safe. */
final class CodexSession implements AutoCloseable {
    private final ChildChannel channel;
    private final RpcConnection connection;
    private final Router router;
    private final CodexClient client;
    private final Path directory;

    private CodexSession(
            ChildChannel channel, RpcConnection connection, Router router, CodexClient client, Path directory) {
        this.channel = channel;
        this.connection = connection;
        this.router = router;
        this.client = client;
        this.directory = directory;
    }

    /** What is needed to start one. */
    record Start(
            String codexBinary,
            String jobId,
            Map<String, String> environment,
            Path directory,
            Path log,
            Duration answerTimeout,
            InstantSource clock,
            String clientVersion) {}

    /**
     * Starts the server; the handshake is the caller's.
     *
     * @throws IOException if the program cannot be started
     */
    static CodexSession start(Start start) throws IOException {
        Map<String, String> environment = new HashMap<>(start.environment());
        JobMark.put(environment, start.jobId());
        ChildChannel channel = ChildChannel.start(
                List.of(start.codexBinary(), "app-server"), environment, start.directory(), start.log());
        Router router = new Router(new ServerRequests(start.clock()), new TurnCollector(channel.longTexts()));
        RpcConnection connection = new RpcConnection(channel, router, start.answerTimeout());
        connection.start();
        return new CodexSession(
                channel, connection, router, new CodexClient(connection, start.clientVersion()), start.directory());
    }

    CodexClient client() {
        return client;
    }

    /** When the server was heard last, on the scale of {@link System#nanoTime}. */
    long lastInboundNanos() {
        return connection.lastInboundNanos();
    }

    /** Sends what comes from now on to the recorder. */
    void recordTo(TurnRecorder recorder) {
        router.recordTo(recorder);
    }

    void onThread(String threadId) {
        router.onThread(threadId);
    }

    /** To be called on the reading thread. */
    void onTurn(String turnId) {
        router.onTurn(turnId);
    }

    /** How the server ended, in words, for a message; or why it could not be listened to any more. */
    String exitInWords() {
        return connection
                .broken()
                .map(error -> StoreFailures.of(error, directory))
                .filter(failure -> failure.code() == FailureCode.STORE_FULL)
                .map(Failure::message)
                .orElseGet(() ->
                        channel.exitStatus().map(status -> "exit " + status).orElse("connection closed"));
    }

    @Override
    public void close() {
        connection.close();
        channel.longTexts().deleteAll();
    }

    /** Takes the traffic of the server to the fold and what comes out of it to the recorder. */
    private static final class Router implements RpcHandler {
        private final ServerRequests serverRequests;
        private final TurnCollector collector;
        private Optional<TurnRecorder> recorder = Optional.empty();
        private boolean closed;

        Router(ServerRequests serverRequests, TurnCollector collector) {
            this.serverRequests = serverRequests;
            this.collector = collector;
        }

        synchronized void recordTo(TurnRecorder target) {
            recorder = Optional.of(target);
            if (closed) {
                target.closed();
            }
        }

        synchronized void onThread(String threadId) {
            collector.onThread(threadId);
        }

        synchronized void onTurn(String turnId) {
            recorder.ifPresent(target -> target.record(collector.onTurn(turnId)));
        }

        @Override
        public synchronized void notification(String method, JsonObject params) {
            recorder.ifPresent(target -> target.record(collector.accept(method, params)));
        }

        @Override
        public synchronized Answer request(String method, JsonObject params) {
            ServerRequests.Decision decision = serverRequests.decide(method);
            recorder.ifPresent(target -> target.answered(method, decision.word()));
            return decision.answer();
        }

        @Override
        public synchronized void closed() {
            closed = true;
            recorder.ifPresent(TurnRecorder::closed);
        }
    }
}
