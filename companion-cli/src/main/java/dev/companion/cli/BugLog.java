package dev.companion.cli;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.StateRoot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Keeps where an unforeseen error happened, in {@code bugs.log} of the state directory. */
final class BugLog {
    private BugLog() {}

    /**
     * Appends the stack trace, without messages: they may hold words of a prompt.
     *
     * @return the file, or empty if it cannot be written
     */
    static Optional<Path> append(Throwable bug, Supplier<StateRoot> root) {
        StringBuilder text = new StringBuilder(Instant.now().toString()).append('\n');
        for (Throwable cause = bug; cause != null; cause = cause.getCause()) {
            text.append(cause.getClass().getName()).append('\n');
            for (StackTraceElement element : cause.getStackTrace()) {
                text.append("    ").append(element).append('\n');
            }
        }
        try {
            Path file = root.get().directory().resolve("bugs.log");
            try (FileChannel channel = PrivateFiles.open(file, StandardOpenOption.WRITE)) {
                channel.position(channel.size());
                channel.write(ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8)));
            }
            return Optional.of(file);
        } catch (IOException | RuntimeException e) {
            // Perhaps this is what went wrong in the first place; it is told without the file.
            return Optional.empty();
        }
    }
}
