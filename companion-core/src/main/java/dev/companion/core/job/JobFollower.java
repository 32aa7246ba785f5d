package dev.companion.core.job;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Follows a job's event log to its last event, whether its worker lives or dies. Thread-safe. */
public final class JobFollower {
    private static final Duration TICK = Duration.ofMillis(20);
    private static final int TICKS_BETWEEN_CHECKS = 20;

    private final JobStore store;
    private final Recovery recovery;
    private final Pause pause;

    /** All that it works with. */
    public JobFollower(JobStore store, Recovery recovery, Pause pause) {
        this.store = store;
        this.recovery = recovery;
        this.pause = pause;
    }

    /**
     * Hands over the lines of the log as they come, raw, and returns when the job has ended and all were handed over.
     *
     * @param consumer called on this thread; may be slow, the worker does not wait for it
     * @param leave asked now and then; once it says true the method returns
     * @return the ended job, or empty if the caller left
     */
    public Optional<Job> follow(Job job, Consumer<byte[]> consumer, BooleanSupplier leave) {
        try (EventReader reader = EventReader.fromStart(recovery.directory(job))) {
            FinishWatch watch = new FinishWatch(consumer);
            int ticks = 0;
            while (!leave.getAsBoolean()) {
                reader.readLines(watch);
                if (watch.finished) {
                    return Optional.of(store.find(job.id()).orElse(job));
                }
                pause.pause(TICK);
                ticks++;
                if (ticks % TICKS_BETWEEN_CHECKS == 0) {
                    Job now = recovery.reconcile(store.find(job.id()).orElse(job));
                    if (!now.isActive()) {
                        recovery.seal(now);
                    }
                }
            }
            return Optional.empty();
        }
    }

    private static final class FinishWatch implements Consumer<byte[]> {
        private static final String FINISHED = "\"type\":\"" + EventType.JOB_FINISHED.wireName() + "\"";

        private final Consumer<byte[]> next;
        private boolean finished;

        FinishWatch(Consumer<byte[]> next) {
            this.next = next;
        }

        @Override
        public void accept(byte[] line) {
            next.accept(line);
            if (line.length < 64 * 1024) {
                String text = new String(line, StandardCharsets.UTF_8);
                finished |= text.contains(FINISHED) && Event.decode(line).type() == EventType.JOB_FINISHED;
            }
        }
    }
}
