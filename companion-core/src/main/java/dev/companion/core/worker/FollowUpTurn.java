package dev.companion.core.worker;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.codex.TurnRequest;
import dev.companion.core.codex.TurnState;
import dev.companion.core.job.EventType;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.Outcome;
import dev.companion.core.json.Json;
import dev.companion.core.rpc.RpcFailure;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A follow-up on a session: {@code turn/start} on the thread, under a name of its own. Used by one thread. */
final class FollowUpTurn implements FollowUp {
    private final TurnContext context;
    private final String threadId;
    private final boolean mayHaveBegun;
    private volatile String turnId = "";

    /** @param mayHaveBegun whether an earlier connection may have started it */
    FollowUpTurn(TurnContext context, String threadId, boolean mayHaveBegun) {
        this.context = context;
        this.threadId = threadId;
        this.mayHaveBegun = mayHaveBegun;
    }

    @Override
    public Outcome ask(String prompt, TurnRecorder recorder) {
        TurnContext next = context.with(recorder);
        TurnEnd end = new TurnEnd(next);
        Optional<Stop> already = context.stop().raised();
        if (already.isPresent()) {
            return end.stopped(already.get());
        }
        context.session().recordTo(recorder);
        CompletableFuture<Void> abort = context.stop().future().thenRun(this::abortUnlessTurnRuns);
        try {
            begin(prompt);
            return end.await(threadId, turnId);
        } catch (RpcFailure failure) {
            return end.of(failure);
        } finally {
            abort.cancel(false);
        }
    }

    /** As for the first turn: whoever waits for an answer is freed by the end of the connection. */
    private void abortUnlessTurnRuns() {
        if (turnId.isEmpty()) {
            context.session().close();
        }
    }

    private void begin(String prompt) {
        CodexClient client = context.session().client();
        String name = TurnRequest.followUpId(context.journal().job().id().value());
        Optional<TurnState> begun = mayHaveBegun ? client.findTurn(threadId, name) : Optional.empty();
        if (begun.isPresent()) {
            turnId = begun.get().id();
            context.session().onTurn(begun.get(), TurnResumption.itemsInLog(context.directory()));
            return;
        }
        JobRequest request = context.request();
        TurnRequest turn = new TurnRequest(
                name,
                prompt,
                ThreadOpening.settings(request),
                request.asked().effort(),
                context.assignment().outputSchema().map(Json::readObject));
        client.startTurn(threadId, turn, this::started);
    }

    private void started(String id) {
        turnId = id;
        context.journal().event(EventType.TURN_STARTED, Json.fields("turnId", id));
        context.session().onTurn(id);
    }
}
