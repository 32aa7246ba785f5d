package dev.companion.db;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobFields;
import dev.companion.core.job.JobFixtures;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.JobRecord;
import dev.companion.core.job.JobState;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.Transition;
import dev.companion.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the state directory that {@link G16_ReleasedStoreTest} keeps of each release: its store, and beside it, in words,
 * what the store holds. Run it once before a release, with the program as it is released, from the root of the checkout:
 *
 * <pre>
 * mvn package -DskipTests
 * java -cp 'db/target/test-classes:companion-core/target/test-classes:companion-cli/target/companion/lib/*' \
 *     dev.companion.db.ReleasedStore db/src/test/resources/released/0.1.0
 * </pre>
 */
final class ReleasedStore {
    /** The state directory in the directory of a release. */
    static final String STATE = "state";

    private static final String RECORDS = "records.jsonl";
    private static final String HISTORY = "history.jsonl";

    private final Path directory;

    ReleasedStore(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] arguments) throws IOException, SQLException {
        new ReleasedStore(Files.createDirectories(Path.of(arguments[0]))).make();
    }

    /** The jobs that the release had, the newest first, as {@link JobRecord} writes them. */
    List<String> records() throws IOException {
        return Files.readAllLines(directory.resolve(RECORDS));
    }

    /** The history of all its jobs, as {@link #historyOf} writes it. */
    List<String> history() throws IOException {
        return Files.readAllLines(directory.resolve(HISTORY));
    }

    /** The history of the jobs, a line of JSON for each transition. */
    static List<String> historyOf(List<Job> jobs, JobStore store) {
        return jobs.stream()
                .flatMap(job -> store.transitions(job.id()).stream())
                .map(ReleasedStore::line)
                .toList();
    }

    private static String line(Transition transition) {
        Map<String, @Nullable Object> fields = Json.fields(
                "jobId", transition.jobId().value(),
                "ordinal", transition.ordinal(),
                "from", transition.from().map(JobState::wireName).orElse(null),
                "to", transition.to().wireName(),
                "generation", transition.generation(),
                "at", JobFields.text(transition.at()),
                "why", transition.why());
        return Json.text(fields);
    }

    private void make() throws IOException, SQLException {
        StateRoot root = StateRoot.open(directory.resolve(STATE));
        JobStore store = new JdbcJobStore(root);
        fill(store, root);
        List<Job> jobs = store.list(JobQuery.ALL);
        Files.write(
                directory.resolve(RECORDS), jobs.stream().map(JobRecord::json).toList());
        Files.write(directory.resolve(HISTORY), historyOf(jobs, store));
        Files.delete(root.storeLock());
    }

    /** Two jobs in every state, one with nothing that can be left out and one with everything; and a later one. */
    private static void fill(JobStore store, StateRoot root) throws SQLException {
        int n = 0;
        for (JobState state : JobState.values()) {
            n++;
            put(store, JobFixtures.queued(n), state);
            n++;
            put(store, JobFixtures.detailed(n), state);
        }
        compact(root);
        n++;
        Job queued = store.insert(JobFixtures.draft(n)
                        .idempotencyKey(Optional.of("Schl\u00fcssel \uD83D\uDD11"))
                        .build())
                .job();
        replaced(store, queued, JobFixtures.ended(queued, JobState.CANCELLED), "cancelled before it began");
    }

    /** The program does the same with a store of four megabytes; a resource should be smaller. */
    private static void compact(StateRoot root) throws SQLException {
        try (Connection connection = H2Engine.openToWrite(root.database(), 2_000)) {
            connection.commit();
        }
    }

    private static void put(JobStore store, Job submitted, JobState state) {
        Job job = store.insert(submitted).job();
        if (state == JobState.QUEUED) {
            return;
        }
        Job running = replaced(store, job, JobFixtures.claimed(job), "claimed");
        Job known = replaced(store, running, known(running), "progress");
        if (state.isTerminal()) {
            replaced(store, known, JobFixtures.ended(known, state), "\u2192 " + state.wireName());
        }
    }

    private static Job replaced(JobStore store, Job job, Job next, String why) {
        return store.replace(job, next, why).orElseThrow();
    }

    private static Job known(Job running) {
        return running.draft()
                .threadId(Optional.of("thread-of-" + running.id()))
                .turnId(Optional.of("turn-of-" + running.id()))
                .build();
    }
}
