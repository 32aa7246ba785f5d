package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import dev.companion.core.process.ProcessIdentity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * The durable record of one job. Immutable; a change is a new record that {@link JobStore#replace} accepts or not.
 *
 * @param title at most one line; the head of the prompt unless the user gave one
 * @param summary at most the first 96 characters of the prompt, on one line
 * @param sessionId the chat session it was submitted from
 * @param threadId Codex's thread
 * @param turnId Codex's turn
 * @param worker the process that runs it, for killing, never for judging whether it lives
 * @param generation counts the workers that owned the job; an old one can write nothing
 * @param outputPath where the final output is or will be, absolute
 * @param logFile the event log, absolute
 * @param notBefore its worker starts no turn before this instant
 * @param ending empty while the job is active
 * @param requestDigest SHA-256 (hex) of the request, to tell whether an idempotency key is reused for another
 * @param version counts the writes of this record
 */
public record Job(
        JobId id,
        JobKind kind,
        String title,
        String summary,
        JobState state,
        Phase phase,
        Workspace workspace,
        String cwd,
        Optional<String> sessionId,
        Asked asked,
        Effective effective,
        Optional<String> threadId,
        Optional<String> turnId,
        Optional<ProcessIdentity> worker,
        int generation,
        String outputPath,
        String logFile,
        Instant createdAt,
        Optional<Instant> startedAt,
        Optional<Instant> completedAt,
        Instant updatedAt,
        Optional<Instant> notBefore,
        Optional<Ending> ending,
        WorkResult result,
        Map<String, String> labels,
        Optional<String> idempotencyKey,
        String requestDigest,
        long version) {

    /** Requires all, copies the labels, cuts the instants to whole milliseconds, and refuses an end without an ending (or the reverse). */
    public Job {
        requireNonNull(id, "id");
        requireNonNull(kind, "kind");
        requireNonNull(title, "title");
        requireNonNull(summary, "summary");
        requireNonNull(state, "state");
        requireNonNull(phase, "phase");
        requireNonNull(workspace, "workspace");
        requireNonNull(cwd, "cwd");
        requireNonNull(sessionId, "sessionId");
        requireNonNull(asked, "asked");
        requireNonNull(effective, "effective");
        requireNonNull(threadId, "threadId");
        requireNonNull(turnId, "turnId");
        requireNonNull(worker, "worker");
        requireNonNull(outputPath, "outputPath");
        requireNonNull(logFile, "logFile");
        createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
        startedAt = startedAt.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
        completedAt = completedAt.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
        updatedAt = updatedAt.truncatedTo(ChronoUnit.MILLIS);
        notBefore = notBefore.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
        requireNonNull(ending, "ending");
        requireNonNull(result, "result");
        labels = Map.copyOf(labels);
        requireNonNull(idempotencyKey, "idempotencyKey");
        requireNonNull(requestDigest, "requestDigest");
        if (state.isTerminal() != ending.isPresent() || state.isTerminal() != completedAt.isPresent()) {
            throw new IllegalArgumentException(state + " does not go with ending " + ending);
        }
    }

    /** Whether it has not ended. */
    public boolean isActive() {
        return !state.isTerminal();
    }

    /** A draft with this record's values. */
    public JobDraft draft() {
        return new JobDraft(this);
    }

    /** {@code QUEUED → RUNNING}: a worker took it. */
    public Job claimed(ProcessIdentity by, Instant now) {
        return draft().state(JobState.RUNNING)
                .phase(Phase.STARTING)
                .worker(Optional.of(by))
                .generation(generation + 1)
                .startedAt(Optional.of(startedAt.orElse(now)))
                .updatedAt(now)
                .build();
    }

    /** {@code RUNNING → RUNNING}: another worker took it after the last one died. */
    public Job adopted(ProcessIdentity by, Instant now) {
        return draft().worker(Optional.of(by))
                .generation(generation + 1)
                .updatedAt(now)
                .build();
    }

    /** To a terminal state. */
    public Job ended(JobState terminal, Ending how, WorkResult what, Instant now) {
        return draft().state(terminal)
                .phase(Phase.endOf(terminal))
                .ending(Optional.of(how))
                .result(what)
                .completedAt(Optional.of(now))
                .updatedAt(now)
                .build();
    }

    /**
     * Whether it ended and Codex certainly began no turn for it. False where that is not known: a connection that broke
     * while the turn was being started, for instance.
     */
    public boolean ranWithoutCodex() {
        boolean ended = state == JobState.FAILED || state == JobState.CANCELLED;
        if (!ended || turnId.isPresent()) {
            return false;
        }
        boolean refused =
                ending.flatMap(Ending::reason).filter(Reason::isBeforeTurn).isPresent();
        // Over exec a turn has no id, and the thread is told as it begins.
        boolean withoutThread = threadId.isEmpty() || startedAt.isEmpty();
        return withoutThread
                || (refused
                        && effective.transport().filter(Transport.EXEC::equals).isEmpty());
    }

    /** The command with which a person goes on with the thread in Codex itself. */
    public Optional<String> resumeCommand() {
        return threadId.map(id -> "codex resume " + id);
    }

    /** Neither title nor summary: they hold words of the prompt. */
    @Override
    public String toString() {
        return "Job[" + id + " " + state + " generation " + generation + " version " + version + "]";
    }
}
