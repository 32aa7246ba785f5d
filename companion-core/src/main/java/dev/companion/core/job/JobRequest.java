package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a user asked for, as it is kept in the job's directory and read by its worker.
 *
 * @param prompt exactly what Codex receives
 * @param cwd where Codex works, absolute
 * @param addDirs further directories that may be written, absolute
 * @param network whether commands may use the network
 * @param timeout how long the job may run; empty is without limit
 * @param stallTimeout how long it may hear nothing from Codex
 * @param outputSchema a JSON Schema document for the final message
 * @param remote the server of the transport {@code remote}, and of no other
 * @param codexBinary the Codex that was found when the job was submitted, absolute; empty for a remote server
 * @param tierOptional whether the standard tier will do where the tier that was asked for cannot be had
 * @param notBefore the worker starts no turn before this instant
 * @param review there for a review, and for nothing else
 * @param written what the user wrote, where the prompt is more than that
 */
public record JobRequest(
        JobKind kind,
        String prompt,
        Optional<String> title,
        Workspace workspace,
        String cwd,
        Optional<String> sessionId,
        Asked asked,
        List<String> addDirs,
        boolean network,
        ThreadTarget thread,
        Optional<Duration> timeout,
        Duration stallTimeout,
        Optional<String> outputSchema,
        Map<String, String> labels,
        Optional<String> idempotencyKey,
        Optional<RemoteServer> remote,
        String codexBinary,
        boolean tierOptional,
        Optional<Instant> notBefore,
        Optional<ReviewRequest> review,
        Optional<String> written) {
    /** Requires all, copies the collections. */
    public JobRequest {
        requireNonNull(kind, "kind");
        requireNonNull(prompt, "prompt");
        requireNonNull(title, "title");
        requireNonNull(workspace, "workspace");
        requireNonNull(cwd, "cwd");
        requireNonNull(sessionId, "sessionId");
        requireNonNull(asked, "asked");
        addDirs = List.copyOf(addDirs);
        requireNonNull(thread, "thread");
        requireNonNull(timeout, "timeout");
        requireNonNull(stallTimeout, "stallTimeout");
        requireNonNull(outputSchema, "outputSchema");
        labels = Map.copyOf(labels);
        requireNonNull(idempotencyKey, "idempotencyKey");
        requireNonNull(remote, "remote");
        requireNonNull(codexBinary, "codexBinary");
        if (remote.isPresent() != (asked.transport() == Transport.REMOTE)) {
            throw new IllegalArgumentException("a server elsewhere without its transport, or the other way round");
        }
        notBefore = notBefore.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
        requireNonNull(written, "written");
        if (review.isPresent() == (kind == JobKind.TASK)) {
            throw new IllegalArgumentException("a review without its target, or the other way round");
        }
    }

    /** The user's own words. */
    public String words() {
        return written.orElse(prompt);
    }

    /** The same on another thread. */
    public JobRequest on(ThreadTarget target) {
        return with(prompt, sessionId, target, idempotencyKey, codexBinary, notBefore);
    }

    /**
     * What {@code retry} submits: the same under no idempotency key, at once.
     *
     * @param session the chat session that asks now; empty leaves the first one
     * @param codex the Codex that is installed now, as in {@link #codexBinary}
     */
    public JobRequest again(Optional<String> session, String codex) {
        return with(prompt, session.or(this::sessionId), thread, Optional.empty(), codex, Optional.empty());
    }

    /** The same with another prompt. */
    public JobRequest saying(String words) {
        return with(words, sessionId, thread, idempotencyKey, codexBinary, notBefore);
    }

    /** The same, not before an instant. */
    public JobRequest notBefore(Instant instant) {
        return with(prompt, sessionId, thread, idempotencyKey, codexBinary, Optional.of(instant));
    }

    private JobRequest with(
            String words,
            Optional<String> session,
            ThreadTarget target,
            Optional<String> key,
            String codex,
            Optional<Instant> start) {
        return new JobRequest(
                kind,
                words,
                title,
                workspace,
                cwd,
                session,
                asked,
                addDirs,
                network,
                target,
                timeout,
                stallTimeout,
                outputSchema,
                labels,
                key,
                remote,
                codex,
                tierOptional,
                start,
                review,
                written);
    }

    /** Without the prompt. */
    @Override
    public String toString() {
        return "JobRequest[" + kind + ", " + prompt.length() + " characters]";
    }
}
