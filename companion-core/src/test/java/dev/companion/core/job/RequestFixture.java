package dev.companion.core.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds a {@link JobRequest} for tests: a read-only task on a new thread unless said otherwise. Not thread-safe. */
public final class RequestFixture {
    private String prompt = "do the thing";
    private String cwd = JobFixtures.WORKSPACE;
    private Sandbox sandbox = Sandbox.READ_ONLY;
    private Optional<String> model = Optional.empty();
    private List<String> addDirs = List.of();
    private boolean network;
    private ThreadTarget thread = new ThreadTarget.Fresh();
    private Transport transport = Transport.DIRECT;
    private Optional<Duration> timeout = Optional.empty();
    private Duration stallTimeout = Duration.ofMinutes(1);
    private Optional<String> outputSchema = Optional.empty();
    private Optional<String> idempotencyKey = Optional.empty();
    private Optional<RemoteServer> remote = Optional.empty();
    private Optional<String> effort = Optional.empty();
    private Optional<String> serviceTier = Optional.empty();
    private boolean tierOptional;
    private Optional<Instant> notBefore = Optional.empty();
    private String codexBinary = "/usr/bin/codex";
    private JobKind kind = JobKind.TASK;
    private Optional<ReviewRequest> review = Optional.empty();
    private Optional<String> written = Optional.empty();

    /** Everything at its default. */
    public RequestFixture() {}

    /** Sets {@link JobRequest#prompt}. */
    public RequestFixture prompt(String value) {
        prompt = value;
        return this;
    }

    /** Sets {@link JobRequest#written}. */
    public RequestFixture written(String value) {
        written = Optional.of(value);
        return this;
    }

    /** Sets {@link JobRequest#cwd} and the workspace. */
    public RequestFixture cwd(String value) {
        cwd = value;
        return this;
    }

    /** Sets {@link Asked#sandbox}. */
    public RequestFixture sandbox(Sandbox value) {
        sandbox = value;
        return this;
    }

    /** Sets {@link Asked#model}. */
    public RequestFixture model(String value) {
        model = Optional.of(value);
        return this;
    }

    /** Sets {@link Asked#effort}. */
    public RequestFixture effort(String value) {
        effort = Optional.of(value);
        return this;
    }

    /** Sets {@link Asked#serviceTier}. */
    public RequestFixture serviceTier(String value) {
        serviceTier = Optional.of(value);
        return this;
    }

    /** Sets {@link JobRequest#tierOptional}. */
    public RequestFixture tierOptional() {
        tierOptional = true;
        return this;
    }

    /** Sets {@link JobRequest#notBefore}. */
    public RequestFixture notBefore(Instant value) {
        notBefore = Optional.of(value);
        return this;
    }

    /** Sets {@link JobRequest#addDirs}. */
    public RequestFixture addDirs(String... values) {
        addDirs = List.of(values);
        return this;
    }

    /** Sets {@link JobRequest#network}. */
    public RequestFixture network(boolean value) {
        network = value;
        return this;
    }

    /** Sets {@link JobRequest#thread}. */
    public RequestFixture thread(ThreadTarget value) {
        thread = value;
        return this;
    }

    /** Sets {@link Asked#transport}. */
    public RequestFixture transport(Transport value) {
        transport = value;
        return this;
    }

    /** Sets {@link JobRequest#timeout}. */
    public RequestFixture timeout(Duration value) {
        timeout = Optional.of(value);
        return this;
    }

    /** Sets {@link JobRequest#stallTimeout}. */
    public RequestFixture stallTimeout(Duration value) {
        stallTimeout = value;
        return this;
    }

    /** Sets {@link JobRequest#outputSchema}. */
    public RequestFixture outputSchema(String value) {
        outputSchema = Optional.of(value);
        return this;
    }

    /** Sets {@link JobRequest#idempotencyKey}. */
    public RequestFixture idempotencyKey(String value) {
        idempotencyKey = Optional.of(value);
        return this;
    }

    /** Sets {@link JobRequest#remote} and the transport. */
    public RequestFixture remote(RemoteServer value) {
        remote = Optional.of(value);
        return transport(Transport.REMOTE).codexBinary("");
    }

    /** Sets {@link JobRequest#codexBinary}. */
    public RequestFixture codexBinary(String value) {
        codexBinary = value;
        return this;
    }

    /** Sets {@link JobRequest#kind} and {@link JobRequest#review}. */
    public RequestFixture review(JobKind value, ReviewRequest about) {
        kind = value;
        review = Optional.of(about);
        return this;
    }

    /** The request. */
    public JobRequest build() {
        return new JobRequest(
                kind,
                prompt,
                Optional.empty(),
                new Workspace(cwd, Optional.empty()),
                cwd,
                Optional.of("session-1"),
                new Asked(sandbox, model, effort, serviceTier, transport),
                addDirs,
                network,
                thread,
                timeout,
                stallTimeout,
                outputSchema,
                Map.of("team", "core"),
                idempotencyKey,
                remote,
                codexBinary,
                tierOptional,
                notBefore,
                review,
                written);
    }
}
