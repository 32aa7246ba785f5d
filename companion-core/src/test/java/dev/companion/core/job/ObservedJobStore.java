package dev.companion.core.job;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** An {@link InMemoryJobStore} that tells a test of every change just before it makes it. As thread-safe as the observer. */
public final class ObservedJobStore implements JobStore {
    private final InMemoryJobStore store = new InMemoryJobStore();
    private BiConsumer<Job, Job> beforeReplace = (expected, next) -> {};

    /** Observed by nobody yet. */
    public ObservedJobStore() {}

    /** From now on the observer is given the expected and the next record; it may change the store itself. */
    public void beforeReplace(BiConsumer<Job, Job> observer) {
        beforeReplace = observer;
    }

    @Override
    public Insertion insert(Job job) {
        return store.insert(job);
    }

    @Override
    public Optional<Job> find(JobId id) {
        return store.find(id);
    }

    @Override
    public Optional<Job> findByIdempotencyKey(String key) {
        return store.findByIdempotencyKey(key);
    }

    @Override
    public List<JobId> idsStartingWith(String prefix, int limit) {
        return store.idsStartingWith(prefix, limit);
    }

    @Override
    public List<Job> list(JobQuery query) {
        return store.list(query);
    }

    @Override
    public Overview overview(Optional<String> workspaceRoot) {
        return store.overview(workspaceRoot);
    }

    @Override
    public Optional<Job> replace(Job expected, Job next, String why) {
        beforeReplace.accept(expected, next);
        return store.replace(expected, next, why);
    }

    /** As {@link #replace}, unobserved: for the observer. */
    public Optional<Job> replaceUnobserved(Job expected, Job next, String why) {
        return store.replace(expected, next, why);
    }

    @Override
    public List<Transition> transitions(JobId id) {
        return store.transitions(id);
    }

    @Override
    public boolean delete(JobId id) {
        return store.delete(id);
    }
}
