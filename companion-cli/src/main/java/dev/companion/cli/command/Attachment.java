package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.render.ProgressLine;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.job.Event;
import dev.companion.core.job.Job;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Stays with a job until it ends. Ctrl-C once asks to cancel it, twice leaves it running; whatever else happens to this
 * process, the job goes on.
 */
final class Attachment {
    /** A turn is interrupted in milliseconds: without a moment in between, a second Ctrl-C would always come too late. */
    private static final long SECOND_THOUGHTS_NANOS = Duration.ofSeconds(1).toNanos();

    private final App app;
    private final Terminal terminal;
    private final AtomicInteger interrupts = new AtomicInteger();
    private OptionalLong firstPressNanos = OptionalLong.empty();
    private boolean requested;

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
        try {
            Consumer<byte[]> shown = line -> progress.accept(Event.decode(line));
            Optional<Job> ended = app.follower().follow(job, shown.andThen(lines), () -> leaves(job, progress));
            progress.clear();
            return ended;
        } finally {
            Interrupts.restore();
        }
    }

    /** Whether the wish to cancel was handed over before the user left. */
    boolean isCancelling() {
        return requested;
    }

    private boolean leaves(Job job, ProgressLine progress) {
        progress.tick();
        int presses = interrupts.get();
        if (presses == 0) {
            return false;
        }
        if (firstPressNanos.isEmpty()) {
            firstPressNanos = OptionalLong.of(System.nanoTime());
            progress.clear();
            terminal.say("cancelling " + job.id() + " (Ctrl-C again leaves it running)");
        }
        if (presses > 1) {
            progress.clear();
            return true;
        }
        if (!requested && System.nanoTime() - firstPressNanos.getAsLong() > SECOND_THOUGHTS_NANOS) {
            requested = true;
            app.cancellation().request(job);
        }
        return false;
    }
}
