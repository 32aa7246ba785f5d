package dev.companion.db;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.DiskSpace;
import dev.companion.core.job.StateRoot;
import java.nio.channels.OverlappingFileLockException;
import java.sql.SQLException;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The words for everything that can be wrong with the database file. */
final class DatabaseFailures {
    /** The error code of {@link Jdbc} for a value that the program cannot have written. */
    static final int UNREADABLE_ROW = ErrorCode.FILE_CORRUPTED_1;

    /** Below are errors in statements and values, above those of the engine and its files. */
    private static final int FIRST_OF_ENGINE = ErrorCode.GENERAL_ERROR_1;

    private final StateRoot root;

    DatabaseFailures(StateRoot root) {
        this.root = root;
    }

    /** While a file that was in order was used. A bug of ours is thrown as such. */
    RuntimeException whileUsing(SQLException error) {
        if (error.getErrorCode() < FIRST_OF_ENGINE && !DiskSpace.ranOut(error, root.directory())) {
            return new IllegalStateException("the job store refused a statement", error);
        }
        return whileOpening(error);
    }

    /** While a file was opened or verified: whatever is wrong is wrong with the file. */
    Failure whileOpening(SQLException error) {
        if (isOpenInAnotherProcess(error)) {
            return new Failure(
                    FailureCode.STORE_BUSY,
                    "another program has opened the job store " + root.database(),
                    "close it there, then run the command again",
                    error);
        }
        if (DiskSpace.ranOut(error, root.directory())) {
            return DiskSpace.failure(root.directory(), error);
        }
        return damaged("is damaged (error " + error.getErrorCode() + ")", error);
    }

    /**
     * Whether to wait for another program, or to ask its user. This one never has a file open twice: what it finds locked
     * by itself is what the engine left open when it met damage.
     */
    static boolean isOpenInAnotherProcess(SQLException error) {
        if (error.getErrorCode() != ErrorCode.DATABASE_ALREADY_OPEN_1) {
            return false;
        }
        @Nullable Throwable cause = error;
        while (cause != null && !(cause instanceof OverlappingFileLockException)) {
            cause = cause.getCause();
        }
        return cause == null;
    }

    /** The file holds something else than a store. */
    Failure damaged(String what, Throwable cause) {
        return new Failure(FailureCode.STORE_DAMAGED, message(what), moveAside(), cause);
    }

    /** The file holds something else than a store. */
    Failure damaged(String what) {
        return new Failure(FailureCode.STORE_DAMAGED, message(what), moveAside());
    }

    /** The file is gone although a store was here. */
    Failure missing() {
        return new Failure(
                FailureCode.STORE_DAMAGED,
                message("is missing"),
                "put it back, or begin a new store: rm " + StateRoot.quoted(root.storeSeal())
                        + " (results stay readable in " + root.jobs() + ")");
    }

    /** The file has lost what was acknowledged. */
    Failure older(long found, long expected) {
        return new Failure(
                FailureCode.STORE_DAMAGED,
                message("has lost " + (expected - found) + " of " + expected + " writes: truncated, or an old copy"),
                "put the newest copy back, or go on with this one: rm " + StateRoot.quoted(root.storeSeal()));
    }

    /** A newer program has written the file. */
    Failure newer(int found, int known) {
        return new Failure(
                FailureCode.STORE_NEWER,
                message("has version " + found + ", this program knows version " + known),
                "use the newer companion that wrote it, or set COMPANION_HOME to another directory");
    }

    /** The file is there but not ours to use. */
    Failure inaccessible() {
        return new Failure(
                FailureCode.STATE_ROOT_UNWRITABLE,
                message("cannot be read and written by you"),
                "chmod 600 " + StateRoot.quoted(root.database()) + ", or as its owner give it to yourself");
    }

    private String message(String what) {
        return "the job store " + root.database() + " " + what;
    }

    private String moveAside() {
        String file = StateRoot.quoted(root.database());
        return "move it aside: mv -n " + file + " " + file + ".damaged && rm -f " + StateRoot.quoted(root.storeSeal())
                + " (results stay readable in " + root.jobs() + ")";
    }
}
