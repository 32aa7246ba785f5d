package dev.companion.core.verification;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.Receipts;
import dev.companion.core.job.Recovery;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.receipt.FileDigest;
import dev.companion.core.receipt.Receipt;
import dev.companion.core.receipt.ReceiptField;
import dev.companion.core.receipt.ReceiptKey;
import dev.companion.core.receipt.ReceiptText;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies receipts: the MAC first, then what is stored of the job, then the words that came with it, then Codex's own
 * thread. Changes nothing. For one thread.
 */
public final class Verifier {
    private final StateRoot root;
    private final JobStore store;
    private final Recovery recovery;
    private final Receipts receipts;
    private final ThreadCheck threads;

    /** @param threads asks Codex */
    public Verifier(StateRoot root, JobStore store, Recovery recovery, Receipts receipts, ThreadCheck threads) {
        this.root = root;
        this.store = store;
        this.recovery = recovery;
        this.receipts = receipts;
        this.threads = threads;
    }

    /** The receipt of a job that has ended. */
    public Verification ofJob(Job job) {
        return receipts.find(job, directory(job))
                .map(receipt -> check(receipt, Optional.empty()))
                .orElseGet(() -> withoutReceipt(job));
    }

    /** There may be a file, and it does not fit: that is not the same as none. */
    private Verification withoutReceipt(Job job) {
        if (!receipts.isThere(directory(job))) {
            return nothing(Verdict.UNKNOWN, "job " + job.id() + " has no receipt; it ended under an earlier version");
        }
        return receipts.stored(directory(job))
                .filter(receipt -> receipt.get(ReceiptField.JOB)
                        .equals(Optional.of(job.id().value())))
                .map(receipt -> check(receipt, Optional.empty()))
                .orElseGet(() -> nothing(Verdict.ALTERED, "the receipt of job " + job.id() + " was changed"));
    }

    /**
     * The receipt in a text.
     *
     * @throws Failure {@code SEVERAL_RECEIPTS}
     */
    public Verification ofText(String text) {
        ReceiptText.Found found = ReceiptText.find(text);
        if (found.receipts().size() > 1) {
            throw new Failure(
                    FailureCode.SEVERAL_RECEIPTS,
                    "there are " + found.receipts().size() + " receipts in it",
                    "verify one at a time: companion verify JOB");
        }
        if (found.receipts().isEmpty()) {
            return found.isBroken()
                    ? nothing(Verdict.ALTERED, "it begins like a receipt and does not go on like one")
                    : nothing(Verdict.UNKNOWN, "there is no receipt in it");
        }
        return check(found.receipts().get(0), Optional.of(text));
    }

    private static Verification nothing(Verdict verdict, String reason) {
        return new Verification(verdict, reason, Optional.empty(), Map.of());
    }

    private Verification check(Receipt receipt, Optional<String> pasted) {
        Findings findings = new Findings(receipt);
        Optional<Job> job = receipt.get(ReceiptField.JOB)
                .filter(JobId::isWellFormed)
                .map(JobId::new)
                .flatMap(store::find)
                .map(recovery::reconcile);
        try {
            checkSignature(findings, job);
            if (!findings.isDecided()) {
                checkStored(findings, job, pasted);
            }
        } catch (IOException e) {
            throw StoreFailures.of(e, root.directory());
        }
        if (!findings.isDecided()) {
            threads.check(findings, job.map(this::directory));
        }
        return findings.verdict();
    }

    private void checkSignature(Findings findings, Optional<Job> job) throws IOException {
        Receipt receipt = findings.receipt();
        Optional<ReceiptKey> key = ReceiptKey.find(root.receiptKey());
        boolean ours = key.map(ReceiptKey::id).equals(receipt.get(ReceiptField.KEY));
        if (!ours && hasReceiptOfOurs(job, key)) {
            findings.altered(
                    Check.SIGNATURE, Check.Result.DIFFERENT, "the receipt was changed: it is not the job's own");
        } else if (!ours) {
            findings.decide(Verdict.UNKNOWN, "it was not signed with the key of this state directory");
        } else if (!key.orElseThrow().signed(receipt)) {
            findings.altered(Check.SIGNATURE, Check.Result.DIFFERENT, "the receipt was changed: its MAC does not fit");
        } else {
            findings.note(Check.SIGNATURE, Check.Result.SAME);
        }
    }

    private boolean hasReceiptOfOurs(Optional<Job> job, Optional<ReceiptKey> key) {
        return key.isPresent()
                && job.filter(known -> !known.isActive())
                        .flatMap(known -> receipts.find(known, directory(known)))
                        .filter(key.get()::signed)
                        .isPresent();
    }

    private void checkStored(Findings findings, Optional<Job> known, Optional<String> pasted) throws IOException {
        if (known.isEmpty()) {
            findings.note(Check.RECORD, Check.Result.MISSING);
            return;
        }
        Job job = known.get();
        JobDirectory directory = directory(job);
        if (!Receipts.fits(findings.receipt(), job)) {
            findings.altered(Check.RECORD, Check.Result.DIFFERENT, "the record of the job says something else");
            return;
        }
        findings.note(Check.RECORD, Check.Result.SAME);
        checkFile(findings, Check.OUTPUT, directory.output(), ReceiptField.SHA256, "the stored final message");
        checkFile(findings, Check.REVIEW, directory.review(), ReceiptField.REVIEW, "the stored review");
        if (pasted.isPresent() && findings.result(Check.OUTPUT) == Check.Result.SAME && job.kind() == JobKind.TASK) {
            Check.Result text = PastedText.compare(pasted.get(), findings.receipt(), directory.output());
            findings.note(Check.TEXT, text);
            if (text == Check.Result.DIFFERENT) {
                findings.decide(
                        Verdict.ALTERED, "the receipt is genuine, and the words beside it are not what Codex said");
            }
        }
    }

    private static void checkFile(Findings findings, Check check, Path file, ReceiptField field, String what)
            throws IOException {
        if (findings.isDecided()) {
            return;
        }
        Optional<String> said = findings.receipt().get(field);
        Optional<String> found = FileDigest.of(file).map(FileDigest::sha256);
        if (said.isPresent() && found.isEmpty()) {
            findings.altered(check, Check.Result.MISSING, what + " is gone");
        } else if (!said.equals(found)) {
            findings.altered(check, Check.Result.DIFFERENT, what + " was changed");
        } else if (said.isPresent()) {
            findings.note(check, Check.Result.SAME);
        }
    }

    private JobDirectory directory(Job job) {
        return new JobDirectory(root.jobDirectory(job.id()));
    }
}
