package dev.companion.core.worker;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.codex.CodexVersion;
import dev.companion.core.codex.EffectiveSettings;
import dev.companion.core.codex.SignIn;
import dev.companion.core.codex.ThreadReady;
import dev.companion.core.codex.ThreadSettings;
import dev.companion.core.codex.TurnEvent;
import dev.companion.core.codex.TurnRequest;
import dev.companion.core.job.Effective;
import dev.companion.core.job.Ending;
import dev.companion.core.job.EventType;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Reason;
import dev.companion.core.job.Sandbox;
import dev.companion.core.job.ThreadTarget;
import dev.companion.core.json.Json;
import dev.companion.core.rpc.RpcFailure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One turn on one session, from the handshake to an outcome. Completed is said only when Codex said so of our turn;
 * whatever else happens has a reason of its own. Used by one thread.
 */
final class TurnRun {
    private static final Logger LOG = LoggerFactory.getLogger(TurnRun.class);
    private static final Duration INTERRUPT_ANSWERED_WITHIN = Duration.ofMillis(700);
    private static final Duration TURN_ENDS_AFTER_INTERRUPT = Duration.ofMillis(700);
    private static final Duration COMMANDS_END_WITHIN = Duration.ofMillis(500);
    private static final Duration TURN_ENDS_AFTER_GIVING_UP = Duration.ofMillis(200);

    private final CodexSession session;
    private final JobRequest request;
    private final Journal journal;
    private final TurnRecorder recorder;
    private final StopSignal stop;
    private final Wishes wishes;
    private String threadId = "";
    private EffectiveSettings opened = EffectiveSettings.UNKNOWN;
    private volatile String turnId = "";

    TurnRun(CodexSession session, JobRequest request, Journal journal, TurnRecorder recorder, StopSignal stop) {
        this.session = session;
        this.request = request;
        this.journal = journal;
        this.recorder = recorder;
        this.stop = stop;
        this.wishes = new Wishes(request, journal);
    }

    /** Blocks until the turn has ended or was stopped. */
    Outcome run() {
        session.recordTo(recorder);
        CompletableFuture<Void> abort = stop.future().thenRun(this::abortUnlessTurnRuns);
        Outcome outcome = attempt();
        abort.cancel(false);
        if (outcome.state() == JobState.COMPLETED) {
            recorder.writeOutput();
        } else {
            recorder.keepPartialOutput();
        }
        return outcome;
    }

    private Outcome attempt() {
        try {
            Optional<Outcome> refused = prepare();
            return refused.isPresent() ? refused.get() : turn();
        } catch (RpcFailure failure) {
            LOG.info("{} failed: {}", failure.method(), failure.kind());
            return stop.raised().map(this::stopped).orElseGet(() -> failed(describe(failure)));
        }
    }

    private Ending describe(RpcFailure failure) {
        if (failure.kind() != RpcFailure.Kind.CLOSED) {
            return FailureReasons.ending(failure);
        }
        return Ending.because(
                failure.method().equals("initialize") ? Reason.CODEX_MISSING : Reason.TRANSPORT,
                failure.message() + " (" + session.exitInWords() + "); see worker.log");
    }

    /**
     * A turn whose id we do not know cannot be interrupted: ending the server ends it, too, and frees whoever waits for
     * an answer.
     */
    private void abortUnlessTurnRuns() {
        if (turnId.isEmpty()) {
            session.close();
        }
    }

    private Optional<Outcome> prepare() {
        CodexClient client = session.client();
        Optional<String> version = client.initialize();
        if (version.isPresent() && CodexVersion.isTooOld(version.get())) {
            return Optional.of(failed(Ending.because(
                    Reason.CODEX_MISSING,
                    "Codex " + version.get() + " is too old, " + CodexVersion.OLDEST + " is needed")));
        }
        SignIn signIn = client.signIn();
        if (signIn.isMissing()) {
            return Optional.of(failed(Ending.because(Reason.AUTH, "Codex is not signed in; run: codex login")));
        }
        Optional<Ending> refused = wishes.check(signIn);
        if (refused.isPresent()) {
            return refused.map(this::failed);
        }
        ThreadReady ready = openThread(client, settings());
        threadId = ready.threadId();
        session.onThread(threadId);
        opened = ready.settings();
        noteThread(version);
        return opened.kindMismatch(settings())
                .map(words -> Ending.because(Reason.POLICY_MISMATCH, words))
                .or(() -> wishes.check(client, opened.model()))
                .map(this::failed);
    }

    private ThreadReady openThread(CodexClient client, ThreadSettings settings) {
        ThreadTarget target = request.thread();
        if (target instanceof ThreadTarget.Resume resume) {
            return client.resumeThread(resume.threadId(), settings);
        }
        ThreadReady ready = target instanceof ThreadTarget.Fork fork
                ? client.forkThread(fork.threadId(), settings)
                : client.startThread(settings);
        nameThread(client, ready.threadId());
        return ready;
    }

    private void nameThread(CodexClient client, String id) {
        try {
            client.nameThread(id, journal.job().title());
        } catch (RpcFailure failure) {
            // The name only helps people to find the thread; the job does not depend on it.
            LOG.info("the thread could not be named: {}", failure.kind());
        }
    }

    private ThreadSettings settings() {
        return new ThreadSettings(
                request.cwd(),
                request.asked().sandbox().wireName(),
                request.addDirs(),
                request.network(),
                request.asked().model(),
                wishes.tier());
    }

    private void noteThread(Optional<String> version) {
        Optional<Sandbox> sandbox = opened.sandboxType().flatMap(TurnRun::sandbox);
        journal.update(draft -> draft.threadId(Optional.of(threadId))
                .effective(new Effective(
                        sandbox, opened.model(), Optional.empty(), version, Optional.of(session.transport()))));
        Map<String, @Nullable Object> data = Json.fields(
                "threadId",
                threadId,
                "resumed",
                request.thread() instanceof ThreadTarget.Resume,
                "sandbox",
                sandbox.map(Sandbox::wireName).orElse(null),
                "model",
                opened.model().orElse(null),
                "codexVersion",
                version.orElse(null));
        journal.event(EventType.THREAD_READY, data);
    }

    private static Optional<Sandbox> sandbox(String type) {
        return switch (type) {
            case "readOnly" -> Optional.of(Sandbox.READ_ONLY);
            case "workspaceWrite" -> Optional.of(Sandbox.WORKSPACE_WRITE);
            case "dangerFullAccess" -> Optional.of(Sandbox.DANGER_FULL_ACCESS);
            default -> Optional.empty();
        };
    }

    private Outcome turn() {
        TurnRequest turn = new TurnRequest(
                request.prompt(),
                settings(),
                request.asked().effort(),
                request.outputSchema().map(Json::readObject));
        if (stop.raised().isPresent()) {
            return stopped(stop.raised().get());
        }
        session.client().startTurn(threadId, turn, this::turnStarted);
        EffectiveSettings inTurn = recorder.settings().orElse(opened);
        journal.update(draft -> draft.turnId(Optional.of(turnId))
                .effective(journal.job().effective().served(inTurn.serviceTier())));
        Optional<String> mismatch = inTurn.mismatch(settings());
        if (mismatch.isPresent()) {
            interrupt();
            return failed(Ending.because(Reason.POLICY_MISMATCH, mismatch.get()));
        }
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
        interrupt();
        return recorder.ended().isDone() ? ofEndedTurn() : stopped(why);
    }

    private void turnStarted(String id) {
        turnId = id;
        journal.event(EventType.TURN_STARTED, Json.fields("turnId", id));
        session.onTurn(id);
    }

    private Outcome ofEndedTurn() {
        if (recorder.ended().isCompletedExceptionally()) {
            return stop.raised()
                    .map(this::stopped)
                    .orElseGet(() -> failed(Ending.because(
                            Reason.TRANSPORT, "Codex ended before the turn did (" + session.exitInWords() + ")")));
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

    private void interrupt() {
        try {
            session.client().interruptTurn(threadId, turnId, INTERRUPT_ANSWERED_WITHIN);
            awaitAtMost(recorder.ended(), TURN_ENDS_AFTER_INTERRUPT);
            session.client().endCommands(threadId, COMMANDS_END_WITHIN);
        } catch (RpcFailure failure) {
            // The server is asked no more; closing the session ends it, and its commands with it.
            LOG.info("{} got no answer: {}", failure.method(), failure.kind());
        }
    }

    private Outcome stopped(Stop why) {
        return new Outcome(why.state(), why.ending(), recorder.result(), Optional.empty());
    }

    private Outcome failed(Ending why) {
        return new Outcome(JobState.FAILED, why, recorder.result(), Optional.empty());
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
