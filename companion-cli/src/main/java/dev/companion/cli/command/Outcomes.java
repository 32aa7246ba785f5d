package dev.companion.cli.command;

import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Ending;
import dev.companion.core.job.Job;
import java.util.List;

/** What the outcome of jobs is as an exit code. */
final class Outcomes {
    private Outcomes() {}

    /** Of one job. */
    static ExitCode of(Job job) {
        return job.isActive()
                ? ExitCode.PENDING
                : job.ending().map(Ending::exitCode).orElse(ExitCode.OK);
    }

    /** The first that is not OK, in the given order. */
    static ExitCode of(List<Job> jobs) {
        return jobs.stream()
                .map(Outcomes::of)
                .filter(code -> code != ExitCode.OK)
                .findFirst()
                .orElse(ExitCode.OK);
    }
}
