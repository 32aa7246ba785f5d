package dev.companion.bench;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.codex.ThreadSettings;
import dev.companion.core.codex.TurnRequest;
import dev.companion.core.json.JsonObject;
import dev.companion.core.rpc.RpcConnection;
import dev.companion.core.rpc.RpcHandler;
import dev.companion.core.rpc.WebSocketChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The least that can be done with a resident server: turns over one connection, nothing written down. */
final class BareClient implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int METHOD_NOT_FOUND = -32_601;

    private final Ends ends = new Ends();
    private final RpcConnection connection;
    private final CodexClient client;
    private final ThreadSettings settings;

    /**
     * Connects.
     *
     * @param socket the server's, or a link to it
     * @param workspace where the turns work, and where long texts are kept for a while
     */
    BareClient(Path socket, Path workspace) {
        try {
            WebSocketChannel channel = WebSocketChannel.overUnixSocket(socket.toRealPath(), workspace, PATIENCE);
            connection = new RpcConnection(channel, ends, PATIENCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings = new ThreadSettings(
                workspace.toString(), "read-only", List.of(), false, Optional.empty(), Optional.empty());
        client = new CodexClient(connection, "bench");
        connection.start();
        client.initialize();
    }

    /** Runs so many turns at once, each on a thread of its own here and in Codex; milliseconds until all are completed. */
    double turns(int count, String prompt) {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            long start = System.nanoTime();
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int n = 0; n < count; n++) {
                all.add(CompletableFuture.runAsync(() -> turn(prompt), threads));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
            return (System.nanoTime() - start) / 1e6;
        } finally {
            threads.shutdownNow();
        }
    }

    private void turn(String prompt) {
        String thread = client.startThread(settings).threadId();
        CompletableFuture<String> end = ends.of(thread);
        client.startTurn(
                thread, new TurnRequest(thread, prompt, settings, Optional.empty(), Optional.empty()), id -> {});
        String status = end.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (!status.equals("completed")) {
            throw new IllegalStateException("a turn of the bare client ended " + status);
        }
    }

    @Override
    public void close() {
        connection.close();
    }

    /** How turns end, by thread. */
    private static final class Ends implements RpcHandler {
        private final Map<String, CompletableFuture<String>> byThread = new ConcurrentHashMap<>();

        CompletableFuture<String> of(String thread) {
            return byThread.computeIfAbsent(thread, unknown -> new CompletableFuture<>());
        }

        @Override
        public void notification(String method, JsonObject params) {
            if (method.equals("turn/completed")) {
                of(params.string("threadId").orElse(""))
                        .complete(params.object("turn").string("status").orElse(""));
            }
        }

        @Override
        public Answer request(String method, JsonObject params) {
            return new ErrorAnswer(METHOD_NOT_FOUND, "not asked here");
        }

        @Override
        public void closed() {
            byThread.values().forEach(end -> end.complete("with the connection"));
        }
    }
}
