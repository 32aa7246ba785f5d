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
import java.util.Map;
import java.util.Optional;

/**
 * Has Codex import a session of Claude Code, in an app-server of its own that lives as long as the import. Codex says which
 * thread it became; where it does not, its list of imports does. For one thread.
 */
public final class SessionTransfer {
    private final Environment environment;
    private final Server server;
    private final Duration limit;

    /** Starts an app-server with these variables. */
    @FunctionalInterface
    public interface Server {
        /**
         * Starts it.
         *
         * @throws IOException if it cannot be started
         */
        CodexInspection start(Map<String, String> variables, CodexInspection.Listener listener) throws IOException;
    }

    /**
     * Transfers with this Codex.
     *
     * @param limit how long the import itself may take
     */
    public SessionTransfer(Environment environment, Server server, Duration limit) {
        this.environment = environment;
        this.server = server;
        this.limit = limit;
    }

    /**
     * Imports it. A session that grew since its last import extends the same thread.
     *
     * @param projects where it lies
     * @param scratch an empty directory of the caller's
     * @throws Failure {@code IMPORT_UNSUPPORTED}, {@code IMPORT_FAILED}, {@code IMPORT_TIMEOUT}, {@code CODEX_BROKEN};
     *     {@code SESSION_UNUSABLE} or {@code DIRECTORY_MISSING} if Codex finds nothing to import in it
     */
    public Transfer run(ClaudeSession session, ClaudeProjects projects, Path scratch) {
        String digest = read(session, session::digest);
        Path directory = read(session, session::directory).orElse(scratch);
        ImportWait wait = new ImportWait();
        try (CodexInspection codex = start(projects, scratch, wait)) {
            codex.client().initialize();
            String importId = codex.client().importSession(session.file(), directory);
            return transfer(session, digest, reported(wait.await(importId, limit)));
        } catch (RpcFailure failure) {
            throw TransferFailures.of(failure);
        }
    }

    private CodexInspection start(ClaudeProjects projects, Path scratch, ImportWait wait) {
        try {
            return server.start(CodexPlace.variables(environment, projects.folder(), scratch), wait);
        } catch (IOException e) {
            throw new Failure(
                    FailureCode.CODEX_BROKEN, "codex app-server cannot be started", "see: companion doctor", e);
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

    /** @param digest of the transcript before the import */
    private Transfer transfer(ClaudeSession session, String digest, ImportReport report) {
        if (!report.threadIds().isEmpty()) {
            return new Transfer(report.threadIds().get(0), session, false);
        }
        if (!report.faults().isEmpty()) {
            throw TransferFailures.of(report.faults().get(0), session);
        }
        Optional<ImportLedger.Entry> entry =
                CodexPlace.home(environment).map(ImportLedger::new).flatMap(ledger -> ledger.find(session.file()));
        if (report.imported() > 0) {
            return new Transfer(entry.orElseThrow(TransferFailures::noThread).threadId(), session, false);
        }
        // Nothing was done and nothing is wrong: this very transcript was imported before, or there is nothing in it.
        return entry.filter(earlier -> earlier.digest().equals(digest))
                .map(earlier -> new Transfer(earlier.threadId(), session, true))
                .orElseThrow(() -> TransferFailures.nothing(session, read(session, session::directory)));
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T read(ClaudeSession session, Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new Failure(
                    FailureCode.FILE_UNREADABLE,
                    "cannot read " + session.file(),
                    "check the path and its permissions",
                    e);
        }
    }
}
