package dev.companion.core.job;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.receipt.FileDigest;
import dev.companion.core.receipt.Receipt;
import dev.companion.core.receipt.ReceiptField;
import dev.companion.core.receipt.ReceiptKey;
import dev.companion.core.receipt.ReceiptText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The receipts of jobs: signed when a job ends, before its record says so, and kept beside its outcome. One that does not
 * fit the record is left over from an end that did not come about, and is none. Thread-safe.
 */
public final class Receipts {
    private static final Set<ReceiptField> OF_THE_RECORD = EnumSet.complementOf(EnumSet.of(
            ReceiptField.TURN_STATUS, ReceiptField.SHA256, ReceiptField.BYTES, ReceiptField.REVIEW, ReceiptField.KEY));

    private final Path keyFile;

    /** With the key of the state directory. */
    public Receipts(StateRoot root) {
        this.keyFile = root.receiptKey();
    }

    /**
     * Signs what an ended job came to, with the output file as it is now. A key that cannot be used costs the receipt and
     * not the end.
     *
     * @param ended as the record will say
     * @param turnStatus what Codex said of the turn
     */
    void issue(Job ended, Optional<String> turnStatus, JobDirectory directory) {
        try {
            ReceiptKey key = ReceiptKey.findOrMake(keyFile);
            Receipt receipt = key.sign(fields(ended, turnStatus, directory));
            byte[] line = (receipt.text() + "\n").getBytes(StandardCharsets.US_ASCII);
            PrivateFiles.writeSharedDurably(directory.receipt(), out -> out.write(line));
        } catch (ReceiptKey.Unusable e) {
            // Not a constant: a status that ends nothing must not pay for the logging.
            Logger log = LoggerFactory.getLogger(Receipts.class);
            log.warn("job {} gets no receipt: {}", ended.id(), e.getMessage());
        } catch (IOException e) {
            throw StoreFailures.of(e, directory.path());
        }
    }

    /** The receipt of an ended job; empty if it has none: it ended under an earlier version, for instance. */
    public Optional<Receipt> find(Job ended, JobDirectory directory) {
        return stored(directory).filter(receipt -> fits(receipt, ended));
    }

    /** Whether there is a file for one, whatever it holds. */
    public boolean isThere(JobDirectory directory) {
        return Files.exists(directory.receipt(), LinkOption.NOFOLLOW_LINKS);
    }

    /** The receipt that is kept in the directory, whether it fits the record or not. */
    public Optional<Receipt> stored(JobDirectory directory) {
        try {
            String text = new String(PrivateFiles.read(directory.receipt()), StandardCharsets.US_ASCII);
            List<Receipt> receipts = ReceiptText.find(text).receipts();
            return receipts.size() == 1 ? Optional.of(receipts.get(0)) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailures.of(e, directory.receipt());
        }
    }

    /** Whether a receipt says of a job what its record says. */
    public static boolean fits(Receipt receipt, Job job) {
        Map<ReceiptField, String> said = new EnumMap<>(receipt.fields());
        said.keySet().retainAll(OF_THE_RECORD);
        return said.equals(recorded(job));
    }

    private static Map<ReceiptField, String> recorded(Job job) {
        Map<ReceiptField, String> fields = new EnumMap<>(ReceiptField.class);
        Effective effective = job.effective();
        fields.put(ReceiptField.JOB, job.id().value());
        fields.put(ReceiptField.KIND, job.kind().wireName());
        fields.put(ReceiptField.STATUS, job.state().wireName());
        job.ending().flatMap(Ending::reason).ifPresent(reason -> fields.put(ReceiptField.REASON, reason.wireName()));
        job.threadId().ifPresent(thread -> fields.put(ReceiptField.THREAD, thread));
        job.turnId().ifPresent(turn -> fields.put(ReceiptField.TURN, turn));
        effective.model().ifPresent(model -> fields.put(ReceiptField.MODEL, model));
        effective.sandbox().ifPresent(sandbox -> fields.put(ReceiptField.SANDBOX, sandbox.wireName()));
        fields.put(
                ReceiptField.TRANSPORT,
                effective.transport().orElse(job.asked().transport()).wireName());
        effective.codexVersion().ifPresent(version -> fields.put(ReceiptField.CODEX, version));
        fields.put(ReceiptField.CREATED, Timestamps.format(job.createdAt()));
        job.startedAt().ifPresent(at -> fields.put(ReceiptField.STARTED, Timestamps.format(at)));
        job.completedAt().ifPresent(at -> fields.put(ReceiptField.COMPLETED, Timestamps.format(at)));
        return fields;
    }

    private static Map<ReceiptField, String> fields(Job job, Optional<String> turnStatus, JobDirectory directory)
            throws IOException {
        Map<ReceiptField, String> fields = recorded(job);
        turnStatus.ifPresent(status -> fields.put(ReceiptField.TURN_STATUS, status));
        FileDigest.of(directory.output()).ifPresent(output -> {
            fields.put(ReceiptField.SHA256, output.sha256());
            fields.put(ReceiptField.BYTES, Long.toString(output.bytes()));
        });
        FileDigest.of(directory.review()).ifPresent(review -> fields.put(ReceiptField.REVIEW, review.sha256()));
        return fields;
    }
}
