package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import dev.companion.core.process.ProcessIdentity;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds a {@link Job} field by field; a new draft is a queued job that nobody has claimed. Not thread-safe. */
public final class JobDraft {
    private @Nullable JobId id;
    private @Nullable JobKind kind;
    private @Nullable String title;
    private @Nullable String summary;
    private JobState state = JobState.QUEUED;
    private Phase phase = Phase.QUEUED;
    private @Nullable Workspace workspace;
    private @Nullable String cwd;
    private Optional<String> sessionId = Optional.empty();
    private @Nullable Asked asked;
    private Effective effective = Effective.UNKNOWN;
    private Optional<String> threadId = Optional.empty();
    private Optional<String> turnId = Optional.empty();
    private Optional<ProcessIdentity> worker = Optional.empty();
    private int generation;
    private @Nullable String outputPath;
    private @Nullable String logFile;
    private @Nullable Instant createdAt;
    private Optional<Instant> startedAt = Optional.empty();
    private Optional<Instant> completedAt = Optional.empty();
    private @Nullable Instant updatedAt;
    private Optional<Instant> notBefore = Optional.empty();
    private Optional<Ending> ending = Optional.empty();
    private WorkResult result = WorkResult.NONE;
    private Map<String, String> labels = Map.of();
    private Optional<String> idempotencyKey = Optional.empty();
    private @Nullable String requestDigest;
    private long version;

    /** Everything at its default; the rest must be set before {@link #build}. */
    public JobDraft() {}

    JobDraft(Job job) {
        id = job.id();
        kind = job.kind();
        title = job.title();
        summary = job.summary();
        state = job.state();
        phase = job.phase();
        workspace = job.workspace();
        cwd = job.cwd();
        sessionId = job.sessionId();
        asked = job.asked();
        effective = job.effective();
        threadId = job.threadId();
        turnId = job.turnId();
        worker = job.worker();
        generation = job.generation();
        outputPath = job.outputPath();
        logFile = job.logFile();
        createdAt = job.createdAt();
        startedAt = job.startedAt();
        completedAt = job.completedAt();
        updatedAt = job.updatedAt();
        notBefore = job.notBefore();
        ending = job.ending();
        result = job.result();
        labels = job.labels();
        idempotencyKey = job.idempotencyKey();
        requestDigest = job.requestDigest();
        version = job.version();
    }

    /** Sets {@link Job#id}. */
    public JobDraft id(JobId value) {
        id = value;
        return this;
    }

    /** Sets {@link Job#kind}. */
    public JobDraft kind(JobKind value) {
        kind = value;
        return this;
    }

    /** Sets {@link Job#title}. */
    public JobDraft title(String value) {
        title = value;
        return this;
    }

    /** Sets {@link Job#summary}. */
    public JobDraft summary(String value) {
        summary = value;
        return this;
    }

    /** Sets {@link Job#state}. */
    public JobDraft state(JobState value) {
        state = value;
        return this;
    }

    /** Sets {@link Job#phase}. */
    public JobDraft phase(Phase value) {
        phase = value;
        return this;
    }

    /** Sets {@link Job#workspace}. */
    public JobDraft workspace(Workspace value) {
        workspace = value;
        return this;
    }

    /** Sets {@link Job#cwd}. */
    public JobDraft cwd(String value) {
        cwd = value;
        return this;
    }

    /** Sets {@link Job#sessionId}. */
    public JobDraft sessionId(Optional<String> value) {
        sessionId = value;
        return this;
    }

    /** Sets {@link Job#asked}. */
    public JobDraft asked(Asked value) {
        asked = value;
        return this;
    }

    /** Sets {@link Job#effective}. */
    public JobDraft effective(Effective value) {
        effective = value;
        return this;
    }

    /** Sets {@link Job#threadId}. */
    public JobDraft threadId(Optional<String> value) {
        threadId = value;
        return this;
    }

    /** Sets {@link Job#turnId}. */
    public JobDraft turnId(Optional<String> value) {
        turnId = value;
        return this;
    }

    /** Sets {@link Job#worker}. */
    public JobDraft worker(Optional<ProcessIdentity> value) {
        worker = value;
        return this;
    }

    /** Sets {@link Job#worker} from what a store holds of it. */
    public JobDraft worker(long pid, Instant workerStartedAt) {
        return worker(Optional.of(new ProcessIdentity(pid, workerStartedAt)));
    }

    /** Sets {@link Job#generation}. */
    public JobDraft generation(int value) {
        generation = value;
        return this;
    }

    /** Sets {@link Job#outputPath}. */
    public JobDraft outputPath(String value) {
        outputPath = value;
        return this;
    }

    /** Sets {@link Job#logFile}. */
    public JobDraft logFile(String value) {
        logFile = value;
        return this;
    }

    /** Sets {@link Job#createdAt}. */
    public JobDraft createdAt(Instant value) {
        createdAt = value;
        return this;
    }

    /** Sets {@link Job#startedAt}. */
    public JobDraft startedAt(Optional<Instant> value) {
        startedAt = value;
        return this;
    }

    /** Sets {@link Job#completedAt}. */
    public JobDraft completedAt(Optional<Instant> value) {
        completedAt = value;
        return this;
    }

    /** Sets {@link Job#updatedAt}. */
    public JobDraft updatedAt(Instant value) {
        updatedAt = value;
        return this;
    }

    /** Sets {@link Job#notBefore}. */
    public JobDraft notBefore(Optional<Instant> value) {
        notBefore = value;
        return this;
    }

    /** Sets {@link Job#ending}. */
    public JobDraft ending(Optional<Ending> value) {
        ending = value;
        return this;
    }

    /** Sets {@link Job#result}. */
    public JobDraft result(WorkResult value) {
        result = value;
        return this;
    }

    /** Sets {@link Job#labels}. */
    public JobDraft labels(Map<String, String> value) {
        labels = value;
        return this;
    }

    /** Sets {@link Job#idempotencyKey}. */
    public JobDraft idempotencyKey(Optional<String> value) {
        idempotencyKey = value;
        return this;
    }

    /** Sets {@link Job#requestDigest}. */
    public JobDraft requestDigest(String value) {
        requestDigest = value;
        return this;
    }

    /** Sets {@link Job#version}. */
    public JobDraft version(long value) {
        version = value;
        return this;
    }

    /** @throws NullPointerException naming the field that was not set */
    public Job build() {
        return new Job(
                requireNonNull(id, "id"),
                requireNonNull(kind, "kind"),
                requireNonNull(title, "title"),
                requireNonNull(summary, "summary"),
                state,
                phase,
                requireNonNull(workspace, "workspace"),
                requireNonNull(cwd, "cwd"),
                sessionId,
                requireNonNull(asked, "asked"),
                effective,
                threadId,
                turnId,
                worker,
                generation,
                requireNonNull(outputPath, "outputPath"),
                requireNonNull(logFile, "logFile"),
                requireNonNull(createdAt, "createdAt"),
                startedAt,
                completedAt,
                requireNonNull(updatedAt, "updatedAt"),
                notBefore,
                ending,
                result,
                labels,
                idempotencyKey,
                requireNonNull(requestDigest, "requestDigest"),
                version);
    }
}
