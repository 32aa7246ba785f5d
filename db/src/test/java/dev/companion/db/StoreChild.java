package dev.companion.db;

import dev.companion.core.failure.Failure;
import dev.companion.core.job.Insertion;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobFixtures;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobState;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.StateRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What other processes do to a store; see {@link ChildJvm}. The first argument says what, the second is the root. */
final class StoreChild {
    private StoreChild() {}

    public static void main(String[] arguments) {
        StateRoot root = StateRoot.open(Path.of(arguments[1]));
        JobStore store = new JdbcJobStore(root);
        try {
            switch (arguments[0]) {
                case "run" -> run(store, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
                case "same-key" -> sameKey(store, Integer.parseInt(arguments[2]));
                case "hold" -> hold(root, new JobId(arguments[2]));
                case "read" -> read(store, new JobId(arguments[2]));
                case "fill" -> fill(store);
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        } catch (Failure failure) {
            say("failure " + failure.code());
        }
    }

    /** Submits, claims and finishes so many jobs; says which ones when they are acknowledged. */
    private static void run(JobStore store, int first, int count) {
        say("ready");
        for (int n = first; n < first + count; n++) {
            Job job = store.insert(JobFixtures.queued(n)).job();
            say("inserted " + job.id());
            Job running =
                    store.replace(job, JobFixtures.claimed(job), "claimed").orElseThrow();
            Optional<Job> done = store.replace(running, JobFixtures.ended(running, JobState.COMPLETED), "done");
            say("completed " + done.orElseThrow().id());
        }
    }

    private static void sameKey(JobStore store, int n) {
        Job job = JobFixtures.draft(n).idempotencyKey(Optional.of("the key")).build();
        Insertion insertion = store.insert(job);
        say((insertion instanceof Insertion.Inserted ? "new " : "known ")
                + insertion.job().id());
    }

    /** Holds the lock in the middle of a transaction until it is killed or told to go on. */
    private static void hold(StateRoot root, JobId id) {
        StoreFile file = new StoreFile(root);
        StoreLock lock = new StoreLock(root, Duration.ofSeconds(30));
        StoreSessions sessions = new StoreSessions(root, lock, file, new View(root, file, lock));
        sessions.write((tables, changes) -> {
            tables.jdbc().update("update job set title = 'never committed' where id = ?", id.value());
            say("holding");
            waitForInput();
            return id;
        });
        say("released");
    }

    private static void waitForInput() {
        try {
            System.in.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(JobStore store, JobId id) {
        say("found " + store.find(id).map(Job::id) + " among "
                + store.overview(Optional.empty()).active().size() + " and "
                + store.overview(Optional.of(JobFixtures.WORKSPACE)).active().size() + " prefix "
                + store.idsStartingWith(id.value(), 2));
    }

    /** Submits until the store refuses. */
    private static void fill(JobStore store) {
        for (int n = 1; n < 10_000; n++) {
            Job job = JobFixtures.draft(n).summary("x".repeat(20_000)).build();
            say("inserted " + store.insert(job).job().id());
        }
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
