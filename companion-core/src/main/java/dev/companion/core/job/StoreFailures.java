package dev.companion.core.job;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;

/** Says what an I/O error in the state directory means to the user. */
public final class StoreFailures {
    private StoreFailures() {}

    /** The failure behind an error while the file or directory was used. */
    public static Failure of(IOException error, Path path) {
        if (DiskSpace.ranOut(error, path)) {
            return DiskSpace.failure(path, error);
        }
        String text = String.valueOf(error.getMessage());
        if (error instanceof AccessDeniedException || text.contains("Read-only")) {
            return new Failure(
                    FailureCode.STATE_ROOT_UNWRITABLE,
                    path + " cannot be used: it is not yours to write",
                    "set COMPANION_HOME to a directory of your own that can be written",
                    error);
        }
        return new Failure(
                FailureCode.STATE_ROOT_UNWRITABLE,
                path + " cannot be used: " + error.getClass().getSimpleName(),
                "check the disk, or set COMPANION_HOME to another directory",
                error);
    }
}
