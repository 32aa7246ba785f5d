package dev.companion.core.worker;

import dev.companion.core.codex.MessageText;
import dev.companion.core.job.Ending;
import dev.companion.core.job.EventType;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.json.Json;
import dev.companion.core.review.finding.FinishedTurn;
import dev.companion.core.review.finding.ReviewOutcome;
import dev.companion.core.review.finding.ReviewReading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What comes after the turn of a review: its answer is read, the reviewer is asked once more where that may bring a verdict,
 * and what came out is kept before the job ends. A turn that did not complete leaves nothing. Used by one thread.
 */
final class ReviewEnd {
    /** A review that is longer is kept as it is, and not read. */
    private static final int LONGEST = 8 * 1024 * 1024;

    private final Optional<ReviewWork> review;
    private final JobDirectory directory;
    private final Journal journal;
    private final TurnRecorder recorder;
    private final StopSignal stop;

    ReviewEnd(
            Optional<ReviewWork> review,
            JobDirectory directory,
            Journal journal,
            TurnRecorder recorder,
            StopSignal stop) {
        this.review = review;
        this.directory = directory;
        this.journal = journal;
        this.recorder = recorder;
        this.stop = stop;
    }

    static ReviewEnd of(TurnContext context) {
        return new ReviewEnd(
                context.assignment().review(),
                context.directory(),
                context.journal(),
                context.recorder(),
                context.stop());
    }

    /**
     * How the job ends: as the turn did, unless the job is stopped meanwhile. A completed turn without a review that can be
     * used is said to be in vain.
     *
     * @param followUp is asked once at most
     */
    Outcome after(Outcome outcome, FollowUp followUp) {
        return review.isPresent() && outcome.state() == JobState.COMPLETED
                ? after(review.get(), outcome, followUp)
                : outcome;
    }

    private Outcome after(ReviewWork work, Outcome outcome, FollowUp followUp) {
        FinishedTurn first = finished(outcome, recorder);
        ReviewOutcome read = work.reading().of(work.kind(), first);
        if (!ReviewReading.wantsFollowUp(work.kind(), first, read)) {
            return kept(work, read, outcome);
        }
        String why = read.fault().orElse("no answer");
        journal.event(
                EventType.WARNING,
                Json.fields("message", EventData.oneLine("no verdict yet, asking once more: " + why, 1000)));
        TurnRecorder second = new TurnRecorder(journal, directory);
        Outcome again = followUp.ask(work.askForJson(why), second);
        recorder.addUsageOf(second);
        boolean unended = again.turnStatus().isEmpty();
        if (again.state() != JobState.COMPLETED && (stop.raised().isPresent() || unended)) {
            return new Outcome(again.state(), again.ending(), recorder.result(), again.turnStatus());
        }
        ReviewOutcome after = work.reading().afterFollowUp(read, finished(again, second));
        if (after.isReview()) {
            recorder.answeredBy(second);
        }
        return kept(work, after, outcome);
    }

    private Outcome kept(ReviewWork work, ReviewOutcome read, Outcome outcome) {
        work.keep(read);
        Ending ending = read instanceof ReviewOutcome.None none
                ? Ending.completedInVain(
                        EventData.oneLine((work.isAdversarial() ? "no verdict: " : "no review: ") + none.why(), 1000))
                : outcome.ending();
        return new Outcome(outcome.state(), ending, recorder.result(), outcome.turnStatus());
    }

    private FinishedTurn finished(Outcome outcome, TurnRecorder turn) {
        return new FinishedTurn(outcome.turnStatus(), turn.finalText().map(this::read));
    }

    private String read(MessageText text) {
        Bounded bytes = new Bounded();
        try {
            text.writeTo(bytes);
        } catch (IOException e) {
            throw StoreFailures.of(e, directory.path());
        }
        return bytes.text();
    }

    /** Keeps a little more than is read at most, so that a longer text is seen to be one. */
    private static final class Bounded extends OutputStream {
        private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

        @Override
        public void write(int octet) {
            if (kept.size() <= LONGEST) {
                kept.write(octet);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            kept.write(bytes, offset, Math.min(length, Math.max(0, LONGEST + 1 - kept.size())));
        }

        String text() {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
