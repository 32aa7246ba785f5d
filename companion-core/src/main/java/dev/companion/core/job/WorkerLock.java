package dev.companion.core.job;

import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock that says whether a job's worker lives. The kernel frees it at any death, in any pid namespace, so there is
 * no heartbeat to miss and no pid to mistake.
 */
public final class WorkerLock implements AutoCloseable {
    /**
     * POSIX locks belong to the process: opening and closing the file a second time in this JVM would drop the lock. So a
     * path that this JVM holds is never opened again.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private WorkerLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock if nobody has it; never blocks. */
    public static Optional<WorkerLock> tryAcquire(JobDirectory directory) {
        Path file = directory.workerLock();
        if (!HELD_HERE.add(file)) {
            return Optional.empty();
        }
        Optional<WorkerLock> acquired = Optional.empty();
        try {
            acquired = open(file);
            return acquired;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (acquired.isEmpty()) {
                HELD_HERE.remove(file);
            }
        }
    }

    private static Optional<WorkerLock> open(Path file) throws IOException {
        FileChannel channel = PrivateFiles.open(file, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        return lock == null ? Optional.empty() : Optional.of(new WorkerLock(file, channel));
    }

    /** Whether a living process has the lock; a job without a lock file never had a worker. */
    public static boolean isHeld(JobDirectory directory) {
        if (HELD_HERE.contains(directory.workerLock())) {
            return true;
        }
        if (!Files.exists(directory.workerLock(), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Optional<WorkerLock> free = tryAcquire(directory);
        free.ifPresent(WorkerLock::close);
        return free.isEmpty();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
