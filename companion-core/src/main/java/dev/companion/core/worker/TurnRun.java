package dev.companion.core.worker;

import dev.companion.core.codex.EffectiveSettings;
import dev.companion.core.codex.ThreadReady;
import dev.companion.core.codex.ThreadSettings;
import dev.companion.core.codex.TurnRequest;
import dev.companion.core.job.Ending;
import dev.companion.core.job.EventType;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Reason;
import dev.companion.core.job.ThreadTarget;
import dev.companion.core.json.Json;
import dev.companion.core.rpc.RpcFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One turn on one session, from the handshake to an outcome. Used by one thread. */
final class TurnRun {
    private static final Duration NAMED_WITHIN = Duration.ofMillis(300);

    private final TurnContext context;
    private final CodexSession session;
    private final JobRequest request;
    private final Journal journal;
    private final TurnRecorder recorder;
    private final StopSignal stop;
    private final TurnEnd end;
    private volatile String turnId = "";

    TurnRun(TurnContext context) {
        this.context = context;
        this.session = context.session();
        this.request = context.request();
        this.journal = context.journal();
        this.recorder = context.recorder();
        this.stop = context.stop();
        this.end = new TurnEnd(context);
    }

    /** Blocks until the turn has ended or was stopped. */
    Outcome run() {
        session.recordTo(recorder);
        CompletableFuture<Void> abort = stop.future().thenRun(this::abortUnlessTurnRuns);
        Outcome outcome = attempt();
        abort.cancel(false);
        recorder.keepOutput(outcome.state() == JobState.COMPLETED);
        return outcome;
    }

    private Outcome attempt() {
        try {
            ThreadOpening opening = new ThreadOpening(session, request, journal);
            Optional<Ending> refused = opening.handshake();
            return refused.isPresent() ? end.failed(refused.get()) : turn(opening, opening.open());
        } catch (RpcFailure failure) {
            return end.of(failure);
        }
    }

    /**
     * A turn whose id we do not know cannot be interrupted: ending the connection frees whoever waits for an answer, and on
     * a private server ends the turn, too.
     */
    private void abortUnlessTurnRuns() {
        if (turnId.isEmpty()) {
            session.close();
        }
    }

    private Outcome turn(ThreadOpening opening, ThreadReady ready) {
        ThreadSettings settings = opening.settings();
        EffectiveSettings opened = ready.settings();
        String threadId = ready.threadId();
        if (ready.busy() || !context.mayUse().test(threadId)) {
            return end.busy(threadId);
        }
        // A thread that a shared server has loaded keeps its settings until the turn brings others.
        boolean settled = !session.isShared() || request.thread() instanceof ThreadTarget.Fresh;
        Optional<String> kind = settled ? opened.kindMismatch(settings) : Optional.empty();
        if (kind.isPresent()) {
            return end.failed(Ending.because(Reason.POLICY_MISMATCH, kind.get()));
        }
        Optional<Ending> refused = opening.checkModel(opened.model());
        if (refused.isPresent()) {
            return end.failed(refused.get());
        }
        if (stop.raised().isPresent()) {
            return end.stopped(stop.raised().get());
        }
        start(threadId, opening.settings());
        CompletableFuture<Void> named = opening.name(threadId);
        EffectiveSettings inTurn = recorder.settings().orElse(opened);
        opening.keep(draft -> draft.turnId(Optional.of(turnId))
                .effective(journal.job().effective().served(inTurn.serviceTier())));
        Optional<String> mismatch = inTurn.mismatch(settings);
        if (mismatch.isPresent()) {
            end.interrupt(threadId, turnId);
            return end.failed(Ending.because(Reason.POLICY_MISMATCH, mismatch.get()));
        }
        Outcome outcome = end.await(threadId, turnId);
        awaitName(named);
        return ReviewEnd.of(context).after(outcome, new FollowUpTurn(context, threadId, false));
    }

    /** A private server ends with its turn, and what it has not done by then it never does. */
    private static void awaitName(CompletableFuture<Void> named) {
        named.completeOnTimeout(null, NAMED_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void start(String threadId, ThreadSettings settings) {
        Assignment assignment = context.assignment();
        Optional<Map<String, String>> target = assignment.builtInTarget();
        if (target.isPresent()) {
            session.client().startReview(threadId, target.get(), this::turnStarted);
            return;
        }
        TurnRequest turn = new TurnRequest(
                journal.job().id().value(),
                assignment.prompt(),
                settings,
                request.asked().effort(),
                assignment.outputSchema().map(Json::readObject));
        session.client().startTurn(threadId, turn, this::turnStarted);
    }

    private void turnStarted(String id) {
        turnId = id;
        journal.event(EventType.TURN_STARTED, Json.fields("turnId", id));
        session.onTurn(id);
    }
}
