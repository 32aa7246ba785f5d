package dev.companion.core.worker;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.codex.CodexVersion;
import dev.companion.core.codex.EffectiveSettings;
import dev.companion.core.codex.SignIn;
import dev.companion.core.codex.ThreadReady;
import dev.companion.core.codex.ThreadSettings;
import dev.companion.core.job.Effective;
import dev.companion.core.job.Ending;
import dev.companion.core.job.EventType;
import dev.companion.core.job.JobDraft;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.Reason;
import dev.companion.core.job.Sandbox;
import dev.companion.core.job.ThreadTarget;
import dev.companion.core.job.Transport;
import dev.companion.core.json.Json;
import dev.companion.core.rpc.RpcFailure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the handshake to a thread on which the job's turn may start, under the powers that were asked for. Used by one thread. */
final class ThreadOpening {
    private static final Logger LOG = LoggerFactory.getLogger(ThreadOpening.class);

    private final CodexSession session;
    private final JobRequest request;
    private final Journal journal;
    private final Wishes wishes;
    private Optional<String> version = Optional.empty();

    ThreadOpening(CodexSession session, JobRequest request, Journal journal) {
        this.session = session;
        this.request = request;
        this.journal = journal;
        this.wishes = new Wishes(request, journal);
    }

    /** How Codex is to work for this job. */
    static ThreadSettings settings(JobRequest request) {
        return settings(request, request.asked().serviceTier());
    }

    /** As it holds after what was found out meanwhile: the tier may be another one. */
    ThreadSettings settings() {
        return settings(request, wishes.tier());
    }

    private static ThreadSettings settings(JobRequest request, Optional<String> tier) {
        return new ThreadSettings(
                request.cwd(),
                request.asked().sandbox().wireName(),
                request.addDirs(),
                request.network(),
                request.asked().model(),
                tier);
    }

    /** {@code initialize}; why the job cannot be run by this Codex, if it cannot. */
    Optional<Ending> handshake() {
        CodexClient client = session.client();
        version = client.initialize();
        if (version.isPresent() && CodexVersion.isTooOld(version.get())) {
            return Optional.of(Ending.because(
                    Reason.CODEX_MISSING,
                    "Codex " + version.get() + " is too old, " + CodexVersion.OLDEST + " is needed"));
        }
        SignIn signIn = client.signIn();
        if (signIn.isMissing()) {
            return Optional.of(Ending.because(Reason.AUTH, "Codex is not signed in; run: codex login"));
        }
        return wishes.check(signIn);
    }

    /** Why the job cannot be run by the model that Codex took, if it cannot. */
    Optional<Ending> checkModel(Optional<String> model) {
        return wishes.check(session.client(), model);
    }

    /** The thread that the request names, or a new one. */
    ThreadReady open() {
        ThreadReady ready = openThread(session.client(), settings());
        session.onThread(ready.threadId());
        note(ready);
        return ready;
    }

    private ThreadReady openThread(CodexClient client, ThreadSettings settings) {
        ThreadTarget target = request.thread();
        if (target instanceof ThreadTarget.Resume resume) {
            return client.resumeThread(resume.threadId(), settings);
        }
        return target instanceof ThreadTarget.Fork fork
                ? client.forkThread(fork.threadId(), settings)
                : session.start(NewThread.of(request, settings));
    }

    /** The new thread that the job is going to want, as far as can be told before the handshake. */
    static Optional<NewThread> newThread(JobRequest request) {
        boolean mayBeRefused = request.asked().serviceTier().isPresent();
        boolean wanted = request.thread() instanceof ThreadTarget.Fresh && !mayBeRefused;
        return wanted ? Optional.of(NewThread.of(request, settings(request))) : Optional.empty();
    }

    /**
     * Gives a thread that is the job's own a name by which people find it. To be asked for when the turn has started: Codex
     * takes longer for it than for the turn's start.
     *
     * @return done when Codex has answered, or will not
     */
    CompletableFuture<Void> name(String threadId) {
        if (request.thread() instanceof ThreadTarget.Resume) {
            return CompletableFuture.completedFuture(null);
        }
        return CompletableFuture.runAsync(() -> setName(threadId), work -> {
            Thread thread = new Thread(work, "thread-name");
            thread.setDaemon(true);
            thread.start();
        });
    }

    private void setName(String threadId) {
        try {
            session.client().nameThread(threadId, journal.job().title());
        } catch (RpcFailure failure) {
            // The job does not depend on it.
            LOG.info("the thread could not be named: {}", failure.kind());
        }
    }

    private void note(ThreadReady ready) {
        EffectiveSettings settings = ready.settings();
        Effective effective = effective(ready, version, session);
        UnaryOperator<JobDraft> change =
                draft -> draft.threadId(Optional.of(ready.threadId())).effective(effective);
        keep(change);
        Map<String, @Nullable Object> data = Json.fields(
                "threadId",
                ready.threadId(),
                "resumed",
                request.thread() instanceof ThreadTarget.Resume,
                "sandbox",
                effective.sandbox().map(Sandbox::wireName).orElse(null),
                "model",
                settings.model().orElse(null),
                "codexVersion",
                version.orElse(null),
                "transport",
                session.transport().wireName());
        journal.event(EventType.THREAD_READY, data);
    }

    /** Changes the record; what the next worker would find out for itself is no session of the store of its own. */
    void keep(UnaryOperator<JobDraft> change) {
        if (session.transport() == Transport.BROKER) {
            journal.note(change);
        } else {
            journal.update(change);
        }
    }

    /** What the job really runs with on this thread. */
    static Effective effective(ThreadReady ready, Optional<String> version, CodexSession session) {
        EffectiveSettings settings = ready.settings();
        Optional<Sandbox> sandbox = settings.sandboxType().flatMap(ThreadOpening::sandbox);
        return new Effective(sandbox, settings.model(), Optional.empty(), version, Optional.of(session.transport()));
    }

    private static Optional<Sandbox> sandbox(String type) {
        return switch (type) {
            case "readOnly" -> Optional.of(Sandbox.READ_ONLY);
            case "workspaceWrite" -> Optional.of(Sandbox.WORKSPACE_WRITE);
            case "dangerFullAccess" -> Optional.of(Sandbox.DANGER_FULL_ACCESS);
            default -> Optional.empty();
        };
    }
}
