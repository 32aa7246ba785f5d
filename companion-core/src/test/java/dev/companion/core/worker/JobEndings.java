package dev.companion.core.worker;

import dev.companion.core.job.Ending;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.WorkResult;

/** Ends that somebody else gives a job while its worker runs. */
final class JobEndings {
    private JobEndings() {}

    static Job cancelled(Job job) {
        return job.ended(JobState.CANCELLED, Ending.CANCELLED, WorkResult.NONE, job.updatedAt());
    }
}
