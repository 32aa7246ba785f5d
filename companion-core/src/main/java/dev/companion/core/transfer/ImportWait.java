package dev.companion.core.transfer;

import dev.companion.core.codex.CodexInspection;
import dev.companion.core.codex.ImportReport;
import dev.companion.core.failure.Failure;
import dev.companion.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Waits for the end of an import: what Codex says on one thread is taken in by another. Thread-safe. */
final class ImportWait implements CodexInspection.Listener {
    /** What came; empty is the end of Codex. */
    private final BlockingQueue<Optional<ImportReport>> reports = new LinkedBlockingQueue<>();

    /** How the wait ended. */
    sealed interface End {}

    /** The import is over. */
    record Reported(ImportReport report) implements End {}

    /** Codex ended first. */
    record Gone() implements End {}

    /** Neither came in time. */
    record TimeOver() implements End {}

    @Override
    public void notification(String method, JsonObject params) {
        if (method.equals(ImportReport.METHOD)) {
            reports.add(Optional.of(ImportReport.of(params)));
        }
    }

    @Override
    public void closed() {
        reports.add(Optional.empty());
    }

    /** Blocks until the import has ended, which it may have before its id was known. */
    End await(String importId, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (true) {
                Optional<ImportReport> next = reports.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (next == null) {
                    return new TimeOver();
                }
                if (next.isEmpty()) {
                    return new Gone();
                }
                if (next.get().importId().orElse(importId).equals(importId)) {
                    return new Reported(next.get());
                }
            }
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        }
    }
}
