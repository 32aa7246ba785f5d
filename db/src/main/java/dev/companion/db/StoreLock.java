package dev.companion.db;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.StoreFailures;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The lock that serialises the sessions of one database, between threads and between processes.
 *
 * <p>The kernel queues the waiting processes, so that none starves. An OS lock belongs to the process, therefore the
 * threads of this one queue before it, at a lock that all stores of the same directory share. Held and released by the
 * same thread.
 */
final class StoreLock {
    private static final Map<Path, ReentrantLock> IN_THIS_PROCESS = new ConcurrentHashMap<>();

    private final StateRoot root;
    private final Duration deadline;

    StoreLock(StateRoot root, Duration deadline) {
        this.root = root;
        this.deadline = deadline;
    }

    /**
     * Blocks until the lock is held, then runs the work and releases the lock.
     *
     * @throws Failure with {@code STORE_BUSY} after the deadline
     */
    <T> T holding(Supplier<T> work) {
        long end = System.nanoTime() + deadline.toNanos();
        ReentrantLock threads = threads();
        acquire(threads);
        try {
            FileChannel locked = lockedFile(end);
            try {
                return work.get();
            } finally {
                release(locked);
            }
        } finally {
            threads.unlock();
        }
    }

    /** After how long whoever wants it gives up. */
    Duration deadline() {
        return deadline;
    }

    /** Whether nobody has it at this moment. Never blocks, and keeps nobody from taking it for longer than that moment. */
    boolean isFree() {
        ReentrantLock threads = threads();
        if (!threads.tryLock()) {
            return false;
        }
        try (FileChannel channel =
                        FileChannel.open(root.storeLock(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
                FileLock probe = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return probe != null;
        } catch (IOException e) {
            // Whoever wants to write makes the file first.
            return true;
        } finally {
            threads.unlock();
        }
    }

    private void acquire(ReentrantLock threads) {
        try {
            if (!threads.tryLock(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                throw busy();
            }
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        }
    }

    private ReentrantLock threads() {
        Path key;
        try {
            key = root.directory().toRealPath();
        } catch (IOException e) {
            throw StoreFailures.of(e, root.directory());
        }
        return IN_THIS_PROCESS.computeIfAbsent(key, any -> new ReentrantLock(true));
    }

    private FileChannel lockedFile(long end) {
        try {
            FileChannel channel = PrivateFiles.open(root.storeLock(), StandardOpenOption.WRITE);
            try {
                lock(channel, end);
                return channel;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw StoreFailures.of(e, root.storeLock());
        }
    }

    private void lock(FileChannel channel, long end) throws IOException {
        if (channel.tryLock() == null) {
            waitInKernel(channel, end);
        }
    }

    private static void release(FileChannel locked) {
        try {
            locked.close();
        } catch (IOException e) {
            // The kernel drops the lock with the file descriptor even if closing reports an error.
        }
    }

    /** There is no blocking lock with a deadline: closing the file ends the wait. */
    private void waitInKernel(FileChannel channel, long end) throws IOException {
        AtomicBoolean decided = new AtomicBoolean();
        CountDownLatch over = new CountDownLatch(1);
        Thread watch = new Thread(() -> closeAt(end, channel, decided, over), "store-lock-deadline");
        watch.setDaemon(true);
        watch.start();
        try {
            channel.lock();
            if (!decided.compareAndSet(false, true)) {
                throw busy();
            }
        } catch (AsynchronousCloseException e) {
            throw busy();
        } finally {
            over.countDown();
        }
    }

    private static void closeAt(long end, FileChannel channel, AtomicBoolean decided, CountDownLatch over) {
        try {
            boolean inTime = over.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (!inTime && decided.compareAndSet(false, true)) {
                channel.close();
            }
        } catch (IOException | InterruptedException e) {
            // Nobody interrupts this thread, and a file that cannot be closed leaves the wait to the kernel.
            Thread.currentThread().interrupt();
        }
    }

    private Failure busy() {
        return new Failure(
                FailureCode.STORE_BUSY,
                "the job store " + root.database() + " was in use for " + deadline.toSeconds() + " seconds",
                "run the command again; if it stays so, find the process: fuser -v "
                        + StateRoot.quoted(root.storeLock()));
    }
}
