package dev.companion.db;

import dev.companion.core.job.Insertion;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.Overview;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.Step;
import dev.companion.core.job.Transition;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The jobs of one state directory in an embedded database, for any number of threads and processes at once.
 *
 * <p>{@link #find}, {@link #overview} and {@link #idsStartingWith} of a whole id answer from the read model, without the
 * lock and without loading the database engine, when it can be trusted. Everything else is one short session.
 */
public final class JdbcJobStore implements JobStore {
    // A hundred submits at once with their workers, on two cores, queue for more than half a minute.
    private static final Duration LOCK_DEADLINE = Duration.ofMinutes(2);

    private final StoreFile file;
    private final View view;
    private final StoreSessions sessions;

    /** Opens nothing. */
    public JdbcJobStore(StateRoot root) {
        this(root, LOCK_DEADLINE);
    }

    /**
     * The same for a command that has to end soon. Opens nothing.
     *
     * @param lockDeadline how long a session waits for others before it fails with {@code STORE_BUSY}
     */
    public JdbcJobStore(StateRoot root, Duration lockDeadline) {
        this.file = new StoreFile(root);
        StoreLock lock = new StoreLock(root, lockDeadline);
        this.view = new View(root, file, lock);
        this.sessions = new StoreSessions(root, lock, file, view);
    }

    /** Begins to load what a session needs, on a thread of its own: half of a first session's time, well spent beside other work. */
    public static void preload() {
        Thread thread = new Thread(H2Engine::load, "store-preload");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public Insertion insert(Job job) {
        Transition first = Transition.submitted(job);
        Optional<Insertion> insertion = sessions.write((tables, changes) -> insert(tables, changes, job, first));
        return insertion.orElseThrow(() -> new IllegalArgumentException("the id is taken: " + job.id()));
    }

    private static Optional<Insertion> insert(Tables tables, Changes changes, Job job, Transition first)
            throws SQLException {
        if (job.idempotencyKey().isPresent()) {
            Optional<Job> earlier = tables.jobs().findByKey(job.idempotencyKey().orElseThrow());
            if (earlier.isPresent()) {
                return earlier.map(Insertion.Existing::new);
            }
        }
        if (tables.jobs().find(job.id()).isPresent()) {
            return Optional.empty();
        }
        tables.jobs().insert(job);
        tables.transitions().append(first);
        changes.wrote(job);
        return Optional.of(new Insertion.Inserted(job));
    }

    @Override
    public Optional<Job> find(JobId id) {
        Optional<Job> published = view.find(id);
        if (published.isPresent() || file.isAbsent()) {
            return published;
        }
        return sessions.read((tables, changes) -> {
            changes.read(id);
            return tables.jobs().find(id);
        });
    }

    @Override
    public Optional<Job> findByIdempotencyKey(String key) {
        if (file.isAbsent()) {
            return Optional.empty();
        }
        return sessions.read((tables, changes) -> tables.jobs().findByKey(key));
    }

    @Override
    public List<JobId> idsStartingWith(String prefix, int limit) {
        if (limit > 0
                && JobId.isWellFormed(prefix)
                && view.find(new JobId(prefix)).isPresent()) {
            return List.of(new JobId(prefix));
        }
        if (file.isAbsent()) {
            return List.of();
        }
        return sessions.read((tables, changes) -> tables.jobs().idsStartingWith(prefix, limit));
    }

    @Override
    public List<Job> list(JobQuery query) {
        if (file.isAbsent()) {
            return List.of();
        }
        return sessions.read((tables, changes) -> tables.jobs().list(query));
    }

    @Override
    public Overview overview(Optional<String> workspaceRoot) {
        Optional<Overview> published = view.overview(workspaceRoot);
        if (published.isPresent()) {
            return published.orElseThrow();
        }
        if (file.isAbsent()) {
            return new Overview(List.of(), List.of());
        }
        return sessions.read((tables, changes) -> {
            changes.readOverview(workspaceRoot);
            return tables.jobs().overview(workspaceRoot);
        });
    }

    @Override
    public Optional<Job> replace(Job expected, Job next, String why) {
        Step step = new Step(expected, next);
        if (file.isAbsent()) {
            return Optional.empty();
        }
        return sessions.write((tables, changes) -> replace(tables, changes, step, why));
    }

    private static Optional<Job> replace(Tables tables, Changes changes, Step step, String why) throws SQLException {
        if (!tables.jobs().update(step)) {
            // The caller's record was old: make sure that the published one is not.
            changes.read(step.expected().id());
            return Optional.empty();
        }
        if (step.isTransition()) {
            int ordinal = tables.transitions().nextOrdinal(step.next().id());
            tables.transitions().append(step.transition(ordinal, why));
        }
        changes.wrote(step.expected());
        changes.wrote(step.next());
        return Optional.of(step.stored());
    }

    @Override
    public List<Transition> transitions(JobId id) {
        if (file.isAbsent()) {
            return List.of();
        }
        return sessions.read((tables, changes) -> tables.transitions().of(id));
    }

    @Override
    public boolean delete(JobId id) {
        if (file.isAbsent()) {
            return false;
        }
        return sessions.write((tables, changes) -> {
            Optional<Job> job = tables.jobs().find(id);
            boolean deleted = job.isPresent() && tables.jobs().delete(id);
            if (deleted) {
                changes.wrote(job.orElseThrow());
            }
            return deleted;
        });
    }
}
