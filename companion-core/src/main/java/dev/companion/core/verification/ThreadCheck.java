package dev.companion.core.verification;

import dev.companion.core.codex.ThreadAnswers.Told;
import dev.companion.core.codex.ThreadAnswers.Wanted;
import dev.companion.core.failure.Failure;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.JobRequestCodec;
import dev.companion.core.job.JobState;
import dev.companion.core.job.RemoteServer;
import dev.companion.core.job.Transport;
import dev.companion.core.receipt.Receipt;
import dev.companion.core.receipt.ReceiptField;
import dev.companion.core.worker.ThreadReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Compares a receipt with what Codex's thread says, and has the last word. For one thread. */
public final class ThreadCheck {
    private final Optional<ThreadReader> reader;
    private final Path scratch;

    private ThreadCheck(Optional<ThreadReader> reader, Path scratch) {
        this.reader = reader;
        this.scratch = scratch;
    }

    /** @param scratch an empty directory, deleted by the caller */
    public static ThreadCheck by(ThreadReader reader, Path scratch) {
        return new ThreadCheck(Optional.of(reader), scratch);
    }

    /** Leaves Codex out. */
    public static ThreadCheck none() {
        return new ThreadCheck(Optional.empty(), Path.of(""));
    }

    /**
     * Decides.
     *
     * @param directory of the job; empty if it was pruned
     * @throws Failure if Codex cannot be asked
     */
    void check(Findings findings, Optional<JobDirectory> directory) {
        Receipt receipt = findings.receipt();
        String stored = findings.result(Check.RECORD) == Check.Result.SAME
                ? "signed here, and what is stored is as it says"
                : "signed here; the job was pruned";
        Optional<String> thread = receipt.get(ReceiptField.THREAD);
        if (thread.isEmpty()) {
            findings.decide(Verdict.VERIFIED, stored + "; it had no thread in Codex");
            return;
        }
        if (reader.isEmpty()) {
            findings.decide(Verdict.VERIFIED, stored + "; Codex was not asked");
            return;
        }
        boolean isRemote = receipt.get(ReceiptField.TRANSPORT).equals(Optional.of(Transport.REMOTE.wireName()));
        Optional<RemoteServer> remote = isRemote ? directory.flatMap(ThreadCheck::remote) : Optional.empty();
        if (isRemote && remote.isEmpty()) {
            findings.note(Check.THREAD, Check.Result.MISSING);
            findings.decide(Verdict.THREAD_MISSING, stored + "; which server has the thread is not known any more");
            return;
        }
        Wanted wanted = new Wanted(
                thread.get(),
                receipt.get(ReceiptField.TURN),
                isCompleted(receipt) ? receipt.get(ReceiptField.SHA256) : Optional.empty());
        judge(findings, stored, reader.get().find(wanted, remote, scratch));
    }

    private static void judge(Findings findings, String stored, Optional<Told> told) {
        Receipt receipt = findings.receipt();
        boolean began = receipt.get(ReceiptField.TURN).isPresent()
                || receipt.get(ReceiptField.TURN_STATUS).isPresent();
        if (told.isEmpty() && !began) {
            findings.decide(Verdict.VERIFIED, stored + "; no turn began, and Codex keeps nothing of such a thread");
        } else if (told.isEmpty()) {
            findings.note(Check.THREAD, Check.Result.MISSING);
            findings.decide(Verdict.THREAD_MISSING, stored + "; Codex no longer has the thread");
        } else {
            judge(findings, stored, told.get());
        }
    }

    private static void judge(Findings findings, String stored, Told told) {
        Receipt receipt = findings.receipt();
        Optional<String> status = receipt.get(ReceiptField.TURN_STATUS);
        boolean hasWords = isCompleted(receipt)
                && !receipt.get(ReceiptField.BYTES).orElse("0").equals("0");
        if (!told.hasTurn() && status.isEmpty()) {
            // Codex never said how it ended, and may have been killed before it wrote a line of it.
            findings.note(Check.THREAD, Check.Result.MISSING);
            findings.decide(Verdict.THREAD_MISSING, stored + "; Codex has the thread, and not the turn");
        } else if (!told.hasTurn()) {
            findings.altered(Check.THREAD, Check.Result.DIFFERENT, "Codex's thread has no such turn");
        } else if (status.isPresent()
                && told.turnStatus().isPresent()
                && !told.turnStatus().equals(status)) {
            findings.altered(
                    Check.THREAD,
                    Check.Result.DIFFERENT,
                    "in Codex's thread the turn is " + told.turnStatus().get());
        } else if (hasWords && !told.hasAnswer()) {
            findings.altered(Check.THREAD, Check.Result.DIFFERENT, "Codex's thread does not have this final message");
        } else {
            findings.note(Check.THREAD, Check.Result.SAME);
            findings.decide(Verdict.VERIFIED, stored + ", in Codex's own thread, too");
        }
    }

    private static boolean isCompleted(Receipt receipt) {
        return receipt.get(ReceiptField.STATUS).equals(Optional.of(JobState.COMPLETED.wireName()));
    }

    private static Optional<RemoteServer> remote(JobDirectory directory) {
        try {
            JobRequest request = JobRequestCodec.decode(PrivateFiles.read(directory.request()));
            return request.remote();
        } catch (IOException | UncheckedIOException | NoSuchElementException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
