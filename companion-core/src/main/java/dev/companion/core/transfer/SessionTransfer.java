package dev.companion.core.transfer;

import dev.companion.core.codex.CodexClient;
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
    private final Path scratch;
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
     * @param scratch an empty directory of the caller's
     * @param limit how long the import itself may take
     */
    public SessionTransfer(Environment environment, Server server, Path scratch, Duration limit) {
        this.environment = environment;
        this.server = server;
        this.scratch = scratch;
        this.limit = limit;
    }

    /**
     * Imports it. A session that grew since its last import extends the same thread, as long as that did not go on by itself.
     *
     * @param projects where it lies
     * @throws Failure {@code IMPORT_UNSUPPORTED}, {@code IMPORT_FAILED}, {@code IMPORT_TIMEOUT}, {@code CODEX_BROKEN};
     *     {@code SESSION_UNUSABLE} or {@code DIRECTORY_MISSING} if Codex finds nothing to import in it;
     *     {@code NO_SUCH_THREAD} or {@code THREAD_WENT_ON} if the thread of an earlier import is not what the session is
     */
    public Transfer again(ClaudeSession session, ClaudeProjects projects) {
        String digest = read(session, session::digest);
        CodexView view = view(() -> CodexView.of(session, environment, projects.folder(), scratch));
        return run(session, view, (codex, report) -> again(codex, session, digest, report));
    }

    /**
     * Imports it as a new thread, whatever was imported before.
     *
     * @throws Failure as {@link #again}, without those about an earlier import
     */
    public Transfer anew(ClaudeSession session) {
        CodexView view = view(() -> CodexView.ofCopy(session, environment, scratch));
        return run(
                session,
                view,
                (codex, report) -> done(report, session, view)
                        .orElseThrow(() -> TransferFailures.nothing(session, directory(session))));
    }

    /** What the end of an import means. */
    @FunctionalInterface
    private interface Judgement {
        Transfer of(CodexClient codex, ImportReport report);
    }

    private Transfer run(ClaudeSession session, CodexView view, Judgement judgement) {
        Path directory = directory(session).orElse(scratch);
        ImportWait wait = new ImportWait();
        try (CodexInspection inspection = server.start(view.variables(), wait)) {
            CodexClient codex = inspection.client();
            codex.initialize();
            String importId = codex.importSession(view.transcript(), directory);
            return judgement.of(codex, reported(wait.await(importId, limit)));
        } catch (RpcFailure failure) {
            throw TransferFailures.of(failure);
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

    /** The transfer if something was imported; empty if Codex did nothing and does not say why. */
    private Optional<Transfer> done(ImportReport report, ClaudeSession session, CodexView view) {
        if (!report.faults().isEmpty()) {
            throw TransferFailures.of(report.faults().get(0), session);
        }
        if (report.imported() == 0) {
            return Optional.empty();
        }
        String thread = report.threadIds().stream()
                .findFirst()
                .or(() -> entry(view.transcript()).map(ImportLedger.Entry::threadId))
                .orElseThrow(TransferFailures::noThread);
        return Optional.of(new Transfer(thread, session, false));
    }

    private Optional<ImportLedger.Entry> entry(Path transcript) {
        return CodexView.codexHome(environment).map(ImportLedger::new).flatMap(ledger -> ledger.find(transcript));
    }

    /** @param digest of the transcript before the import */
    private Transfer again(CodexClient codex, ClaudeSession session, String digest, ImportReport report) {
        Optional<Transfer> done = done(report, session, new CodexView(Map.of(), session.file()));
        if (done.isPresent()) {
            return done.get();
        }
        ImportLedger.Entry earlier =
                entry(session.file()).orElseThrow(() -> TransferFailures.nothing(session, directory(session)));
        String thread = earlier.threadId();
        return switch (codex.presence(thread)) {
            case GONE -> throw TransferFailures.threadGone(thread, session);
            case ARCHIVED -> throw TransferFailures.threadArchived(thread, session);
            case THERE -> {
                if (!earlier.digest().equals(digest)) {
                    throw TransferFailures.passedOver(thread, session, directory(session));
                }
                yield new Transfer(thread, session, true);
            }
        };
    }

    private static Optional<Path> directory(ClaudeSession session) {
        return read(session, session::directory);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    private CodexView view(Reading<CodexView> making) {
        try {
            return making.read();
        } catch (IOException e) {
            throw new Failure(
                    FailureCode.IMPORT_FAILED,
                    "cannot prepare the import in " + scratch,
                    "check that the temporary directory can be written and has room",
                    e);
        }
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
