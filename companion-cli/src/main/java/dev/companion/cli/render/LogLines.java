package dev.companion.cli.render;

import dev.companion.core.job.Event;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/** Prints the lines of an event log: raw, or with the local time and in words. */
public final class LogLines implements Consumer<byte[]> {
    private final DateTimeFormatter time =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
    private final Terminal terminal;
    private final boolean raw;
    private final long after;

    /**
     * Prints to the terminal.
     *
     * @param after events up to this number are left out
     */
    public LogLines(Terminal terminal, boolean raw, long after) {
        this.terminal = terminal;
        this.raw = raw;
        this.after = after;
    }

    @Override
    public void accept(byte[] line) {
        if (raw && after == 0) {
            printRaw(line);
            return;
        }
        Event event = Event.decode(line);
        if (event.seq() <= after) {
            return;
        }
        if (raw) {
            printRaw(line);
        } else {
            EventText.line(event).ifPresent(words -> terminal.print(time.format(event.at()) + " " + words));
        }
    }

    private void printRaw(byte[] line) {
        terminal.write(line);
        terminal.write(new byte[] {'\n'});
    }
}
