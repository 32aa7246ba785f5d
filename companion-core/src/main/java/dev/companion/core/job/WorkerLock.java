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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The lock that says whether a job's worker lives. The kernel frees it at any death, in any pid namespace, so there is
 * no heartbeat to miss and no pid to mistake.
 *
 * <p>Two bytes are locked. Whoever may end the job holds the first: its worker, or the command that judges a dead one. The
 * worker alone holds the second, so that nobody takes a judge for a worker.
 */
public final class WorkerLock implements AutoCloseable {
    /**
     * POSIX locks belong to the process: opening and closing the file a second time in this JVM would drop the lock. So a
     * path that this JVM holds is never opened again.
     */
    private static final Map<Path, Holder> HELD_HERE = new ConcurrentHashMap<>();

    private static final long OWNER_BYTE = 0;
    private static final long WORKER_BYTE = 1;

    private enum Holder {
        WORKER,
        JUDGE
    }

    private final Path file;
    private final FileChannel channel;

    private WorkerLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Takes the lock for the life of a worker, if nobody has it; never blocks. */
    public static Optional<WorkerLock> tryAcquire(JobDirectory directory) {
        return tryAcquire(directory, Holder.WORKER);
    }

    /** Takes the lock to end a job whose worker is dead, if nobody has it; never blocks. */
    public static Optional<WorkerLock> tryAcquireToJudge(JobDirectory directory) {
        return tryAcquire(directory, Holder.JUDGE);
    }

    private static Optional<WorkerLock> tryAcquire(JobDirectory directory, Holder holder) {
        Path file = directory.workerLock();
        if (HELD_HERE.putIfAbsent(file, holder) != null) {
            return Optional.empty();
        }
        Optional<WorkerLock> acquired = Optional.empty();
        try {
            acquired = open(file, holder);
            return acquired;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            if (acquired.isEmpty()) {
                HELD_HERE.remove(file);
            }
        }
    }

    private static Optional<WorkerLock> open(Path file, Holder holder) throws IOException {
        FileChannel channel = PrivateFiles.open(file, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = lock(channel, OWNER_BYTE) && (holder == Holder.JUDGE || lock(channel, WORKER_BYTE));
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? Optional.of(new WorkerLock(file, channel)) : Optional.empty();
    }

    private static boolean lock(FileChannel channel, long at) throws IOException {
        return channel.tryLock(at, 1, false) != null;
    }

    /**
     * Whether a lock that could not be taken is a living worker's. If not, it is another command's that judges the job at
     * this moment, or a worker's that begins or dies at this moment.
     */
    public static boolean isHeldByWorker(JobDirectory directory) {
        Path file = directory.workerLock();
        Holder here = HELD_HERE.putIfAbsent(file, Holder.JUDGE);
        if (here != null) {
            return here == Holder.WORKER;
        }
        // Shared, so that those who ask at the same time do not take each other for the worker.
        try (FileChannel channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                FileLock free = channel.tryLock(WORKER_BYTE, 1, true)) {
            return free == null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_HERE.remove(file);
        }
    }

    /** Whether a living process has the lock; a job without a lock file never had a worker. */
    public static boolean isHeld(JobDirectory directory) {
        if (HELD_HERE.containsKey(directory.workerLock())) {
            return true;
        }
        if (!Files.exists(directory.workerLock(), LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        Optional<WorkerLock> free = tryAcquireToJudge(directory);
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
