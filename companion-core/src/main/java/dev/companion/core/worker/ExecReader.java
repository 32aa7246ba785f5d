package dev.companion.core.worker;

import dev.companion.core.codex.ExecCollector;
import dev.companion.core.codex.TurnEvent;
import dev.companion.core.job.EventType;
import dev.companion.core.json.Json;
import dev.companion.core.rpc.ReportingChild;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what one {@code codex exec} reports, on a thread of its own, and takes it to the recorder. Survives what is not JSON. */
final class ExecReader {
    private static final Logger LOG = LoggerFactory.getLogger(ExecReader.class);

    private final ReportingChild child;
    private final Journal journal;
    private final TurnRecorder recorder;
    private final Optional<String> resumed;
    private final AtomicLong lastInboundNanos;
    private final ExecCollector collector;
    private final CompletableFuture<String> thread = new CompletableFuture<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private volatile Optional<IOException> broken = Optional.empty();

    /**
     * A reader that has not begun.
     *
     * @param resumed the thread that Codex was told to go on with
     * @param lastInboundNanos is set with every line
     */
    ExecReader(
            ReportingChild child,
            Journal journal,
            TurnRecorder recorder,
            Optional<String> resumed,
            AtomicLong lastInboundNanos) {
        this.child = child;
        this.journal = journal;
        this.recorder = recorder;
        this.resumed = resumed;
        this.lastInboundNanos = lastInboundNanos;
        this.collector = new ExecCollector(child.longTexts());
    }

    void start() {
        Thread reader = new Thread(this::readAll, "exec-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** Completes with the id of the thread that Codex works on. */
    CompletableFuture<String> thread() {
        return thread;
    }

    /** Whether Codex works on another thread than it was told to. */
    boolean isOnAnotherThread() {
        return thread.isDone() && resumed.stream().anyMatch(told -> !told.equalsIgnoreCase(thread.join()));
    }

    /** Completes when nothing more comes. */
    CompletableFuture<Void> closed() {
        return closed;
    }

    /** Why nothing is read any more, if it is not that Codex ended: a long text could not be kept, for instance. */
    Optional<IOException> broken() {
        return broken;
    }

    private void readAll() {
        try {
            for (Optional<byte[]> line = child.receive(); line.isPresent(); line = child.receive()) {
                lastInboundNanos.set(System.nanoTime());
                take(line.get());
            }
        } catch (IOException e) {
            LOG.warn("the output of Codex broke off: {}", e.getMessage());
            broken = Optional.of(e);
        } finally {
            end();
        }
    }

    private void end() {
        try {
            record(collector.end());
        } finally {
            recorder.closed();
            closed.complete(null);
        }
    }

    private void take(byte[] line) {
        try {
            record(collector.accept(Json.readMessage(line)));
        } catch (RuntimeException e) {
            LOG.warn(
                    "skipped a line of {} bytes that is no event: {}",
                    line.length,
                    e.getClass().getSimpleName());
        }
    }

    private void record(List<TurnEvent> events) {
        for (TurnEvent event : events) {
            if (event instanceof TurnEvent.ThreadStarted started) {
                if (!thread.isDone()) {
                    journal.event(EventType.THREAD_READY, ready(started.threadId()));
                    thread.complete(started.threadId());
                }
            } else if (event instanceof TurnEvent.TurnStarted) {
                journal.event(EventType.TURN_STARTED, Json.fields("turnId", null));
            } else {
                recorder.record(List.of(event));
            }
        }
    }

    /** Codex does not tell what it works with, so nothing of it is claimed. */
    private Map<String, @Nullable Object> ready(String threadId) {
        Map<String, @Nullable Object> data = Json.fields("threadId", threadId, "resumed", resumed.isPresent());
        data.putAll(Json.fields("sandbox", null, "model", null, "codexVersion", null));
        return data;
    }
}
