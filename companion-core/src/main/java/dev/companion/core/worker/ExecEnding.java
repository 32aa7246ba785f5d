package dev.companion.core.worker;

import dev.companion.core.codex.TurnEvent;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Ending;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Reason;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.rpc.ReportingChild;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an ended {@code codex exec} means for its job. Completed is a completed turn on our thread and the exit status 0;
 * whatever else happened has a reason of its own. Used by one thread, after the output has ended.
 */
final class ExecEnding {
    /** So Codex begins to say why it does not do what was asked. */
    private static final String REFUSAL = "Error: ";

    /** Java's exit status for a process that a signal ended is this and the signal's number. */
    private static final int SIGNAL = 128;

    private final ReportingChild child;
    private final ExecReader reader;
    private final TurnRecorder recorder;
    private final Path directory;

    /** @param directory where the job's files are */
    ExecEnding(ReportingChild child, ExecReader reader, TurnRecorder recorder, Path directory) {
        this.child = child;
        this.reader = reader;
        this.recorder = recorder;
        this.directory = directory;
    }

    /** @param now for the times of the day in Codex's words */
    Outcome outcome(StopSignal stop, Instant now) {
        Optional<TurnEvent.Ended> end = turnEnd();
        Optional<String> status = end.map(TurnEvent.Ended::status);
        boolean completed = status.equals(Optional.of("completed"));
        if (completed && isOnItsThread() && exitStatus() == 0) {
            return new Outcome(JobState.COMPLETED, Ending.COMPLETED, recorder.result(), status);
        }
        Optional<Stop> asked = stop.raised();
        if (asked.isPresent()) {
            return new Outcome(asked.get().state(), asked.get().ending(), recorder.result(), status);
        }
        Ending why = end.flatMap(TurnEvent.Ended::error)
                .or(() -> Optional.ofNullable(recorder.gaveUp().getNow(null)))
                .map(error -> FailureReasons.ending(error, now))
                .orElseGet(() -> completed ? afterTurn() : withoutTurn());
        return new Outcome(JobState.FAILED, why, recorder.result(), status);
    }

    private Optional<TurnEvent.Ended> turnEnd() {
        return recorder.ended().isCompletedExceptionally()
                ? Optional.empty()
                : Optional.ofNullable(recorder.ended().getNow(null));
    }

    private boolean isOnItsThread() {
        return reader.thread().isDone() && !reader.isOnAnotherThread();
    }

    /** -1 if it could not be ended. */
    private int exitStatus() {
        return child.exit().getNow(-1);
    }

    private Ending afterTurn() {
        if (isOnItsThread()) {
            return Ending.because(
                    Reason.TRANSPORT,
                    "the turn completed, but Codex ended badly (" + exitInWords() + "); see worker.log");
        }
        return anotherThread();
    }

    private Ending anotherThread() {
        return reader.isOnAnotherThread()
                ? Ending.because(Reason.THREAD_MISSING, "Codex went on with another thread than it was told to")
                : Ending.because(Reason.TRANSPORT, "Codex did not say on which thread it worked");
    }

    private Ending withoutTurn() {
        if (reader.isOnAnotherThread()) {
            return anotherThread();
        }
        Optional<String> full = reader.broken()
                .map(error -> StoreFailures.of(error, directory))
                .filter(failure -> failure.code() == FailureCode.STORE_FULL)
                .map(Failure::message);
        if (full.isPresent() || reader.thread().isDone() || exitStatus() > SIGNAL || exitStatus() == 0) {
            return Ending.because(
                    Reason.TRANSPORT,
                    "Codex ended before the turn did (" + full.orElseGet(this::exitInWords) + "); see worker.log");
        }
        return withoutThread();
    }

    /** It ended before it had a thread, so all that it said is on stderr. */
    private Ending withoutThread() {
        List<String> said =
                child.lastWords().lines().filter(line -> !line.isBlank()).toList();
        Optional<String> refusal = last(said.stream().filter(line -> line.startsWith(REFUSAL)))
                .map(line -> line.substring(REFUSAL.length()));
        if (refusal.isPresent()) {
            return Ending.because(FailureReasons.ofRefusal(refusal.get()), refusal.get());
        }
        return Ending.because(
                Reason.CODEX_MISSING,
                "Codex did not begin (" + exitInWords() + ")"
                        + last(said.stream()).map(line -> ": " + line).orElse("") + "; see worker.log");
    }

    private static Optional<String> last(Stream<String> lines) {
        return lines.reduce((earlier, later) -> later).map(line -> EventData.oneLine(line, 300));
    }

    private String exitInWords() {
        int status = exitStatus();
        if (status < 0) {
            return "it does not end";
        }
        return status > SIGNAL ? "signal " + (status - SIGNAL) : "exit " + status;
    }
}
