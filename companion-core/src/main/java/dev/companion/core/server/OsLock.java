package dev.companion.core.server;

import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * An exclusive lock of the operating system on a file; the kernel frees it at any death of its holder. POSIX locks belong to
 * the process: a file that is locked here must not be opened a second time in this process.
 */
final class OsLock implements AutoCloseable {
    private final FileChannel channel;

    private OsLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Takes the lock if it is free; makes the file if it is not there. */
    static Optional<OsLock> tryAcquire(Path file) throws IOException {
        FileChannel channel = PrivateFiles.open(file, StandardOpenOption.WRITE);
        boolean locked = false;
        try {
            locked = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            locked = false;
        } finally {
            if (!locked) {
                channel.close();
            }
        }
        return locked ? Optional.of(new OsLock(channel)) : Optional.empty();
    }

    /** Whether another process has it; a file that is not there is free. */
    static boolean isHeld(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try {
            Optional<OsLock> free = tryAcquire(file);
            free.ifPresent(OsLock::close);
            return free.isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
