package dev.companion.core.job;

import dev.companion.core.json.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one place where a job ends: outcome on disk, then the receipt, then the guarded change of the record, then the last
 * event. Whoever calls holds the job's worker lock. Thread-safe.
 */
public final class JobEnd {
    private final JobStore store;
    private final Receipts receipts;
    private final InstantSource clock;

    /** Ends jobs of the store. */
    public JobEnd(JobStore store, Receipts receipts, InstantSource clock) {
        this.store = store;
        this.receipts = receipts;
        this.clock = clock;
    }

    /**
     * Ends an active job.
     *
     * @param job as the caller knows it
     * @return the record as it is now: ended in this way, or as somebody else was faster to end it
     */
    public Job end(Job job, Outcome outcome, JobDirectory directory) {
        OutcomeFile.write(directory, job, outcome);
        return complete(job, outcome, directory);
    }

    /** As {@link #end}, for an outcome that is on disk already. */
    public Job complete(Job job, Outcome outcome, JobDirectory directory) {
        Job known = job;
        Job truth = replace(job, outcome, directory);
        // The caller's record may be older than the last progress that its own worker wrote: then the newer one ends.
        while (truth.isActive() && truth.generation() == job.generation() && truth.version() != known.version()) {
            known = truth;
            truth = replace(known, outcome, directory);
        }
        boolean lost = truth.state() != outcome.state();
        if (!truth.isActive()) {
            seal(truth, directory, lost);
        }
        if (lost) {
            // Not a constant: a status that ends nothing must not pay for the logging.
            Logger log = LoggerFactory.getLogger(JobEnd.class);
            log.info("a late outcome of job {} was dropped: {}", job.id(), outcome.state());
        }
        return truth;
    }

    /** Ends the record, or returns what somebody else made of it. */
    private Job replace(Job known, Outcome outcome, JobDirectory directory) {
        String why = outcome.ending()
                .reason()
                .map(Reason::wireName)
                .orElse(outcome.state().wireName());
        Instant now = Timestamps.toMillis(clock.instant());
        Job next = known.ended(outcome.state(), outcome.ending(), outcome.result(), now);
        // Killed from here on, the job still ends in this way, or whoever ends it in another writes another receipt.
        receipts.issue(next, outcome.turnStatus(), directory);
        return store.replace(known, next, why).or(() -> store.find(known.id())).orElse(next);
    }

    /** Gives the log of an ended job its last event, if it has none, and before that a receipt. Later it never gets one. */
    public void seal(Job ended, JobDirectory directory) {
        seal(ended, directory, false);
    }

    /** @param overwritten the receipt may have been, by that of an end which did not come about */
    private void seal(Job ended, JobDirectory directory, boolean overwritten) {
        try (EventLog log = EventLog.open(directory, ended.id(), clock)) {
            boolean finished = log.isFinished();
            if ((!finished || overwritten) && receipts.find(ended, directory).isEmpty()) {
                receipts.issue(ended, turnStatus(ended, directory), directory);
            }
            if (!finished) {
                log.append(EventType.JOB_FINISHED, describe(ended));
            }
        }
    }

    private static Optional<String> turnStatus(Job ended, JobDirectory directory) {
        return OutcomeFile.read(directory, ended.generation())
                .filter(outcome -> outcome.state() == ended.state())
                .flatMap(Outcome::turnStatus);
    }

    private static Map<String, @Nullable Object> describe(Job ended) {
        Ending ending = ended.ending().orElseThrow();
        return Json.fields(
                "status",
                ended.state().wireName(),
                "reason",
                ending.reason().map(Reason::wireName).orElse(null),
                "message",
                ending.message().orElse(null),
                "exitCode",
                ending.exitCode().code(),
                "threadId",
                ended.threadId().orElse(null),
                "outputPath",
                ended.outputPath());
    }
}
