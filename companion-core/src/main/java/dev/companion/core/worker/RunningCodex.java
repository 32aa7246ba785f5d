package dev.companion.core.worker;

import dev.companion.core.change.TreeWitness;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Pause;
import dev.companion.core.process.JobMark;
import dev.companion.core.process.ProcessTree;
import java.time.Duration;
import java.util.List;

/** A turn that was begun for one job, watched while it runs. Used by the worker's main thread, but for {@link #stop}. */
final class RunningCodex implements AutoCloseable {
    private final CodexTurn turn;
    private final JobId id;
    private final JobRequest request;
    private final JobDirectory directory;
    private final TreeWitness witness;
    private final Pause pause;
    private final StopSignal stop = new StopSignal();

    RunningCodex(
            CodexTurn turn, JobId id, JobRequest request, JobDirectory directory, TreeWitness witness, Pause pause) {
        this.witness = witness;
        this.turn = turn;
        this.id = id;
        this.request = request;
        this.directory = directory;
        this.pause = pause;
    }

    /** Whether the job's turn was begun by an earlier worker, which died. */
    boolean isAdopted() {
        return turn.isAdopted();
    }

    /** Runs the job's turn; blocks until it has ended, or was stopped, and nothing of it is left. */
    Outcome run(Journal journal) {
        try (Watch watch = new Watch(
                        directory,
                        request.timeout().map(limit -> left(limit, journal)),
                        request.stallTimeout(),
                        stop,
                        turn::lastInboundNanos,
                        pause,
                        System::nanoTime);
                PhaseWriter phases = new PhaseWriter(journal::flush, pause)) {
            watch.start();
            phases.start();
            witness.before();
            Outcome outcome = runTurn(journal, new TurnRecorder(journal, directory));
            if (outcome.state() != JobState.COMPLETED) {
                killWhatIsLeft();
            }
            witness.after();
            return outcome;
        }
    }

    /** An adopted job has used some of its time already. */
    private Duration left(Duration limit, Journal journal) {
        if (!isAdopted()) {
            return limit;
        }
        Duration used = journal.job()
                .startedAt()
                .map(start -> Duration.between(start, journal.now()).abs())
                .orElse(Duration.ZERO);
        return used.compareTo(limit) < 0 ? limit.minus(used) : Duration.ZERO;
    }

    /** However it ends, what Codex and its long texts occupy is given back before the outcome is written. */
    private Outcome runTurn(Journal journal, TurnRecorder recorder) {
        try {
            return turn.run(journal, recorder, stop);
        } finally {
            turn.close();
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
        turn.close();
    }
}
