package dev.companion.core.job;

import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.util.SplittableRandom;

/** Space on the disk that a job takes when it starts, so that its end can be recorded on a disk that is full by then. */
public final class SpaceReserve {
    /** A session of the store, the read model, the outcome and the last event, several times over. */
    private static final int BYTES = 256 * 1024;

    private SpaceReserve() {}

    /** Takes it; on a disk that is full already the job goes on without. */
    public static void take(JobDirectory directory) {
        byte[] bytes = new byte[BYTES];
        // A file system may keep a file of zeros in no space at all.
        new SplittableRandom(BYTES).nextBytes(bytes);
        try {
            PrivateFiles.writeWhole(directory.reserve(), out -> out.write(bytes));
        } catch (IOException e) {
            release(directory);
        }
    }

    /** Gives it back. */
    public static void release(JobDirectory directory) {
        try {
            Files.deleteIfExists(directory.reserve());
        } catch (IOException e) {
            // It stays until the job is pruned.
            return;
        }
    }
}
