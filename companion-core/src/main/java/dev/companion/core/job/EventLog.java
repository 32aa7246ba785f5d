package dev.companion.core.job;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Appends to a job's event log. There is one writer at a time: the submitter before the worker is started, then whoever
 * holds the worker's lock. A line that a killed writer left torn is cut off, so that {@code seq} has no gap. Thread-safe.
 */
public final class EventLog implements AutoCloseable {
    private final JobId jobId;
    private final InstantSource clock;
    private final FileChannel channel;
    private long lastSeq;
    private boolean finished;

    private EventLog(JobId jobId, InstantSource clock, FileChannel channel) {
        this.jobId = jobId;
        this.clock = clock;
        this.channel = channel;
    }

    /** Opens the log of a job for appending, created if it is not there. */
    public static EventLog open(JobDirectory directory, JobId jobId, InstantSource clock) {
        try {
            FileChannel channel =
                    PrivateFiles.open(directory.events(), StandardOpenOption.READ, StandardOpenOption.WRITE);
            EventLog log = new EventLog(jobId, clock, channel);
            log.continueAfterLastLine();
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void continueAfterLastLine() throws IOException {
        LogTail tail = LogTail.of(channel);
        channel.truncate(tail.endOfLastLine());
        channel.position(tail.endOfLastLine());
        Optional<Event> last = tail.lastLine().map(Event::decode);
        lastSeq = last.map(Event::seq).orElse(0L);
        finished = last.filter(EventLog::isLast).isPresent();
    }

    private static boolean isLast(Event event) {
        return event.type() == EventType.JOB_FINISHED;
    }

    /** Whether the log of a job has its last event; only reads. */
    static boolean isFinished(JobDirectory directory) {
        Set<OpenOption> reading = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        try (FileChannel channel = FileChannel.open(directory.events(), reading)) {
            return LogTail.of(channel)
                    .lastLine()
                    .map(Event::decode)
                    .filter(EventLog::isLast)
                    .isPresent();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends an event; after {@code job.finished} nothing is written any more. */
    public synchronized void append(EventType type, Map<String, @Nullable Object> data) {
        if (finished) {
            return;
        }
        Event event = new Event(lastSeq + 1, clock.instant(), jobId, type, JsonObject.of(data));
        byte[] line = event.encode();
        ByteBuffer buffer =
                ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n').flip();
        try {
            writeWhole(buffer);
            lastSeq++;
            if (type == EventType.JOB_FINISHED) {
                finished = true;
                channel.force(true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void writeWhole(ByteBuffer line) throws IOException {
        long start = channel.position();
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException e) {
            if (channel.isOpen()) {
                // The disk is full: the next event must not continue a torn line.
                channel.truncate(start);
            }
            throw e;
        }
    }

    /** Whether the log has its last event. */
    public synchronized boolean isFinished() {
        return finished;
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
