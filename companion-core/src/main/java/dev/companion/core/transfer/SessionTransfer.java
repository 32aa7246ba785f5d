package dev.companion.core.transfer;

import dev.companion.core.codex.CodexInspection;
import dev.companion.core.codex.ImportReport;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.rpc.RpcFailure;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Has Codex import a session of Claude Code, in an app-server of its own that lives as long as the import. Codex says which
 * thread it became; where it does not, its list of imports does. For one thread.
 */
public final class SessionTransfer {
    private final Environment environment;
    private final CodexInspection.Start start;
    private final Duration limit;

    /**
     * Transfers with this Codex.
     *
     * @param limit how long the import itself may take
     */
    public SessionTransfer(Environment environment, CodexInspection.Start start, Duration limit) {
        this.environment = environment;
        this.start = start;
        this.limit = limit;
    }

    /**
     * Imports it. A session that grew since its last import extends the same thread.
     *
     * @param otherwise where the thread is to work if the session does not tell
     * @throws Failure {@code IMPORT_UNSUPPORTED}, {@code IMPORT_FAILED}, {@code IMPORT_TIMEOUT} or {@code CODEX_BROKEN}
     */
    public Transfer run(ClaudeSession session, Path otherwise) {
        ImportWait wait = new ImportWait();
        ImportLedger ledger = ImportLedger.of(environment);
        boolean wasThere = ledger.thread(session.file()).isPresent();
        try (CodexInspection codex = CodexInspection.start(start, wait)) {
            codex.client().initialize();
            String importId = codex.client().importSession(session.file(), directory(session, otherwise));
            ImportReport report = reported(wait.await(importId, limit));
            String thread = thread(report, session, ledger);
            return new Transfer(thread, session, wasThere && report.imported() == 0);
        } catch (RpcFailure failure) {
            throw TransferFailures.of(failure);
        } catch (IOException e) {
            throw new Failure(
                    FailureCode.CODEX_BROKEN,
                    "codex app-server cannot be started: " + start.binary(),
                    "see: companion doctor",
                    e);
        }
    }

    private static Path directory(ClaudeSession session, Path otherwise) {
        try {
            return session.directory().orElse(otherwise);
        } catch (IOException e) {
            throw new Failure(
                    FailureCode.FILE_UNREADABLE,
                    "cannot read " + session.file(),
                    "check the path and its permissions",
                    e);
        }
    }

    private ImportReport reported(ImportWait.End end) {
        if (end instanceof ImportWait.TimeOver) {
            throw TransferFailures.timeOver(limit);
        }
        if (end instanceof ImportWait.Reported reported) {
            return reported.report();
        }
        throw TransferFailures.gone();
    }

    private static String thread(ImportReport report, ClaudeSession session, ImportLedger ledger) {
        if (!report.threadIds().isEmpty()) {
            return report.threadIds().get(0);
        }
        if (!report.faults().isEmpty()) {
            throw TransferFailures.of(report.faults().get(0), session);
        }
        // Nothing was done and nothing is wrong: it was imported before. Or Codex does not name the thread.
        return ledger.thread(session.file()).orElseThrow(TransferFailures::noThread);
    }
}
