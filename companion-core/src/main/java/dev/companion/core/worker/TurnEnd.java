package dev.companion.core.worker;

import dev.companion.core.codex.TurnEvent;
import dev.companion.core.job.Effective;
import dev.companion.core.job.Ending;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Reason;
import dev.companion.core.job.Transport;
import dev.companion.core.rpc.RpcFailure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the end of a turn that runs, interrupts it if it shall stop, and makes the outcome. Completed is said only when
 * Codex said so of our turn; whatever else happens has a reason of its own. Used by one thread.
 */
final class TurnEnd {
    private static final Logger LOG = LoggerFactory.getLogger(TurnEnd.class);
    private static final Duration REVIEWER_BEGINS_WITHIN = Duration.ofMillis(500);
    private static final Duration INTERRUPT_ANSWERED_WITHIN = Duration.ofMillis(700);
    private static final Duration TURN_ENDS_AFTER_INTERRUPT = Duration.ofMillis(700);
    private static final Duration COMMANDS_END_WITHIN = Duration.ofMillis(500);
    private static final Duration TURN_ENDS_AFTER_GIVING_UP = Duration.ofMillis(200);

    private final CodexSession session;
    private final Journal journal;
    private final TurnRecorder recorder;
    private final StopSignal stop;

    TurnEnd(TurnContext context) {
        this.session = context.session();
        this.journal = context.journal();
        this.recorder = context.recorder();
        this.stop = context.stop();
    }

    /** Blocks until the turn has ended or was stopped. */
    Outcome await(String threadId, String turnId) {
        awaitFirst(CompletableFuture.anyOf(recorder.ended(), recorder.gaveUp(), stop.future()));
        if (recorder.gaveUp().isDone() && !recorder.ended().isDone()) {
            awaitAtMost(recorder.ended(), TURN_ENDS_AFTER_GIVING_UP);
        }
        if (recorder.ended().isDone()) {
            return ofEndedTurn();
        }
        if (recorder.gaveUp().isDone()) {
            return failed(FailureReasons.ending(recorder.gaveUp().join(), journal.now()));
        }
        Stop why = stop.future().join();
        LOG.info("interrupting the turn: {}", why);
        interrupt(threadId, turnId);
        return recorder.ended().isDone() ? ofEndedTurn() : stopped(why);
    }

    private Outcome ofEndedTurn() {
        if (recorder.ended().isCompletedExceptionally()) {
            return stop.raised()
                    .map(this::stopped)
                    .orElseGet(() -> failed(Ending.because(
                            Reason.TRANSPORT,
                            (session.isShared() ? "the connection to Codex" : "Codex") + " ended before the turn did ("
                                    + session.exitInWords() + ")")));
        }
        TurnEvent.Ended end = recorder.ended().join();
        Optional<String> status = Optional.of(end.status());
        if (end.status().equals("completed")) {
            noteChangedModel();
            return new Outcome(JobState.COMPLETED, Ending.COMPLETED, recorder.result(), status);
        }
        Optional<Stop> asked = stop.raised();
        if (asked.isPresent()) {
            return new Outcome(asked.get().state(), asked.get().ending(), recorder.result(), status);
        }
        Ending why = end.error()
                .or(() -> Optional.ofNullable(recorder.gaveUp().getNow(null)))
                .map(error -> FailureReasons.ending(error, journal.now()))
                .orElseGet(() -> Ending.because(Reason.INTERRUPTED, "the turn was " + end.status() + " in Codex"));
        return new Outcome(JobState.FAILED, why, recorder.result(), status);
    }

    private void noteChangedModel() {
        recorder.changedModel().ifPresent(model -> {
            Effective effective = journal.job().effective();
            journal.update(draft -> draft.effective(effective.withModel(model)));
        });
    }

    /** Ends the turn and its commands; on a private server what does not answer ends with the session. */
    void interrupt(String threadId, String turnId) {
        try {
            session.client().interruptTurn(threadId, activeId(turnId), INTERRUPT_ANSWERED_WITHIN);
            awaitAtMost(recorder.ended(), TURN_ENDS_AFTER_INTERRUPT);
            session.client().endCommands(threadId, COMMANDS_END_WITHIN);
        } catch (RpcFailure failure) {
            LOG.info("{} got no answer: {}", failure.method(), failure.kind());
        }
    }

    /** A review is interrupted by the id of its reviewer, which begins a moment after it. */
    private String activeId(String turnId) {
        if (journal.job().kind() == JobKind.REVIEW) {
            awaitAtMost(recorder.reviewer(), REVIEWER_BEGINS_WITHIN);
        }
        return recorder.reviewer().getNow(turnId);
    }

    Outcome stopped(Stop why) {
        return new Outcome(why.state(), why.ending(), recorder.result(), Optional.empty());
    }

    Outcome failed(Ending why) {
        return new Outcome(JobState.FAILED, why, recorder.result(), Optional.empty());
    }

    /** The thread belongs to another turn: a second one would be put into the first. */
    Outcome busy(String threadId) {
        return failed(Ending.because(Reason.THREAD_BUSY, "thread " + threadId + " already has an active turn"));
    }

    /** A request to Codex that got no result, unless the job was stopped meanwhile. */
    Outcome of(RpcFailure failure) {
        LOG.info("{} failed: {}", failure.method(), failure.kind());
        return stop.raised().map(this::stopped).orElseGet(() -> failed(describe(failure)));
    }

    private Ending describe(RpcFailure failure) {
        if (session.transport() == Transport.REMOTE && failure.method().equals("initialize")) {
            return Ending.because(Reason.TRANSPORT, "what answers is not a Codex app-server: " + failure.message());
        }
        if (failure.kind() != RpcFailure.Kind.CLOSED) {
            return FailureReasons.ending(failure);
        }
        boolean neverWorked = failure.method().equals("initialize") && !session.isShared();
        return Ending.because(
                neverWorked ? Reason.CODEX_MISSING : Reason.TRANSPORT,
                failure.message() + " (" + session.exitInWords() + "); see worker.log");
    }

    private static void awaitFirst(CompletableFuture<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            // The connection ended; the recorder's future says so to whoever looks at it.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitAtMost(CompletableFuture<?> future, Duration limit) {
        try {
            future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
