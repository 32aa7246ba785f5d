package dev.companion.cli.render;

import dev.companion.cli.terminal.Terminal;
import dev.companion.core.job.Event;
import dev.companion.core.job.EventType;
import dev.companion.core.json.JsonObject;
import dev.companion.core.settings.Durations;
import java.time.Duration;

/**
 * Shows on stderr what a job is doing: one line that is redrawn on a terminal, plain lines elsewhere. Used by one thread.
 */
public final class ProgressLine {
    private static final String SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private static final String ERASE = "\r\u001b[K";
    private static final long REDRAW_NANOS = Duration.ofMillis(100).toNanos();
    private static final long MEASURE_NANOS = Duration.ofSeconds(2).toNanos();

    private final Terminal terminal;
    private final long start = System.nanoTime();
    private long lastDrawn;
    private long lastMeasured;
    private int width;
    private int frame;
    private String phase = "queued";
    private String action = "";

    /** Nothing is shown yet. */
    public ProgressLine(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Takes an event in. */
    public void accept(Event event) {
        JsonObject data = event.data();
        if (event.type() == EventType.PROGRESS) {
            data.string("phase").ifPresent(next -> phase = next);
        } else if (event.type() == EventType.JOB_STARTED) {
            phase = "starting";
        }
        EventText.line(event).ifPresent(line -> {
            action = line;
            if (!terminal.animates() && event.type() != EventType.JOB_FINISHED) {
                terminal.hint(EventText.cut(line, 200));
            }
        });
    }

    /** Redraws if it is time to; to be called often. */
    public void tick() {
        long now = System.nanoTime();
        if (!terminal.animates() || now - lastDrawn < REDRAW_NANOS) {
            return;
        }
        lastDrawn = now;
        if (width == 0 || now - lastMeasured > MEASURE_NANOS) {
            width = terminal.width();
            lastMeasured = now;
        }
        char spinner = SPINNER.charAt(frame++ % SPINNER.length());
        String elapsed = Durations.format(Duration.ofNanos(now - start));
        String line = spinner + " " + phase + " " + elapsed + "  " + action;
        terminal.draw(ERASE + EventText.cut(line, width - 1));
    }

    /** Removes the line. */
    public void clear() {
        if (terminal.animates() && lastDrawn != 0) {
            terminal.draw(ERASE);
        }
    }
}
