package dev.companion.core.worker;

import dev.companion.core.job.JobRequest;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Reason;
import java.io.IOException;
import java.util.Optional;

/** The transport {@code direct}: a private {@code codex app-server}. It ends with the turn, whose commands end with it. */
final class DirectTurn implements CodexTurn {
    private final Optional<CodexSession> session;
    private final String startFailure;
    private final JobRequest request;
    private final long begin = System.nanoTime();

    private DirectTurn(Optional<CodexSession> session, String startFailure, JobRequest request) {
        this.session = session;
        this.startFailure = startFailure;
        this.request = request;
    }

    static DirectTurn on(CodexSession session, JobRequest request) {
        return new DirectTurn(Optional.of(session), "", request);
    }

    /** A Codex that could not be started; the run says so. */
    static DirectTurn failed(IOException why, JobRequest request) {
        String message = "Codex could not be started: " + EventData.oneLine(String.valueOf(why.getMessage()), 300);
        return new DirectTurn(Optional.empty(), message, request);
    }

    @Override
    public Outcome run(Journal journal, TurnRecorder recorder, StopSignal stop) {
        return session.map(codex -> new TurnRun(codex, request, journal, recorder, stop).run())
                .orElseGet(() -> Outcome.failed(Reason.CODEX_MISSING, startFailure));
    }

    @Override
    public long lastInboundNanos() {
        return session.map(CodexSession::lastInboundNanos).orElse(begin);
    }

    @Override
    public void close() {
        session.ifPresent(CodexSession::close);
    }
}
