package dev.companion.core.job;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Chooses the thread that {@code --resume-last} means, or refuses to guess. A job whose worker is dead is reconciled
 * first and never blocks. Thread-safe.
 */
public final class ResumeChoice {
    private static final Duration PLAUSIBLE = Duration.ofHours(1);
    private static final int LOOK_BACK = 50;

    private final JobReferences jobs;
    private final InstantSource clock;

    /** All that it works with. */
    public ResumeChoice(JobReferences jobs, InstantSource clock) {
        this.jobs = jobs;
        this.clock = clock;
    }

    /**
     * The newest finished task with a thread, of the workspace and, where one is known, of the session.
     *
     * @throws Failure {@code NOTHING_TO_RESUME}; {@code AMBIGUOUS_RESUME} if several threads ended within the last hour;
     *     {@code THREAD_BUSY} if a task is active on the chosen one
     */
    public Job last(String workspaceRoot, Optional<String> sessionId) {
        JobQuery query = JobQuery.ALL.inWorkspace(workspaceRoot).atMost(LOOK_BACK);
        List<Job> tasks = jobs.list(sessionId.map(query::inSession).orElse(query)).stream()
                .filter(job -> job.kind() == JobKind.TASK && job.threadId().isPresent())
                .toList();
        Map<String, Job> newestByThread = new LinkedHashMap<>();
        for (Job task : tasks) {
            if (!task.isActive()) {
                newestByThread.putIfAbsent(task.threadId().orElseThrow(), task);
            }
        }
        List<Job> recent =
                newestByThread.values().stream().filter(this::endedRecently).toList();
        if (recent.size() > 1) {
            throw ambiguous(recent);
        }
        Job chosen = recent.stream()
                .findFirst()
                .or(() -> newestByThread.values().stream().findFirst())
                .orElseThrow(() -> nothing(tasks));
        requireIdle(chosen.threadId().orElseThrow(), tasks);
        return chosen;
    }

    /**
     * Refuses a thread on which a job of ours is active.
     *
     * @throws Failure {@code THREAD_BUSY}
     */
    public void requireIdle(String threadId) {
        requireIdle(threadId, jobs.list(JobQuery.ALL.onThread(threadId).in(JobState.active())));
    }

    private static void requireIdle(String threadId, List<Job> tasks) {
        for (Job task : tasks) {
            if (task.isActive() && task.threadId().equals(Optional.of(threadId))) {
                throw new Failure(
                                FailureCode.THREAD_BUSY,
                                "thread " + threadId + " is busy with " + task.id(),
                                "wait for it: companion wait " + task.id() + ", or start anew with --fresh")
                        .about(task.id().value());
            }
        }
    }

    private boolean endedRecently(Job job) {
        Instant since = clock.instant().minus(PLAUSIBLE);
        return job.completedAt().orElseThrow().isAfter(since);
    }

    private static Failure ambiguous(List<Job> recent) {
        String shown = String.join(
                ", ",
                recent.stream()
                        .limit(5)
                        .map(job -> job.id() + " (" + job.title() + ")")
                        .toList());
        return new Failure(
                FailureCode.AMBIGUOUS_RESUME,
                "several threads ended within the last hour: " + shown,
                "say which: companion task --resume-job JOB …");
    }

    private static Failure nothing(List<Job> tasks) {
        Optional<Job> active = tasks.stream().filter(Job::isActive).findFirst();
        if (active.isPresent()) {
            JobId id = active.get().id();
            return new Failure(
                            FailureCode.THREAD_BUSY,
                            "the only thread here is busy with " + id,
                            "wait for it: companion wait " + id)
                    .about(id.value());
        }
        return new Failure(
                FailureCode.NOTHING_TO_RESUME,
                "no finished task to resume in this workspace",
                "start one: companion task …, or name one: companion task --resume-job JOB …");
    }
}
