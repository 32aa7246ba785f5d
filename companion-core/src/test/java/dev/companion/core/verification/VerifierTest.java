package dev.companion.core.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Ending;
import dev.companion.core.job.InMemoryJobStore;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobEnd;
import dev.companion.core.job.JobFixtures;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Pause;
import dev.companion.core.job.Receipts;
import dev.companion.core.job.Recovery;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.TurnsLeftBehind;
import dev.companion.core.job.WorkResult;
import dev.companion.core.receipt.Receipt;
import dev.companion.core.receipt.ReceiptField;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of a receipt without asking Codex. */
class VerifierTest {
    private static final String MESSAGE = "It is *done*:\n\n> x > 0\n\nNothing else.";

    @TempDir
    private Path temporary;

    private StateRoot root;
    private final InMemoryJobStore store = new InMemoryJobStore();
    private Job job;

    @BeforeEach
    void end_a_job() throws IOException {
        root = StateRoot.open(temporary.resolve("state"));
        job = end(1, MESSAGE);
    }

    private Job end(int n, String message) throws IOException {
        Job queued = store.insert(JobFixtures.queued(n)).job();
        Job running =
                store.replace(queued, JobFixtures.claimed(queued), "claimed").orElseThrow();
        JobDirectory directory = new JobDirectory(root.createJobDirectory(running.id()));
        Files.writeString(directory.output(), message);
        Outcome outcome = new Outcome(JobState.COMPLETED, Ending.COMPLETED, WorkResult.NONE, Optional.of("completed"));
        return end().end(running, outcome, directory);
    }

    private JobEnd end() {
        return new JobEnd(store, new Receipts(root), InstantSource.fixed(JobFixtures.at(100)));
    }

    private Verifier verifier(StateRoot where) {
        TurnsLeftBehind none = new TurnsLeftBehind() {
            @Override
            public boolean mayLive(JobId id) {
                return false;
            }

            @Override
            public void adopt(JobId id, JobDirectory directory) {}

            @Override
            public void stop(JobId id) {}
        };
        Recovery recovery = new Recovery(
                store, where, end(), none, InstantSource.system(), Duration.ofSeconds(10), Pause.sleeping());
        return new Verifier(where, store, recovery, new Receipts(where), ThreadCheck.none());
    }

    private JobDirectory directory() {
        return new JobDirectory(root.jobDirectory(job.id()));
    }

    private Receipt receipt() {
        return new Receipts(root).find(job, directory()).orElseThrow();
    }

    private Verification of(String text) {
        return verifier(root).ofText(text);
    }

    private void assertAltered(Verification verification, Check check) {
        assertThat(verification.verdict()).as("%s", verification.reason()).isEqualTo(Verdict.ALTERED);
        assertThat(verification.checks().get(check)).isIn(Check.Result.DIFFERENT, Check.Result.MISSING);
    }

    @Test
    void G50_what_is_as_it_was_is_verified_by_job_and_by_text() {
        Verification byJob = verifier(root).ofJob(job);
        Verification byText = of(receipt().text());

        assertThat(byJob.verdict()).as(byJob.reason()).isEqualTo(Verdict.VERIFIED);
        assertThat(byText.verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(byText.checks())
                .containsEntry(Check.SIGNATURE, Check.Result.SAME)
                .containsEntry(Check.RECORD, Check.Result.SAME)
                .containsEntry(Check.OUTPUT, Check.Result.SAME)
                .containsEntry(Check.TEXT, Check.Result.NOT_CHECKED);
    }

    @Test
    void G50_a_receipt_with_any_field_changed_is_altered() {
        for (ReceiptField field : receipt().fields().keySet()) {
            Map<ReceiptField, String> other = new EnumMap<>(receipt().fields());
            other.merge(field, "1", String::concat);

            Verification verification = of(new Receipt(other, receipt().mac()).text());

            assertThat(verification.verdict()).as("%s", field).isEqualTo(Verdict.ALTERED);
        }
    }

    @Test
    void G50_a_changed_or_missing_output_is_altered() throws IOException {
        Files.writeString(directory().output(), MESSAGE + " ");
        assertAltered(verifier(root).ofJob(job), Check.OUTPUT);

        Files.delete(directory().output());
        assertAltered(verifier(root).ofJob(job), Check.OUTPUT);
    }

    @Test
    void G50_a_review_that_appears_afterwards_is_altered() throws IOException {
        Files.writeString(directory().review(), "{}");

        assertAltered(verifier(root).ofJob(job), Check.REVIEW);
    }

    @Test
    void G50_a_changed_record_is_altered() {
        Receipt receipt = receipt();
        store.delete(job.id());
        Job queued = store.insert(JobFixtures.queued(1)).job();
        Job running =
                store.replace(queued, JobFixtures.claimed(queued), "claimed").orElseThrow();
        Job other = store.replace(running, JobFixtures.ended(running, JobState.FAILED), "other")
                .orElseThrow();

        assertAltered(of(receipt.text()), Check.RECORD);
        assertAltered(verifier(root).ofJob(other), Check.RECORD);
    }

    @Test
    void G50_a_receipt_of_another_state_directory_is_unknown() {
        StateRoot other = StateRoot.open(temporary.resolve("other"));
        store.delete(job.id());

        Verification verification = verifier(other).ofText(receipt().text());

        assertThat(verification.verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(verification.verdict().exitCode()).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(verification.receipt()).isPresent();
    }

    @Test
    void G50_a_receipt_outlives_its_job() {
        String text = receipt().text();
        store.delete(job.id());

        Verification verification = of(text);

        assertThat(verification.verdict()).isEqualTo(Verdict.VERIFIED);
        assertThat(verification.checks()).containsEntry(Check.RECORD, Check.Result.MISSING);
        assertThat(verification.reason()).contains("pruned");
    }

    @Test
    void G50_a_job_without_a_receipt_is_unknown_and_one_with_a_changed_file_altered() throws IOException {
        String text = Files.readString(directory().receipt());
        Files.writeString(directory().receipt(), text.substring(9));
        assertThat(verifier(root).ofJob(job).verdict()).isEqualTo(Verdict.ALTERED);

        Files.writeString(directory().receipt(), text.replace("status=completed", "status=failed"));
        assertThat(verifier(root).ofJob(job).verdict()).isEqualTo(Verdict.ALTERED);

        Files.delete(directory().receipt());
        assertThat(verifier(root).ofJob(job).verdict()).isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void G50_the_receipt_of_another_job_in_the_place_of_this_one_is_altered() throws IOException {
        Job other = end(2, "Other words.");
        Files.copy(
                new JobDirectory(root.jobDirectory(other.id())).receipt(),
                directory().receipt(),
                StandardCopyOption.REPLACE_EXISTING);

        assertThat(verifier(root).ofJob(job).verdict()).isEqualTo(Verdict.ALTERED);
    }

    @Test
    void G50_words_beside_a_receipt_are_compared_with_the_message() {
        String receipt = receipt().text();

        assertThat(of(MESSAGE + "\n\n`" + receipt + "`\n").checks()).containsEntry(Check.TEXT, Check.Result.SAME);
        assertThat(of("> " + MESSAGE.replace("\n", "\n> ") + "\n> " + receipt).checks())
                .containsEntry(Check.TEXT, Check.Result.SAME);
        assertThat(of("It is *done*:\n> x >\n0\nNothing\nelse. " + receipt).checks())
                .containsEntry(Check.TEXT, Check.Result.SAME);
        Verification more = of("I looked myself.\n" + MESSAGE + "\n" + receipt);
        assertThat(more.checks()).containsEntry(Check.TEXT, Check.Result.CONTAINED);
        assertThat(more.verdict()).isEqualTo(Verdict.VERIFIED);
    }

    @Test
    void G50_other_words_beside_a_genuine_receipt_are_altered() {
        String receipt = receipt().text();

        assertAltered(of("I did it all myself.\n" + receipt), Check.TEXT);
        assertAltered(of(MESSAGE.replace("> 0", "< 0") + "\n" + receipt), Check.TEXT);
        assertAltered(of(MESSAGE.replace("Nothing", "Something") + "\n" + receipt), Check.TEXT);
    }

    @Test
    void text_without_a_receipt_is_unknown_and_with_a_torn_one_altered() {
        assertThat(of("Codex says: all good.").verdict()).isEqualTo(Verdict.UNKNOWN);
        assertThat(of(receipt().text().substring(0, 80)).verdict()).isEqualTo(Verdict.ALTERED);
    }

    @Test
    void two_receipts_at_once_are_refused() throws IOException {
        Job other = end(2, "Other words.");
        Receipt second = new Receipts(root)
                .find(other, new JobDirectory(root.jobDirectory(other.id())))
                .orElseThrow();

        assertThatThrownBy(() -> of(receipt().text() + "\n" + second.text()))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.SEVERAL_RECEIPTS));
    }
}
