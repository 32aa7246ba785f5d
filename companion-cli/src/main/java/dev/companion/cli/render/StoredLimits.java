package dev.companion.cli.render;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.KnownLimits;
import dev.companion.core.job.StateRoot;
import dev.companion.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Supplier;

/** The usage limits as jobs heard them last. */
public final class StoredLimits {
    private final Supplier<StateRoot> root;

    /** @param root where the jobs are */
    public StoredLimits(Supplier<StateRoot> root) {
        this.root = root;
    }

    /** The fields of {@code rate-limits.json} of a job. */
    public Optional<JsonObject> of(Job job) {
        return KnownLimits.read(new JobDirectory(root.get().jobDirectory(job.id())));
    }
}
