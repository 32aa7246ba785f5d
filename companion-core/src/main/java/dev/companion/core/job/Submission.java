package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes a request in: durable first, then a worker. Thread-safe. */
public final class Submission {
    private static final int TITLE_LENGTH = 72;
    private static final int SUMMARY_LENGTH = 96;

    /** A job that was taken in, or the earlier one under the same idempotency key. */
    public record Submitted(Job job, boolean replayed) {}

    private final JobStore store;
    private final StateRoot root;
    private final JobIds ids;
    private final InstantSource clock;
    private final WorkerLauncher launcher;
    private final JobEnd end;

    /** All that it works with. */
    public Submission(
            JobStore store, StateRoot root, JobIds ids, InstantSource clock, WorkerLauncher launcher, JobEnd end) {
        this.store = store;
        this.root = root;
        this.ids = ids;
        this.clock = clock;
        this.launcher = launcher;
        this.end = end;
    }

    /**
     * The job that was submitted earlier under the request's idempotency key.
     *
     * @throws Failure {@code IDEMPOTENCY_CONFLICT} if the key was used for another request
     */
    public Optional<Submitted> earlier(JobRequest request) {
        return request.idempotencyKey()
                .flatMap(store::findByIdempotencyKey)
                .map(job -> replay(job, JobRequestCodec.digest(request)));
    }

    /**
     * Stores the request and starts its worker.
     *
     * @throws Failure {@code IDEMPOTENCY_CONFLICT}, {@code SPAWN_FAILED} (the job is recorded as failed then), or one of
     *     the store's
     */
    public Submitted submit(JobRequest request) {
        JobId id = ids.next(request.kind());
        JobDirectory directory = new JobDirectory(root.createJobDirectory(id));
        write(directory, request);
        Job queued = queued(id, directory, request);
        announce(queued, directory);
        Insertion insertion = insert(queued, directory);
        if (insertion instanceof Insertion.Existing existing) {
            JobFiles.delete(directory);
            return replay(existing.job(), queued.requestDigest());
        }
        launch(insertion.job(), directory);
        return new Submitted(insertion.job(), false);
    }

    private static Submitted replay(Job earlier, String digest) {
        if (earlier.requestDigest().equals(digest)) {
            return new Submitted(earlier, true);
        }
        throw new Failure(
                        FailureCode.IDEMPOTENCY_CONFLICT,
                        "the idempotency key was used for another request: " + earlier.id(),
                        "use another key, or see it: companion status " + earlier.id())
                .about(earlier.id().value());
    }

    private static void write(JobDirectory directory, JobRequest request) {
        try {
            byte[] encoded = JobRequestCodec.encode(request);
            PrivateFiles.writeDurably(directory.request(), out -> out.write(encoded));
        } catch (IOException e) {
            JobFiles.delete(directory);
            throw StoreFailures.of(e, directory.path());
        }
    }

    private Job queued(JobId id, JobDirectory directory, JobRequest request) {
        Instant now = Timestamps.toMillis(clock.instant());
        String title = request.title().orElse(request.words());
        String summary = request.words().isBlank() ? title : request.words();
        return new JobDraft()
                .id(id)
                .kind(request.kind())
                .title(JobRequestCodec.head(title, TITLE_LENGTH))
                .summary(JobRequestCodec.head(summary, SUMMARY_LENGTH))
                .workspace(request.workspace())
                .cwd(request.cwd())
                .sessionId(request.sessionId())
                .asked(request.asked())
                .outputPath(directory.output().toString())
                .logFile(directory.events().toString())
                .createdAt(now)
                .updatedAt(now)
                .notBefore(request.notBefore())
                .labels(request.labels())
                .idempotencyKey(request.idempotencyKey())
                .requestDigest(JobRequestCodec.digest(request))
                .build();
    }

    private void announce(Job queued, JobDirectory directory) {
        Map<String, @Nullable Object> data = Json.fields("kind", queued.kind().wireName(), "title", queued.title());
        try (EventLog log = EventLog.open(directory, queued.id(), clock)) {
            log.append(EventType.JOB_QUEUED, data);
        } catch (UncheckedIOException e) {
            JobFiles.delete(directory);
            throw StoreFailures.of(requireNonNull(e.getCause()), directory.path());
        }
    }

    private Insertion insert(Job queued, JobDirectory directory) {
        try {
            return store.insert(queued);
        } catch (RuntimeException e) {
            JobFiles.delete(directory);
            throw e;
        }
    }

    private void launch(Job queued, JobDirectory directory) {
        try {
            launcher.launch(queued.id(), directory);
        } catch (Failure e) {
            end.end(queued, Outcome.failed(Reason.SPAWN_FAILED, e.message()), directory);
            throw e.about(queued.id().value());
        }
    }
}
