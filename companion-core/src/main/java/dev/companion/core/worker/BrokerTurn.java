package dev.companion.core.worker;

import dev.companion.core.job.Ending;
import dev.companion.core.job.EventType;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Reason;
import dev.companion.core.job.Transport;
import dev.companion.core.job.TurnsLeftBehind;
import dev.companion.core.job.WorkResult;
import dev.companion.core.json.Json;
import dev.companion.core.rpc.RpcFailure;
import dev.companion.core.server.ResidentServer;
import dev.companion.core.server.ResidentServers;
import dev.companion.core.server.ServerUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport {@code broker}: the turn runs on the resident server and outlives this worker. If the server dies, the
 * thread's history decides; if there is none and can be none, a private server does the work.
 */
final class BrokerTurn implements CodexTurn {
    private static final int RECONNECTIONS = 3;
    private static final Duration COMMANDS_END_WITHIN = Duration.ofMillis(500);

    private final JobId id;
    private final Assignment assignment;
    private final JobDirectory directory;
    private final CodexSession.Manner manner;
    private final TurnsLeftBehind turns;
    private final Supplier<CodexTurn> direct;
    private final long begin = System.nanoTime();
    private final CompletableFuture<ResidentServer> joined;
    private final CompletableFuture<CodexSession> connected;
    private volatile Optional<CodexSession> session = Optional.empty();
    private volatile boolean attempted;
    private volatile Optional<CodexTurn> fallback = Optional.empty();

    /**
     * Begins to look for the server.
     *
     * @param turns ends what may still run on the server when this turn lets go of it
     * @param direct makes the turn that is run when there can be no resident server
     */
    BrokerTurn(
            JobId id,
            Assignment assignment,
            JobDirectory directory,
            CodexSession.Manner manner,
            ResidentServers servers,
            TurnsLeftBehind turns,
            Supplier<CodexTurn> direct) {
        this.id = id;
        this.assignment = assignment;
        this.directory = directory;
        this.manner = manner;
        this.turns = turns;
        this.direct = direct;
        Executor own = work -> daemon(work).start();
        this.joined = CompletableFuture.supplyAsync(() -> join(servers), own);
        this.connected = joined.thenApply(this::connect);
        own.execute(this::prepare);
    }

    /** Beside the claim of the job. An adopted one has its thread. */
    private void prepare() {
        try {
            connected.join().prepare(isAdopted() ? Optional.empty() : ThreadOpening.newThread(assignment.request()));
        } catch (CompletionException | RpcFailure failure) {
            log().debug("whoever needs what could not be prepared is told: {}", failure.getMessage());
        }
    }

    /** No constant: the claim of the job comes first, and waits for whatever this class loads. */
    private static Logger log() {
        return LoggerFactory.getLogger(BrokerTurn.class);
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "broker-connect");
        thread.setDaemon(true);
        return thread;
    }

    private ResidentServer join(ResidentServers servers) {
        try {
            return servers.join(id, Path.of(assignment.request().codexBinary()));
        } catch (ServerUnavailable why) {
            throw new CompletionException(why);
        }
    }

    private CodexSession connect(ResidentServer server) {
        try {
            return CodexSession.over(Transport.BROKER, server.connect(directory.path()), directory, manner);
        } catch (ServerUnavailable why) {
            throw new CompletionException(why);
        }
    }

    @Override
    public boolean isAdopted() {
        try {
            return joined.join().isAdopted();
        } catch (CompletionException e) {
            return false;
        }
    }

    @Override
    public Outcome run(Journal journal, TurnRecorder recorder, StopSignal stop) {
        CompletableFuture<?> stopped = stop.future();
        CompletableFuture.anyOf(connected, stopped)
                .exceptionally(failure -> null)
                .join();
        if (!connected.isDone()) {
            return new Outcome(
                    stop.raised().orElseThrow().state(),
                    stop.raised().orElseThrow().ending(),
                    WorkResult.NONE,
                    Optional.empty());
        }
        try {
            session = Optional.of(connected.join());
        } catch (CompletionException e) {
            return withoutServer(why(e), journal, recorder, stop);
        }
        return onServer(journal, recorder, stop);
    }

    private static String why(CompletionException failure) {
        Throwable cause = failure.getCause();
        return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    }

    private Outcome withoutServer(String why, Journal journal, TurnRecorder recorder, StopSignal stop) {
        log().warn("no resident server: {}", why);
        if (isAdopted()) {
            joined.join().close();
            turns.stop(id);
            String message = "the worker died, and what Codex did after that cannot be asked: " + why;
            return new Outcome(
                    JobState.LOST, Ending.because(Reason.WORKER_DIED, message), WorkResult.NONE, Optional.empty());
        }
        if (assignment.request().asked().transport() == Transport.BROKER) {
            return Outcome.failed(Reason.TRANSPORT, why + "; try --transport direct");
        }
        journal.event(
                EventType.WARNING,
                Json.fields("message", EventData.oneLine("no resident Codex, a private one is used: " + why, 1000)));
        if (!joined.isCompletedExceptionally()) {
            joined.join().release();
        }
        CodexTurn instead = direct.get();
        fallback = Optional.of(instead);
        return instead.run(journal, recorder, stop);
    }

    private Outcome onServer(Journal journal, TurnRecorder first, StopSignal stop) {
        ResidentServer server = joined.join();
        attempted = true;
        boolean begun = server.isAdopted();
        if (begun && journal.job().threadId().isEmpty()) {
            // The earlier worker was killed before its record was stored.
            server.leftThread().ifPresent(thread -> journal.note(draft -> draft.threadId(Optional.of(thread))));
        }
        TurnRecorder recorder = first;
        for (int connection = 0; ; connection++) {
            CodexSession current = session.orElseThrow();
            TurnContext context =
                    new TurnContext(current, assignment, directory, journal, recorder, stop, server::onThread);
            Outcome outcome = attempt(context, begun);
            boolean cut = isCut(current, outcome) && stop.raised().isEmpty();
            if (!cut || connection == RECONNECTIONS || !reconnect(server)) {
                leave(current, server, outcome);
                return outcome;
            }
            log().info("the server ended; going on with the next one");
            recorder = new TurnRecorder(journal, directory);
            begun = true;
        }
    }

    private static Outcome attempt(TurnContext context, boolean begun) {
        if (begun) {
            Optional<Outcome> outcome = new TurnResumption(context).run();
            if (outcome.isPresent()) {
                return outcome.get();
            }
            log().info("the turn had not begun");
        }
        return new TurnRun(context).run();
    }

    /** Whether the server ended under the job, or is about to end and takes no turns any more. */
    private static boolean isCut(CodexSession current, Outcome outcome) {
        return outcome.ending().reason().equals(Optional.of(Reason.TRANSPORT))
                && (current.isCut()
                        || outcome.ending()
                                .message()
                                .filter(words -> words.contains("draining"))
                                .isPresent());
    }

    private boolean reconnect(ResidentServer server) {
        session.ifPresent(CodexSession::close);
        try {
            session = Optional.of(connect(server));
            return true;
        } catch (CompletionException e) {
            log().warn("no other server: {}", why(e));
            return false;
        }
    }

    /** A completed turn leaves its commands to nobody; of any other it must be sure that it does not go on. */
    private void leave(CodexSession current, ResidentServer server, Outcome outcome) {
        if (outcome.state() == JobState.COMPLETED) {
            endCommands(current);
            server.release();
            return;
        }
        current.close();
        server.close();
        turns.stop(id);
    }

    private void endCommands(CodexSession current) {
        try {
            current.thread().ifPresent(thread -> current.client().endCommands(thread, COMMANDS_END_WITHIN));
        } catch (RpcFailure failure) {
            log().info("the commands of the thread may go on: {}", failure.kind());
        }
    }

    @Override
    public long lastInboundNanos() {
        return fallback.map(CodexTurn::lastInboundNanos)
                .or(() -> session.map(CodexSession::lastInboundNanos))
                .orElse(begin);
    }

    @Override
    public void close() {
        fallback.ifPresent(CodexTurn::close);
        session.ifPresent(CodexSession::close);
        if (joined.isDone() && !joined.isCompletedExceptionally()) {
            ResidentServer server = joined.join();
            if (attempted || server.isAdopted()) {
                server.close();
            } else {
                server.release();
            }
        }
    }
}
