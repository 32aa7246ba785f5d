package dev.companion.core.job;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells whether a write failed for want of space. */
public final class DiskSpace {
    private static final long TOO_LITTLE = 64 * 1024;
    private static final int DEEPEST_CAUSE = 20;
    private static final List<String> WORDS =
            List.of("no space left", "quota exceeded", "file too large", "not enough space");

    private DiskSpace() {}

    /** Whether the error, or what caused it, says so; or else whether the disk of the directory is full. */
    public static boolean ranOut(Throwable error, Path directory) {
        @Nullable Throwable cause = error;
        for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
            if (cause instanceof IOException && saysSo(cause)) {
                return true;
            }
            cause = cause.getCause();
        }
        return isFull(directory);
    }

    private static boolean saysSo(Throwable error) {
        String words = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        return WORDS.stream().anyMatch(words::contains);
    }

    /** The system's words may be in another language. */
    private static boolean isFull(Path directory) {
        try {
            FileStore disk = Files.getFileStore(directory);
            return !disk.isReadOnly() && disk.getUsableSpace() < TOO_LITTLE;
        } catch (IOException e) {
            return false;
        }
    }

    /** The failure that says so. */
    public static Failure failure(Path directory, Throwable cause) {
        return new Failure(
                FailureCode.STORE_FULL,
                "no space is left for the state directory " + directory,
                "free some space (companion prune removes old finished jobs), then run the command again",
                cause);
    }
}
