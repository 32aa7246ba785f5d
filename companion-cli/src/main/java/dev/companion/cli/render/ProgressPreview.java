package dev.companion.cli.render;

import dev.companion.core.job.Event;
import dev.companion.core.job.EventReader;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.StateRoot;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

/** The last things that a running job did, from the end of its event log. */
public final class ProgressPreview {
    private static final int LINES = 4;
    private static final int WIDTH = 120;

    private final Supplier<StateRoot> root;

    /** @param root where the logs are; asked only when a job is running */
    public ProgressPreview(Supplier<StateRoot> root) {
        this.root = root;
    }

    /** At most four lines, oldest first; none if the log cannot be read, for it is not what a listing is about. */
    public List<String> of(Job job) {
        Deque<String> lines = new ArrayDeque<>();
        JobDirectory directory = new JobDirectory(root.get().jobDirectory(job.id()));
        try (EventReader reader = EventReader.fromRecent(directory)) {
            reader.readEvents(event -> add(lines, event));
        } catch (UncheckedIOException | IllegalArgumentException | NoSuchElementException | DateTimeException damaged) {
            return List.copyOf(lines);
        }
        return List.copyOf(lines);
    }

    private static void add(Deque<String> lines, Event event) {
        EventText.line(event).ifPresent(line -> {
            lines.addLast(EventText.cut(line, WIDTH));
            if (lines.size() > LINES) {
                lines.removeFirst();
            }
        });
    }
}
