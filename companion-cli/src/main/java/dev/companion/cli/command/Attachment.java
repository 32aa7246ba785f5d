package dev.companion.cli.command;

import dev.companion.cli.App;
import dev.companion.cli.render.ProgressLine;
import dev.companion.cli.render.Terminal;
import dev.companion.core.job.Event;
import dev.companion.core.job.Job;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Stays with a job until it ends. Ctrl-C once asks to cancel it, twice leaves it running; whatever else happens to this
 * process, the job goes on.
 */
final class Attachment {
    private final App app;
    private final Terminal terminal;
    private final AtomicInteger interrupts = new AtomicInteger();

    Attachment(App app, Terminal terminal) {
        this.app = app;
        this.terminal = terminal;
    }

    /**
     * Follows the job with a progress line; empty if the user left it.
     *
     * @param lines also gets every line of the event log, raw
     */
    Optional<Job> follow(Job job, Consumer<byte[]> lines) {
        ProgressLine progress = new ProgressLine(terminal);
        Interrupts.onInterrupt(interrupts::incrementAndGet);
        int[] seen = {0};
        try {
            Consumer<byte[]> shown = line -> progress.accept(Event.decode(line));
            Optional<Job> ended = app.follower().follow(job, shown.andThen(lines), () -> leaves(job, progress, seen));
            progress.clear();
            return ended;
        } finally {
            Interrupts.restore();
        }
    }

    private boolean leaves(Job job, ProgressLine progress, int[] seen) {
        progress.tick();
        int now = interrupts.get();
        if (now > seen[0]) {
            progress.clear();
            if (seen[0] == 0) {
                app.cancellation().request(job);
                terminal.say("cancelling " + job.id() + " (Ctrl-C again leaves it running)");
            }
            seen[0] = now;
        }
        if (now < 2) {
            return false;
        }
        progress.clear();
        app.cancellation().withdraw(job);
        return true;
    }
}
