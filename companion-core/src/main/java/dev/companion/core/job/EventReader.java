package dev.companion.core.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a job's event log from a position onwards, in bounded memory, while it grows. Takes no lock and delays no
 * writer. Not thread-safe.
 */
public final class EventReader implements AutoCloseable {
    private static final int PREVIEW_BYTES = 64 * 1024;

    private final Path file;
    private final ByteBuffer buffer = ByteBuffer.allocate(32 * 1024);
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(1024);
    private @Nullable FileChannel channel;
    private long position;
    private boolean skipFirstLine;

    private EventReader(Path file) {
        this.file = file;
    }

    /** Reads from the beginning; the log may not be there yet. */
    public static EventReader fromStart(JobDirectory directory) {
        return new EventReader(directory.events());
    }

    /** Reads only the last events, enough for a preview of what a job is doing. */
    public static EventReader fromRecent(JobDirectory directory) {
        EventReader reader = new EventReader(directory.events());
        reader.openIfThere().ifPresent(open -> {
            long size = size(open);
            reader.position = Math.max(0, size - PREVIEW_BYTES);
            reader.skipFirstLine = reader.position > 0;
        });
        return reader;
    }

    /** Hands over every whole line that is there now, raw, without its end. */
    public void readLines(Consumer<byte[]> consumer) {
        Optional<FileChannel> open = openIfThere();
        if (open.isEmpty()) {
            return;
        }
        try {
            while (open.get().read(buffer.clear(), position) > 0) {
                position += buffer.position();
                split(consumer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands over every event that is there now. */
    public void readEvents(Consumer<Event> consumer) {
        readLines(bytes -> consumer.accept(Event.decode(bytes)));
    }

    private void split(Consumer<byte[]> consumer) {
        buffer.flip();
        while (buffer.hasRemaining()) {
            byte next = buffer.get();
            if (next != '\n') {
                line.write(next);
                continue;
            }
            byte[] whole = line.toByteArray();
            line.reset();
            if (skipFirstLine) {
                skipFirstLine = false;
                continue;
            }
            consumer.accept(whole);
        }
    }

    private Optional<FileChannel> openIfThere() {
        if (channel == null) {
            try {
                channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Optional.of(channel);
    }

    private static long size(FileChannel channel) {
        try {
            return channel.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
