package dev.companion.cli.mcp;

import dev.companion.cli.app.App;
import dev.companion.cli.render.EventText;
import dev.companion.core.job.Event;
import dev.companion.core.job.EventReader;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.JobWait;
import dev.companion.core.settings.Durations;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stays with jobs for a while and tells the client what they do. Whatever becomes of the client, the jobs go on. Used by
 * one thread.
 */
final class JobWatch implements AutoCloseable {
    /** How soon it is noticed that the client has left. */
    private static final Duration SLICE = Duration.ofMillis(400);
    /** Hosts take a call for dead that says nothing for long. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final int WIDTH = 200;

    private final App app;
    private final CallControl control;
    private final Duration silence;
    private final Map<JobId, EventReader> readers = new LinkedHashMap<>();
    private final long start = System.nanoTime();
    private long lastTold = start;
    private @Nullable String news;

    JobWatch(App app, CallControl control) {
        this(app, control, SILENCE);
    }

    /** @param silence after so long without news the client is told that there are none */
    JobWatch(App app, CallControl control, Duration silence) {
        this.app = app;
        this.control = control;
        this.silence = silence;
    }

    /** The jobs of these ids. */
    List<Job> find(List<String> ids) {
        JobStore store = app.store();
        return ids.stream().flatMap(id -> store.find(new JobId(id)).stream()).toList();
    }

    /**
     * Waits until all of the jobs (or any of them) have ended, the time is over, or the client has left.
     *
     * @param limit empty waits for ever
     * @return the jobs as they are then
     */
    List<Job> await(List<Job> jobs, boolean any, Optional<Duration> limit) {
        JobWait wait = app.jobWait();
        List<Job> now = jobs;
        while (true) {
            Duration left = limit.map(most -> most.minus(elapsed())).orElse(SLICE);
            if (left.isNegative() || left.isZero() || control.isLeft()) {
                // No news right before the answer: a client that gets both at once may take the answer first.
                return now;
            }
            now.forEach(job -> read(job, jobs.size() > 1));
            tell();
            now = wait.await(now, any, Optional.of(left.compareTo(SLICE) < 0 ? left : SLICE));
            if (any
                    ? now.stream().anyMatch(job -> !job.isActive())
                    : now.stream().noneMatch(Job::isActive)) {
                return now;
            }
        }
    }

    /** Since this watch was made. */
    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void read(Job job, boolean named) {
        EventReader reader = readers.computeIfAbsent(
                job.id(), id -> EventReader.fromStart(app.recovery().directory(job)));
        try {
            reader.readEvents(event -> note(event, named));
        } catch (UncheckedIOException | IllegalArgumentException | NoSuchElementException | DateTimeException damaged) {
            // A line that cannot be read is not what the client waits for.
            news = null;
        }
    }

    private void note(Event event, boolean named) {
        EventText.line(event)
                .map(line -> EventText.cut(named ? event.jobId() + " " + line : line, WIDTH))
                .ifPresent(line -> news = line);
    }

    private void tell() {
        long now = System.nanoTime();
        if (news == null && now - lastTold < silence.toNanos()) {
            return;
        }
        control.tell(news != null ? news : "still at it after " + Durations.format(elapsed()));
        news = null;
        lastTold = now;
    }

    @Override
    public void close() {
        new ArrayList<>(readers.values()).forEach(EventReader::close);
    }
}
