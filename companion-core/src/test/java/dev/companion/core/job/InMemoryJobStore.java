package dev.companion.core.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A {@link JobStore} that forgets everything with the process; for tests. Thread-safe: every method holds the monitor. */
public final class InMemoryJobStore implements JobStore {
    private static final Comparator<Job> NEWEST_FIRST =
            Comparator.comparing(Job::createdAt).reversed().thenComparing(Job::id);
    private static final Comparator<Job> NEWEST_END_FIRST = Comparator.comparing(
                    (Job job) -> job.completedAt().orElseThrow())
            .reversed()
            .thenComparing(Job::id);

    private final Map<JobId, Job> jobs = new LinkedHashMap<>();
    private final Map<JobId, List<Transition>> history = new LinkedHashMap<>();

    /** An empty store. */
    public InMemoryJobStore() {}

    @Override
    public synchronized Insertion insert(Job job) {
        Transition first = Transition.submitted(job);
        Optional<Job> sameKey = job.idempotencyKey().flatMap(this::findByIdempotencyKey);
        if (sameKey.isPresent()) {
            return new Insertion.Existing(sameKey.orElseThrow());
        }
        if (jobs.putIfAbsent(job.id(), job) != null) {
            throw new IllegalArgumentException("the id is taken: " + job.id());
        }
        history.put(job.id(), new ArrayList<>(List.of(first)));
        return new Insertion.Inserted(job);
    }

    @Override
    public synchronized Optional<Job> find(JobId id) {
        return Optional.ofNullable(jobs.get(id));
    }

    @Override
    public synchronized Optional<Job> findByIdempotencyKey(String key) {
        return jobs.values().stream()
                .filter(job -> job.idempotencyKey().equals(Optional.of(key)))
                .findFirst();
    }

    @Override
    public synchronized List<JobId> idsStartingWith(String prefix, int limit) {
        return jobs.keySet().stream()
                .filter(id -> id.value().startsWith(prefix))
                .sorted()
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<Job> list(JobQuery query) {
        return jobs.values().stream()
                .filter(conditionsOf(query))
                .sorted(NEWEST_FIRST)
                .limit(query.limit())
                .toList();
    }

    private static Predicate<Job> conditionsOf(JobQuery query) {
        return job -> query.workspaceRoot().map(job.workspace().root()::equals).orElse(true)
                && query.sessionId()
                        .map(id -> job.sessionId().equals(Optional.of(id)))
                        .orElse(true)
                && query.threadId()
                        .map(id -> job.threadId().equals(Optional.of(id)))
                        .orElse(true)
                && (query.states().isEmpty() || query.states().contains(job.state()))
                && job.labels().entrySet().containsAll(query.labels().entrySet())
                && query.completedBefore()
                        .map(bound -> job.completedAt().map(bound::isAfter).orElse(false))
                        .orElse(true);
    }

    @Override
    public synchronized Overview overview(Optional<String> workspaceRoot) {
        List<Job> here = jobs.values().stream()
                .filter(job -> workspaceRoot.map(job.workspace().root()::equals).orElse(true))
                .toList();
        return new Overview(
                here.stream().filter(Job::isActive).sorted(NEWEST_FIRST).toList(),
                here.stream()
                        .filter(job -> !job.isActive())
                        .sorted(NEWEST_END_FIRST)
                        .limit(OVERVIEW_FINISHED)
                        .toList());
    }

    @Override
    public synchronized Optional<Job> replace(Job expected, Job next, String why) {
        Step step = new Step(expected, next);
        Job stored = jobs.get(expected.id());
        if (stored == null
                || stored.version() != expected.version()
                || stored.generation() != expected.generation()
                || !step.from().contains(stored.state())) {
            return Optional.empty();
        }
        jobs.put(next.id(), step.stored());
        List<Transition> lines = history.getOrDefault(next.id(), new ArrayList<>());
        if (step.isTransition()) {
            lines.add(step.transition(lines.size() + 1, why));
        }
        return Optional.of(step.stored());
    }

    @Override
    public synchronized List<Transition> transitions(JobId id) {
        return List.copyOf(history.getOrDefault(id, List.of()));
    }

    @Override
    public synchronized boolean delete(JobId id) {
        Job stored = jobs.get(id);
        if (stored == null || stored.isActive()) {
            return false;
        }
        jobs.remove(id);
        history.remove(id);
        return true;
    }
}
