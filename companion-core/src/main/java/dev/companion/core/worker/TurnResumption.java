package dev.companion.core.worker;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.codex.ThreadReady;
import dev.companion.core.codex.TurnState;
import dev.companion.core.job.Effective;
import dev.companion.core.job.Ending;
import dev.companion.core.job.EventReader;
import dev.companion.core.job.EventType;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Reason;
import dev.companion.core.json.Json;
import dev.companion.core.rpc.RpcFailure;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Goes on with the turn of a job that an earlier connection began: takes in what the thread's history tells, then follows
 * what comes. Used by one thread.
 */
final class TurnResumption {
    /** Whoever interrupts a turn of ours ends its job, too: one that was interrupted behind our back was cut off. */
    private static final Ending SERVER_ENDED =
            Ending.because(Reason.TRANSPORT, "the resident Codex ended before the turn did");

    private final TurnContext context;
    private final CodexSession session;
    private final Journal journal;
    private final TurnEnd end;
    private volatile boolean following;

    TurnResumption(TurnContext context) {
        this.context = context;
        this.session = context.session();
        this.journal = context.journal();
        this.end = new TurnEnd(context);
    }

    /** Blocks until the turn has ended or was stopped; empty if Codex's history says that it never began. */
    Optional<Outcome> run() {
        Optional<String> threadId = journal.job().threadId();
        if (threadId.isEmpty()) {
            return Optional.empty();
        }
        session.recordTo(context.recorder());
        CompletableFuture<Void> abort = context.stop().future().thenRun(this::abortUnlessFollowing);
        Optional<Outcome> outcome = attempt(threadId.get());
        abort.cancel(false);
        outcome.ifPresent(done -> context.recorder().keepOutput(done.state() == JobState.COMPLETED));
        return outcome;
    }

    private void abortUnlessFollowing() {
        if (!following) {
            session.close();
        }
    }

    private Optional<Outcome> attempt(String threadId) {
        try {
            CodexClient client = session.client();
            Optional<String> version = client.initialize();
            if (!context.mayUse().test(threadId)) {
                return Optional.of(end.busy(threadId));
            }
            return isThere(client, threadId, version) ? follow(client, threadId) : Optional.empty();
        } catch (RpcFailure failure) {
            return Optional.of(end.of(failure));
        }
    }

    /** Listens to the thread before its history is read, so that nothing is missed in between. */
    private boolean isThere(CodexClient client, String threadId, Optional<String> version) {
        session.onThread(threadId);
        try {
            ThreadReady ready = client.resumeThread(threadId, ThreadOpening.settings(context.request()));
            if (journal.job().effective().equals(Effective.UNKNOWN)) {
                Effective effective = ThreadOpening.effective(ready, version, session);
                journal.note(draft -> draft.effective(effective));
            }
            return true;
        } catch (RpcFailure failure) {
            if (CodexClient.isWithoutTurns(failure)) {
                return false;
            }
            throw failure;
        }
    }

    private Optional<Outcome> follow(CodexClient client, String threadId) {
        Optional<TurnState> found = context.request().kind() == JobKind.REVIEW
                ? client.findReview(threadId)
                : client.findTurn(threadId, journal.job().id().value());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        TurnState turn = found.get();
        if (journal.job().turnId().isEmpty()) {
            journal.event(EventType.TURN_STARTED, Json.fields("turnId", turn.id()));
            journal.update(draft -> draft.turnId(Optional.of(turn.id())));
        }
        session.onTurn(turn, itemsInLog(context.directory()));
        following = true;
        Outcome outcome = end.await(threadId, turn.id());
        boolean cutBefore = turn.status().equals("interrupted") && outcome.state() == JobState.FAILED;
        if (cutBefore) {
            return Optional.of(end.failed(SERVER_ENDED));
        }
        return Optional.of(ReviewEnd.of(context).after(outcome, new FollowUpTurn(context, threadId, true)));
    }

    /** What the event log tells already. */
    static Set<String> itemsInLog(JobDirectory directory) {
        Set<String> items = new HashSet<>();
        try (EventReader reader = EventReader.fromStart(directory)) {
            reader.readEvents(event -> event.data()
                    .string(EventData.ITEM_ID)
                    .filter(id -> !event.data().string("status").equals(Optional.of(EventData.STARTED)))
                    .ifPresent(items::add));
        }
        return items;
    }
}
