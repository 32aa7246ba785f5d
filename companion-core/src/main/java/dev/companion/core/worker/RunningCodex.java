package dev.companion.core.worker;

import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Pause;
import dev.companion.core.job.Reason;
import dev.companion.core.process.JobMark;
import dev.companion.core.process.ProcessTree;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** A Codex that was started for one job, watched while it runs. Used by the worker's main thread, but for {@link #stop}. */
final class RunningCodex implements AutoCloseable {
    private final Optional<CodexSession> session;
    private final String startFailure;
    private final JobId id;
    private final JobRequest request;
    private final JobDirectory directory;
    private final Pause pause;
    private final StopSignal stop = new StopSignal();

    private RunningCodex(
            Optional<CodexSession> session,
            String startFailure,
            JobId id,
            JobRequest request,
            JobDirectory directory,
            Pause pause) {
        this.session = session;
        this.startFailure = startFailure;
        this.id = id;
        this.request = request;
        this.directory = directory;
        this.pause = pause;
    }

    static RunningCodex started(
            CodexSession session, JobId id, JobRequest request, JobDirectory directory, Pause pause) {
        return new RunningCodex(Optional.of(session), "", id, request, directory, pause);
    }

    static RunningCodex failed(IOException why, JobId id, JobRequest request, JobDirectory directory, Pause pause) {
        String message = "Codex could not be started: " + EventData.oneLine(String.valueOf(why.getMessage()), 300);
        return new RunningCodex(Optional.empty(), message, id, request, directory, pause);
    }

    /** Runs the job's turn; blocks until it has ended, or was stopped, and Codex is gone. */
    Outcome run(Journal journal) {
        if (session.isEmpty()) {
            return Outcome.failed(Reason.CODEX_MISSING, startFailure);
        }
        CodexSession codex = session.get();
        try (Watch watch = new Watch(
                        directory,
                        request.timeout(),
                        request.stallTimeout(),
                        stop,
                        codex::lastInboundNanos,
                        pause,
                        System::nanoTime);
                PhaseWriter phases = new PhaseWriter(journal::flush, pause)) {
            watch.start();
            phases.start();
            TurnRecorder recorder = new TurnRecorder(journal, directory);
            Outcome outcome = runTurn(new TurnRun(codex, request, journal, recorder, stop), codex);
            if (outcome.state() != JobState.COMPLETED) {
                killWhatIsLeft();
            }
            return outcome;
        }
    }

    /** However it ends, what Codex and its long texts occupy is given back before the outcome is written. */
    private static Outcome runTurn(TurnRun turn, CodexSession codex) {
        try {
            return turn.run();
        } finally {
            codex.close();
        }
    }

    /** A full-access command may have left children that are nobody's; a stopped job leaves none running. */
    private void killWhatIsLeft() {
        List<ProcessHandle> marked = JobMark.find(id.value());
        ProcessTree.kill(ProcessTree.withDescendants(marked));
    }

    /** Asks the run to end; may be called from any thread. */
    void stop(Stop why) {
        stop.raise(why);
    }

    @Override
    public void close() {
        session.ifPresent(CodexSession::close);
    }
}
