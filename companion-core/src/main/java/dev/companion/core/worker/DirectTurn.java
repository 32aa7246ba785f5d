package dev.companion.core.worker;

import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Reason;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The transport {@code direct}: a private {@code codex app-server}. It ends with the turn, whose commands end with it. */
final class DirectTurn implements CodexTurn {
    private final Optional<CodexSession> session;
    private final String startFailure;
    private final Assignment assignment;
    private final JobDirectory directory;
    private final long begin = System.nanoTime();

    private DirectTurn(
            Optional<CodexSession> session, String startFailure, Assignment assignment, JobDirectory directory) {
        this.session = session;
        this.startFailure = startFailure;
        this.assignment = assignment;
        this.directory = directory;
    }

    /** Starts Codex; a failure is told by the run. */
    static DirectTurn begin(
            JobId id,
            Assignment assignment,
            JobDirectory directory,
            Map<String, String> environment,
            CodexSession.Manner manner) {
        try {
            CodexSession session =
                    CodexSession.start(assignment.request().codexBinary(), id, environment, directory, manner);
            return new DirectTurn(Optional.of(session), "", assignment, directory);
        } catch (IOException e) {
            String message = "Codex could not be started: " + EventData.oneLine(String.valueOf(e.getMessage()), 300);
            return new DirectTurn(Optional.empty(), message, assignment, directory);
        }
    }

    @Override
    public Outcome run(Journal journal, TurnRecorder recorder, StopSignal stop) {
        return session.map(codex -> new TurnRun(
                                new TurnContext(codex, assignment, directory, journal, recorder, stop, thread -> true))
                        .run())
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
