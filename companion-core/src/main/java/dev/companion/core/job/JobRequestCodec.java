package dev.companion.core.job;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A {@link JobRequest} as {@code request.json}, its digest and its head line. */
public final class JobRequestCodec {
    private JobRequestCodec() {}

    /** One UTF-8 JSON document. */
    public static byte[] encode(JobRequest request) {
        Map<String, @Nullable Object> fields = Json.fields(
                "schemaVersion",
                1,
                "kind",
                request.kind().wireName(),
                "prompt",
                request.prompt(),
                "title",
                request.title().orElse(null),
                "workspaceRoot",
                request.workspace().root(),
                "repository",
                request.workspace().repository().orElse(null),
                "cwd",
                request.cwd(),
                "sessionId",
                request.sessionId().orElse(null),
                "sandbox",
                request.asked().sandbox().wireName(),
                "model",
                request.asked().model().orElse(null),
                "effort",
                request.asked().effort().orElse(null),
                "serviceTier",
                request.asked().serviceTier().orElse(null),
                "transport",
                request.asked().transport().wireName(),
                "addDirs",
                request.addDirs(),
                "network",
                request.network(),
                "resumeThread",
                request.thread() instanceof ThreadTarget.Resume resume ? resume.threadId() : null,
                "forkThread",
                request.thread() instanceof ThreadTarget.Fork fork ? fork.threadId() : null,
                "timeoutMs",
                request.timeout().map(Duration::toMillis).orElse(null),
                "stallTimeoutMs",
                request.stallTimeout().toMillis(),
                "outputSchema",
                request.outputSchema().orElse(null),
                "labels",
                new TreeMap<>(request.labels()),
                "idempotencyKey",
                request.idempotencyKey().orElse(null),
                "remote",
                request.remote().map(RemoteServer::url).orElse(null),
                "remoteTokenFile",
                request.remote().flatMap(RemoteServer::tokenFile).orElse(null),
                "remoteTokenVariable",
                request.remote().flatMap(RemoteServer::tokenVariable).orElse(null),
                "codexBinary",
                request.codexBinary(),
                "tierOptional",
                request.tierOptional(),
                "notBefore",
                request.notBefore().map(Timestamps::format).orElse(null),
                "review",
                request.review().map(JobRequestCodec::review).orElse(null),
                "written",
                request.written().orElse(null));
        return Json.bytes(fields);
    }

    private static Map<String, @Nullable Object> review(ReviewRequest review) {
        return Json.fields(
                "target",
                review.target(),
                "baseline",
                review.baseline().map(JobId::value).orElse(null),
                "budgetBytes",
                review.budgetBytes());
    }

    /** @throws java.io.UncheckedIOException if the bytes are no request */
    public static JobRequest decode(byte[] utf8) {
        JsonObject fields = Json.readObject(utf8);
        return new JobRequest(
                JobKind.ofWireName(fields.string("kind").orElseThrow()),
                fields.string("prompt").orElseThrow(),
                fields.string("title"),
                new Workspace(fields.string("workspaceRoot").orElseThrow(), fields.string("repository")),
                fields.string("cwd").orElseThrow(),
                fields.string("sessionId"),
                new Asked(
                        Sandbox.find(fields.string("sandbox").orElseThrow()).orElseThrow(),
                        fields.string("model"),
                        fields.string("effort"),
                        fields.string("serviceTier"),
                        Transport.find(fields.string("transport").orElseThrow()).orElseThrow()),
                fields.strings("addDirs"),
                fields.flag("network"),
                thread(fields),
                fields.number("timeoutMs").map(Duration::ofMillis),
                Duration.ofMillis(fields.number("stallTimeoutMs").orElseThrow()),
                fields.string("outputSchema"),
                labels(fields),
                fields.string("idempotencyKey"),
                fields.string("remote")
                        .map(url -> new RemoteServer(
                                url, fields.string("remoteTokenFile"), fields.string("remoteTokenVariable"))),
                fields.string("codexBinary").orElseThrow(),
                fields.flag("tierOptional"),
                fields.string("notBefore").map(Instant::parse),
                review(fields),
                fields.string("written"));
    }

    private static Optional<ReviewRequest> review(JsonObject fields) {
        JsonObject review = fields.object("review");
        return review.number("budgetBytes")
                .map(bytes -> new ReviewRequest(
                        review.object("target").fields(),
                        review.string("baseline").map(JobId::new),
                        Math.toIntExact(bytes)));
    }

    private static ThreadTarget thread(JsonObject fields) {
        Optional<ThreadTarget> resume = fields.string("resumeThread").map(ThreadTarget.Resume::new);
        Optional<ThreadTarget> fork = fields.string("forkThread").map(ThreadTarget.Fork::new);
        return resume.or(() -> fork).orElseGet(ThreadTarget.Fresh::new);
    }

    private static Map<String, String> labels(JsonObject fields) {
        Map<String, String> labels = new LinkedHashMap<>();
        fields.object("labels").fields().forEach((name, value) -> labels.put(name, String.valueOf(value)));
        return labels;
    }

    /**
     * SHA-256 (lower-case hex) of what the work is: two requests with the same digest ask for the same. The thread, the
     * session, the limits and the labels are left out, because a script that repeats a call may find others.
     */
    public static String digest(JobRequest request) {
        Map<String, @Nullable Object> work = Json.fields(
                "kind",
                request.kind().wireName(),
                "prompt",
                request.words(),
                "workspaceRoot",
                request.workspace().root(),
                "cwd",
                request.cwd(),
                "sandbox",
                request.asked().sandbox().wireName(),
                "model",
                request.asked().model().orElse(null),
                "effort",
                request.asked().effort().orElse(null),
                "addDirs",
                request.addDirs(),
                "network",
                request.network(),
                "outputSchema",
                request.outputSchema().orElse(null));
        // Only where there is one: the digests of earlier jobs stay what they are.
        request.remote().ifPresent(server -> work.put("remote", server.url()));
        // What is put around the words may be said in other words by the next version.
        request.written().ifPresent(words -> work.put("shaped", true));
        // As the user named it: a script that repeats a call may find another head.
        request.review().map(ReviewRequest::about).ifPresent(target -> {
            work.put("mode", target.value("mode"));
            work.put("baseRef", target.value("baseRef"));
            work.put("paths", target.value("paths"));
        });
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(Json.bytes(work)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** One line of at most {@code limit} characters from the head of a text. */
    public static String head(String text, int limit) {
        int end = Math.min(text.length(), limit * 4);
        String line = text.substring(0, end).strip().replaceAll("[\\s\\p{Cntrl}\\u2028\\u2029]+", " ");
        if (line.length() <= limit) {
            return line;
        }
        int cut = Character.isHighSurrogate(line.charAt(limit - 2)) ? limit - 2 : limit - 1;
        return line.substring(0, cut) + "…";
    }
}
