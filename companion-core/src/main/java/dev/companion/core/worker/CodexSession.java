package dev.companion.core.worker;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.codex.ServerRequests;
import dev.companion.core.codex.TurnCollector;
import dev.companion.core.codex.TurnState;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.job.Transport;
import dev.companion.core.json.JsonObject;
import dev.companion.core.process.JobMark;
import dev.companion.core.rpc.ChildChannel;
import dev.companion.core.rpc.LongTexts;
import dev.companion.core.rpc.RpcChannel;
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
import java.util.Set;

/**
 * One connection to a {@code codex app-server}, for one job. A private server ends with it; a shared one goes on, and with
 * it whatever turn runs there. Thread-safe.
 */
final class CodexSession implements AutoCloseable {
    private final Transport transport;
    private final RpcChannel channel;
    private final RpcConnection connection;
    private final Router router;
    private final CodexClient client;
    private final Path directory;
    private volatile Optional<String> thread = Optional.empty();

    private CodexSession(
            Transport transport,
            RpcChannel channel,
            RpcConnection connection,
            Router router,
            CodexClient client,
            Path directory) {
        this.transport = transport;
        this.channel = channel;
        this.connection = connection;
        this.router = router;
        this.client = client;
        this.directory = directory;
    }

    /**
     * What every connection of this worker has in common.
     *
     * @param answerTimeout how long Codex may take to answer one request
     */
    record Manner(Duration answerTimeout, InstantSource clock, String clientVersion) {}

    /**
     * Starts a private server; the handshake is the caller's.
     *
     * @throws IOException if the program cannot be started
     */
    static CodexSession start(
            String codexBinary, JobId job, Map<String, String> inherited, JobDirectory directory, Manner manner)
            throws IOException {
        Map<String, String> environment = new HashMap<>(inherited);
        JobMark.put(environment, job.value());
        ChildChannel channel = ChildChannel.start(
                List.of(codexBinary, "app-server"), environment, directory.path(), directory.workerLog());
        return over(Transport.DIRECT, channel, directory, manner);
    }

    /** Speaks over the channel, which it owns; the handshake is the caller's. */
    static CodexSession over(Transport transport, RpcChannel channel, JobDirectory directory, Manner manner) {
        Router router = new Router(new ServerRequests(manner.clock()), new TurnCollector(channel.longTexts()));
        RpcConnection connection = new RpcConnection(channel, router, manner.answerTimeout());
        connection.start();
        CodexClient client = new CodexClient(connection, manner.clientVersion());
        return new CodexSession(transport, channel, connection, router, client, directory.path());
    }

    Transport transport() {
        return transport;
    }

    /** Whether others use the server as well, so that it outlives this connection. */
    boolean isShared() {
        return transport != Transport.DIRECT;
    }

    CodexClient client() {
        return client;
    }

    /** What the server's messages have that is too long for memory. */
    LongTexts longTexts() {
        return channel.longTexts();
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
        thread = Optional.of(threadId);
        router.onThread(threadId);
    }

    /** The thread that it works on, once there is one. */
    Optional<String> thread() {
        return thread;
    }

    /**
     * From now on the events of this turn count, which an earlier connection began.
     *
     * @param told its items that are in the event log already
     */
    void onTurn(TurnState turn, Set<String> told) {
        router.onTurn(turn, told);
    }

    /** Whether the other side has ended, or broken the connection. */
    boolean isCut() {
        return router.isClosed();
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
                .orElseGet(channel::endInWords);
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

        synchronized void onTurn(TurnState turn, Set<String> told) {
            recorder.ifPresent(target -> {
                target.record(collector.catchUp(turn), told);
                target.record(collector.onTurn(turn.id()));
            });
        }

        synchronized boolean isClosed() {
            return closed;
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
