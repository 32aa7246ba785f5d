package dev.companion.cli.render;

import dev.companion.cli.app.App;
import dev.companion.core.change.Discrepancy;
import dev.companion.core.change.TreeRecord;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.receipt.Receipt;
import java.io.UncheckedIOException;
import java.util.Optional;

/** What is kept of an ended job beside its result: its receipt, and what git says of its working tree. */
public final class JobEvidence {
    private final App app;

    /** Reads below the program's state directory. */
    public JobEvidence(App app) {
        this.app = app;
    }

    /** The receipt; one that is missing because whoever ended the job was killed before it was sealed is made up for. */
    public Optional<Receipt> receipt(Job job) {
        if (job.isActive()) {
            return Optional.empty();
        }
        Optional<Receipt> receipt = app.receipts().find(job, directory(job));
        return receipt.isPresent() ? receipt : sealed(job);
    }

    private Optional<Receipt> sealed(Job job) {
        try {
            app.recovery().seal(job);
            return app.receipts().find(job, directory(job));
        } catch (UncheckedIOException e) {
            // A disk that cannot be written: what there is can still be shown.
            return Optional.empty();
        }
    }

    /** What git says; empty if the job could not write, or not in a working tree. */
    public Optional<TreeRecord> changes(Job job) {
        return TreeRecord.read(directory(job));
    }

    static Discrepancy discrepancy(Job job, TreeRecord record) {
        return Discrepancy.of(job.result().touchedFiles(), job.cwd(), record);
    }

    private JobDirectory directory(Job job) {
        return new JobDirectory(app.root().jobDirectory(job.id()));
    }
}
