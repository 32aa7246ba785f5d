package dev.companion.core.transfer;

import dev.companion.core.codex.ImportReport;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.rpc.RpcFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What can go wrong with an import, in words. */
final class TransferFailures {
    private static final String AGAIN = "try it again: companion transfer";

    private TransferFailures() {}

    /** A request that got no result. Codex names what it knows, where it does not know a method or a kind of import. */
    static Failure of(RpcFailure failure) {
        if (failure.kind() == RpcFailure.Kind.ERROR && failure.message().contains("unknown variant")) {
            return new Failure(
                    FailureCode.IMPORT_UNSUPPORTED,
                    "this Codex cannot import sessions of Claude Code",
                    "update it: npm install -g @openai/codex",
                    failure);
        }
        if (failure.kind() == RpcFailure.Kind.TIMEOUT) {
            return new Failure(FailureCode.IMPORT_TIMEOUT, failure.message(), AGAIN, failure);
        }
        if (failure.kind() == RpcFailure.Kind.CLOSED) {
            return gone();
        }
        return new Failure(FailureCode.IMPORT_FAILED, line(failure.message()), "see: companion doctor", failure);
    }

    /** Codex's own reason. */
    static Failure of(ImportReport.Fault fault, ClaudeSession session) {
        return new Failure(
                FailureCode.IMPORT_FAILED,
                "Codex did not import " + session.file() + ": " + line(fault.message()),
                AGAIN);
    }

    static Failure timeOver(Duration limit) {
        return new Failure(
                FailureCode.IMPORT_TIMEOUT,
                "Codex did not finish the import within " + limit.toSeconds() + " s",
                "give it longer: companion transfer --timeout 10m");
    }

    static Failure gone() {
        return new Failure(FailureCode.CODEX_BROKEN, "Codex ended during the import", AGAIN);
    }

    static Failure noThread() {
        return new Failure(
                FailureCode.IMPORT_FAILED,
                "Codex imported the session and does not say as which thread",
                "look for it: codex resume; update Codex: npm install -g @openai/codex");
    }

    /**
     * Codex passes over a session without saying why.
     *
     * @param directory in which the session was begun
     */
    static Failure nothing(ClaudeSession session, Optional<Path> directory) {
        return directoryGone(session, directory)
                .orElseGet(() -> new Failure(
                        FailureCode.SESSION_UNUSABLE,
                        "Codex finds nothing to import in " + session.file(),
                        "a session needs a message of yours at least; another one: companion transfer --session ID"));
    }

    /** The same, of one that has a thread and something new. */
    static Failure passedOver(String thread, ClaudeSession session, Optional<Path> directory) {
        return directoryGone(session, directory)
                .orElseGet(() -> new Failure(
                        FailureCode.THREAD_WENT_ON,
                        "the thread of this session, " + thread
                                + ", went on in Codex since, and what is new in the session is not put into it",
                        "go on with it: codex resume " + thread + "; or transfer all to a new thread: "
                                + anew(session)));
    }

    private static Optional<Failure> directoryGone(ClaudeSession session, Optional<Path> directory) {
        return directory
                .filter(path -> !Files.isDirectory(path))
                .map(path -> new Failure(
                        FailureCode.DIRECTORY_MISSING,
                        "Codex does not import a session whose directory is gone: " + line(path.toString()),
                        "make that directory again, then: companion transfer --session " + session.id()));
    }

    static Failure threadGone(String thread, ClaudeSession session) {
        return new Failure(
                FailureCode.NO_SUCH_THREAD,
                "this session became thread " + thread + ", which Codex does not have any more",
                "transfer it to a new one: " + anew(session));
    }

    static Failure threadArchived(String thread, ClaudeSession session) {
        return new Failure(
                FailureCode.NO_SUCH_THREAD,
                "this session became thread " + thread + ", which is archived",
                "codex unarchive " + thread + "; or transfer it to a new one: " + anew(session));
    }

    private static String anew(ClaudeSession session) {
        return "companion transfer --fresh --session " + session.id();
    }

    /** Codex's words as one line without anything that a terminal would obey. */
    private static String line(String words) {
        return words.replaceAll("[\\s\\p{Cntrl}\\u2028\\u2029]+", " ").strip();
    }
}
