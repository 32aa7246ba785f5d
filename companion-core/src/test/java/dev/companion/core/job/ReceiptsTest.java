package dev.companion.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.receipt.FileDigest;
import dev.companion.core.receipt.Receipt;
import dev.companion.core.receipt.ReceiptField;
import dev.companion.core.receipt.ReceiptKey;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Every end of a job has a receipt that says what the record says, whoever is killed when. */
class ReceiptsTest extends UseCaseTest {
    /** Stands for {@code kill -9}. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private Optional<Receipt> receipt(Job job) {
        return new Receipts(rig().root()).find(job, rig().directory(job));
    }

    private Receipt requireTrue(Job job) throws IOException {
        Receipt receipt = receipt(job).orElseThrow();
        assertThat(ReceiptKey.find(rig().root().receiptKey()).orElseThrow().signed(receipt))
                .isTrue();
        assertThat(receipt.get(ReceiptField.STATUS)).contains(job.state().wireName());
        assertThat(receipt.get(ReceiptField.SHA256))
                .isEqualTo(FileDigest.of(rig().directory(job).output()).map(FileDigest::sha256));
        return receipt;
    }

    private Job running() {
        return rig().claim(rig().submit(), "0199a213-81c0-7800-8aa1-bbab2a035a53");
    }

    @Test
    void G50_a_completed_job_has_a_receipt_before_its_record_says_so() throws IOException {
        Job running = running();
        JobRig.write(rig().directory(running).output(), "Done.");
        rig().store()
                .beforeReplace((expected, next) -> assertThat(receipt(next)).isPresent());

        Receipt receipt = requireTrue(rig().complete(running));

        assertThat(receipt.get(ReceiptField.JOB)).contains(running.id().value());
        assertThat(receipt.get(ReceiptField.THREAD)).isEqualTo(running.threadId());
        assertThat(receipt.get(ReceiptField.TURN)).contains("turn");
        assertThat(receipt.get(ReceiptField.TURN_STATUS)).contains("completed");
        assertThat(receipt.get(ReceiptField.BYTES)).contains("5");
    }

    @Test
    void G50_a_job_that_failed_or_was_cancelled_has_a_receipt_that_says_so() throws IOException {
        Job failed = running();
        Job ended = rig().end().end(failed, Outcome.failed(Reason.AUTH, "not signed in"), rig().directory(failed));
        assertThat(requireTrue(ended).get(ReceiptField.REASON)).contains("auth");

        Job queued = rig().submit();
        Job cancelled = rig().cancellation().cancel(queued).job();
        assertThat(requireTrue(cancelled).get(ReceiptField.STATUS)).contains("cancelled");
    }

    @Test
    void G50_killed_between_receipt_and_record_the_recovery_signs_again_what_becomes_true() throws IOException {
        Job running = running();
        rig().store().beforeReplace((expected, next) -> {
            throw new Killed();
        });
        try {
            rig().complete(running);
        } catch (Killed e) {
            assertThat(rig().directory(running).receipt()).exists();
        }
        rig().store().beforeReplace((expected, next) -> {});
        assertThat(receipt(rig().now(running))).as("of a job that runs").isEmpty();
        rig().clock().move(Duration.ofSeconds(5));

        Job recovered = rig().recovery().reconcile(running);

        assertThat(recovered.state()).isEqualTo(JobState.COMPLETED);
        assertThat(requireTrue(recovered).get(ReceiptField.TURN_STATUS)).contains("completed");
    }

    @Test
    void G50_a_lost_job_has_a_receipt_of_what_is_left() throws IOException {
        Job running = running();
        JobRig.write(rig().directory(running).partialOutput(), "I was about to");

        Job lost = rig().recovery().reconcile(running);

        assertThat(requireTrue(lost).get(ReceiptField.STATUS)).contains("lost");
    }

    @Test
    void G50_an_end_that_came_too_late_leaves_the_receipt_of_the_end_that_stands() throws IOException {
        Job running = running();
        rig().store().beforeReplace((expected, next) -> {
            if (next.state() == JobState.COMPLETED) {
                rig().store().replaceUnobserved(expected, JobFixtures.ended(expected, JobState.CANCELLED), "cancelled");
            }
        });

        Job ended = rig().complete(running);

        assertThat(ended.state()).isEqualTo(JobState.CANCELLED);
        assertThat(requireTrue(ended).get(ReceiptField.STATUS)).contains("cancelled");
    }

    @Test
    void G50_a_late_end_after_the_log_was_closed_takes_no_receipt_away() throws IOException {
        Job running = running();
        Job ended = rig().end().end(running, Outcome.cancelled(), rig().directory(running));

        rig().end().end(running, Outcome.failed(Reason.INTERNAL, "late"), rig().directory(running));

        assertThat(requireTrue(ended).get(ReceiptField.STATUS)).contains("cancelled");
    }

    @Test
    void G50_a_job_that_ended_without_a_receipt_never_gets_one() throws IOException {
        Job ended = rig().complete(running());
        Files.delete(rig().directory(ended).receipt());

        rig().recovery().seal(ended);

        assertThat(receipt(ended)).isEmpty();
    }

    @Test
    void a_key_that_cannot_be_used_costs_the_receipt_and_not_the_end() throws IOException {
        Files.writeString(rig().root().receiptKey(), "nothing of ours\n");

        Job ended = rig().complete(running());

        assertThat(ended.state()).isEqualTo(JobState.COMPLETED);
        assertThat(receipt(ended)).isEmpty();
    }

    @Test
    void a_receipt_fits_the_record_that_it_was_written_for_and_no_other() throws IOException {
        Job ended = rig().complete(running());
        Receipt receipt = receipt(ended).orElseThrow();

        assertThat(Receipts.fits(receipt, ended)).isTrue();
        assertThat(Receipts.fits(
                        receipt, ended.draft().threadId(Optional.of("other")).build()))
                .isFalse();
        assertThat(Receipts.fits(
                        receipt, ended.draft().threadId(Optional.empty()).build()))
                .isFalse();
        assertThat(Receipts.fits(
                        receipt,
                        ended.draft()
                                .effective(ended.effective().withModel("another"))
                                .build()))
                .isFalse();
    }
}
