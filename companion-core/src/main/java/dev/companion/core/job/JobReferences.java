package dev.companion.core.job;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds the job that a user means: by id, by an unambiguous prefix of it (the kind may be left out), or the latest of a
 * workspace. What it returns is reconciled; what is named alone is settled, too. Thread-safe.
 */
public final class JobReferences {
    private static final int CANDIDATES = 10;

    private final JobStore store;
    private final Recovery recovery;

    /** All that it works with. */
    public JobReferences(JobStore store, Recovery recovery) {
        this.store = store;
        this.recovery = recovery;
    }

    /**
     * The job of that id or prefix, valid from any directory.
     *
     * @throws Failure {@code NO_SUCH_JOB} or {@code AMBIGUOUS_JOB}
     */
    public Job resolve(String reference) {
        String wanted = reference.strip().toLowerCase(Locale.ROOT);
        if (JobId.isWellFormed(wanted)) {
            Optional<Job> exact = store.find(new JobId(wanted));
            if (exact.isPresent()) {
                return recovery.settle(exact.get());
            }
        }
        List<JobId> matches = wanted.isEmpty() ? List.of() : matching(wanted);
        if (matches.size() > 1) {
            throw ambiguous(matches);
        }
        return matches.stream()
                .findFirst()
                .flatMap(store::find)
                .map(recovery::settle)
                .orElseThrow(() -> new Failure(
                        FailureCode.NO_SUCH_JOB,
                        "no job " + JobRequestCodec.head(reference, 60),
                        "list them: companion status --all-workspaces"));
    }

    private List<JobId> matching(String prefix) {
        List<JobId> matches = new ArrayList<>(store.idsStartingWith(prefix, CANDIDATES + 1));
        for (JobKind kind : JobKind.values()) {
            matches.addAll(store.idsStartingWith(kind.wireName() + "-" + prefix, CANDIDATES + 1));
        }
        return matches.stream().distinct().sorted().toList();
    }

    private static Failure ambiguous(List<JobId> matches) {
        String shown = String.join(
                ", ", matches.stream().limit(CANDIDATES).map(JobId::value).toList());
        String more = matches.size() > CANDIDATES ? ", …" : "";
        return new Failure(FailureCode.AMBIGUOUS_JOB, "several jobs match: " + shown + more, "type more of the id");
    }

    /** The newest job that the query describes. */
    public Optional<Job> latest(JobQuery query) {
        return store.list(query.atMost(1)).stream().findFirst().map(recovery::reconcile);
    }

    /** The jobs that the query describes, newest first. */
    public List<Job> list(JobQuery query) {
        return store.list(query).stream().map(recovery::reconcile).toList();
    }
}
