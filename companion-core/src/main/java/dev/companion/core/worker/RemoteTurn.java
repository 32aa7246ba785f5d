package dev.companion.core.worker;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.codex.TurnState;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Pause;
import dev.companion.core.job.WorkResult;
import dev.companion.core.json.Json;
import dev.companion.core.rpc.RpcFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport {@code remote}: the turn runs on an app-server elsewhere, which others may use as well and which does not
 * care whether this worker lives. So whatever of the turn may go on there is ended before it is let go of.
 */
final class RemoteTurn implements CodexTurn {
    private static final Logger LOG = LoggerFactory.getLogger(RemoteTurn.class);
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(10);
    private static final Duration CONNECTS_AGAIN_WITHIN = Duration.ofSeconds(1);
    private static final Duration ANSWERS_WITHIN = Duration.ofMillis(700);
    private static final int LOOKS_FOR_THE_END = 10;
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Assignment assignment;
    private final JobDirectory directory;
    private final RemoteConnector connector;
    private final CodexSession.Manner manner;
    private final Pause pause;
    private final long begin = System.nanoTime();
    private final CompletableFuture<CodexSession> connected = new CompletableFuture<>();

    private RemoteTurn(
            Assignment assignment,
            JobDirectory directory,
            RemoteConnector connector,
            CodexSession.Manner manner,
            Pause pause) {
        this.assignment = assignment;
        this.directory = directory;
        this.connector = connector;
        this.manner = manner;
        this.pause = pause;
    }

    /** Begins to connect; a failure is told by the run. */
    static RemoteTurn begin(
            Assignment assignment,
            JobDirectory directory,
            RemoteConnector connector,
            CodexSession.Manner manner,
            Pause pause) {
        RemoteTurn turn = new RemoteTurn(assignment, directory, connector, manner, pause);
        Thread thread = new Thread(turn::connect, "remote-connect");
        thread.setDaemon(true);
        thread.start();
        return turn;
    }

    private void connect() {
        try {
            CodexSession session = connector.connect(manner, CONNECTS_WITHIN);
            if (!connected.complete(session)) {
                session.close();
            }
        } catch (RemoteConnector.Unreachable | RuntimeException e) {
            connected.completeExceptionally(e);
        }
    }

    @Override
    public Outcome run(Journal journal, TurnRecorder recorder, StopSignal stop) {
        CompletableFuture.anyOf(connected, stop.future())
                .exceptionally(failure -> "told below")
                .join();
        if (!connected.isDone()) {
            Stop why = stop.future().join();
            return new Outcome(why.state(), why.ending(), WorkResult.NONE, Optional.empty());
        }
        try {
            CodexSession session = connected.join();
            Outcome outcome = new TurnRun(
                            new TurnContext(session, assignment, directory, journal, recorder, stop, thread -> true))
                    .run();
            leave(session, journal, recorder);
            return outcome;
        } catch (CompletionException e) {
            return unreachable(e);
        }
    }

    private static Outcome unreachable(CompletionException e) {
        if (e.getCause() instanceof RemoteConnector.Unreachable why) {
            return new Outcome(JobState.FAILED, why.ending(), WorkResult.NONE, Optional.empty());
        }
        throw e;
    }

    /** Nothing of the turn shall go on: not the turn, and not its commands, which outlive even a turn that completed. */
    private void leave(CodexSession session, Journal journal, TurnRecorder recorder) {
        Optional<String> thread = journal.job().threadId();
        if (thread.isEmpty()) {
            return;
        }
        boolean turnHasEnded = recorder.ended().isDone() && !recorder.ended().isCompletedExceptionally();
        if (turnHasEnded && endCommands(session.client(), thread.get())) {
            return;
        }
        session.close();
        try (CodexSession another = connector.connect(hurried(), CONNECTS_AGAIN_WITHIN)) {
            stopTurn(another.client(), journal.job(), thread.get());
        } catch (RemoteConnector.Unreachable | RpcFailure e) {
            LOG.warn("what the turn began may go on: {}", e.getMessage());
            journal.event(
                    EventType.WARNING,
                    Json.fields(
                            "message",
                            EventData.oneLine(
                                    "the turn may go on in Codex, which could not be asked to end it: "
                                            + e.getMessage(),
                                    1000)));
        }
    }

    private CodexSession.Manner hurried() {
        return new CodexSession.Manner(ANSWERS_WITHIN, manner.clock(), manner.clientVersion());
    }

    private void stopTurn(CodexClient client, Job job, String thread) {
        client.initialize();
        String clientId = job.id().value();
        boolean isReview = job.kind() == JobKind.REVIEW;
        Optional<TurnState> ours = isReview ? client.findReview(thread) : client.findTurn(thread, clientId);
        if (ours.isEmpty()) {
            // It never began; what runs on the thread is another's.
            return;
        }
        Optional<TurnState> turn = client.findRunning(thread, clientId, isReview);
        if (turn.isPresent()) {
            client.interruptTurn(thread, turn.get().activeId(), ANSWERS_WITHIN);
        }
        for (int look = 0; turn.isPresent() && look < LOOKS_FOR_THE_END; look++) {
            pause.pause(BETWEEN_LOOKS);
            turn = client.findRunning(thread, clientId, isReview);
        }
        endCommands(client, thread);
    }

    /** Whether there was an answer: a refusal says that there is nothing to end. */
    private static boolean endCommands(CodexClient client, String thread) {
        try {
            client.endCommands(thread, ANSWERS_WITHIN);
            return true;
        } catch (RpcFailure failure) {
            LOG.info("the commands of the thread were not ended: {}", failure.kind());
            return failure.kind() == RpcFailure.Kind.ERROR;
        }
    }

    @Override
    public long lastInboundNanos() {
        return connected.isDone() && !connected.isCompletedExceptionally()
                ? connected.join().lastInboundNanos()
                : begin;
    }

    /** A connection that comes about after this is closed at once. */
    @Override
    public void close() {
        boolean unconnected = connected.completeExceptionally(new IllegalStateException("the turn is over"));
        if (!unconnected && !connected.isCompletedExceptionally()) {
            connected.join().close();
        }
    }
}
