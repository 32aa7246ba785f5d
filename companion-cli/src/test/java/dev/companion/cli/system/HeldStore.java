package dev.companion.cli.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The lock of a job store in the hand of the test, as a command has it that was stopped in the middle of a session. */
final class HeldStore implements AutoCloseable {
    private final FileChannel channel;

    private HeldStore(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the session that runs, and holds the lock until it is closed. */
    static HeldStore of(Path root) throws IOException {
        FileChannel channel = FileChannel.open(root.resolve("store.lock"), StandardOpenOption.WRITE);
        channel.lock();
        return new HeldStore(channel);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
