package dev.companion.core.job;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
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
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("schemaVersion", 1);
        fields.put("kind", request.kind().wireName());
        fields.put("prompt", request.prompt());
        fields.put("title", request.title().orElse(null));
        fields.put("workspaceRoot", request.workspace().root());
        fields.put("repository", request.workspace().repository().orElse(null));
        fields.put("cwd", request.cwd());
        fields.put("sessionId", request.sessionId().orElse(null));
        fields.put("sandbox", request.asked().sandbox().wireName());
        fields.put("model", request.asked().model().orElse(null));
        fields.put("effort", request.asked().effort().orElse(null));
        fields.put("serviceTier", request.asked().serviceTier().orElse(null));
        fields.put("transport", request.asked().transport().wireName());
        fields.put("addDirs", request.addDirs());
        fields.put("network", request.network());
        fields.put("resumeThread", request.thread() instanceof ThreadTarget.Resume resume ? resume.threadId() : null);
        fields.put("forkThread", request.thread() instanceof ThreadTarget.Fork fork ? fork.threadId() : null);
        fields.put("timeoutMs", request.timeout().map(Duration::toMillis).orElse(null));
        fields.put("stallTimeoutMs", request.stallTimeout().toMillis());
        fields.put("outputSchema", request.outputSchema().orElse(null));
        fields.put("labels", new TreeMap<>(request.labels()));
        fields.put("idempotencyKey", request.idempotencyKey().orElse(null));
        fields.put("codexBinary", request.codexBinary());
        return Json.bytes(fields);
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
                fields.string("codexBinary").orElseThrow());
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
        Map<String, @Nullable Object> work = new LinkedHashMap<>();
        work.put("kind", request.kind().wireName());
        work.put("prompt", request.prompt());
        work.put("workspaceRoot", request.workspace().root());
        work.put("cwd", request.cwd());
        work.put("sandbox", request.asked().sandbox().wireName());
        work.put("model", request.asked().model().orElse(null));
        work.put("effort", request.asked().effort().orElse(null));
        work.put("addDirs", request.addDirs());
        work.put("network", request.network());
        work.put("outputSchema", request.outputSchema().orElse(null));
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
