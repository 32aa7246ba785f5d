package dev.companion.core.job;

import dev.companion.core.failure.ExitCode;
import dev.companion.core.json.JsonObject;
import dev.companion.core.process.ProcessIdentity;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Turns the fields that {@link JobCodec#write} wrote into the record again. */
final class JobReader {
    private final JsonObject fields;
    private final JsonObject stored;

    JobReader(JsonObject fields) {
        this.fields = fields;
        this.stored = fields.object("stored");
    }

    Job job() throws IOException {
        try {
            return draft().build();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("not a job record: " + e.getMessage(), e);
        }
    }

    private JobDraft draft() throws IOException {
        JobState state = JobState.ofWireName(text("status"));
        return new JobDraft()
                .id(new JobId(text("id")))
                .kind(JobKind.ofWireName(text("kind")))
                .title(text("title"))
                .summary(text("summary"))
                .state(state)
                .phase(Phase.ofWireName(text("phase")))
                .workspace(new Workspace(text("workspaceRoot"), stored.string("repository")))
                .cwd(text("cwd"))
                .sessionId(fields.string("sessionId"))
                .asked(asked())
                .effective(new Effective(
                        fields.string("effectiveSandbox").map(JobReader::sandbox),
                        fields.string("effectiveModel"),
                        fields.string("codexVersion")))
                .threadId(fields.string("threadId"))
                .turnId(fields.string("turnId"))
                .worker(worker())
                .generation(Math.toIntExact(number(fields, "generation")))
                .outputPath(text("outputPath"))
                .logFile(text("logFile"))
                .createdAt(Instant.parse(text("createdAt")))
                .startedAt(fields.string("startedAt").map(Instant::parse))
                .completedAt(fields.string("completedAt").map(Instant::parse))
                .updatedAt(Instant.parse(text("updatedAt")))
                .ending(state.isTerminal() ? Optional.of(ending()) : Optional.empty())
                .result(new WorkResult(fields.strings("touchedFiles"), stored.strings("reasoningSummary"), usage()))
                .labels(labels())
                .idempotencyKey(fields.string("idempotencyKey"))
                .requestDigest(required(stored.string("requestDigest"), "stored.requestDigest"))
                .version(number(stored, "version"));
    }

    private Asked asked() throws IOException {
        return new Asked(
                sandbox(text("sandbox")),
                fields.string("model"),
                fields.string("effort"),
                fields.string("serviceTier"),
                required(Transport.find(text("transport")), "transport"));
    }

    private Ending ending() throws IOException {
        long code = number(fields, "exitCode");
        Optional<ExitCode> exitCode = Arrays.stream(ExitCode.values())
                .filter(known -> known.code() == code)
                .findFirst();
        return new Ending(
                fields.string("reason").map(Reason::ofWireName),
                fields.string("errorMessage"),
                fields.string("errorClass"),
                fields.string("retryAt").map(Instant::parse),
                required(exitCode, "exitCode"));
    }

    private Optional<ProcessIdentity> worker() {
        return fields.number("pid")
                .flatMap(pid -> stored.string("workerStartedAt")
                        .map(startedAt -> new ProcessIdentity(pid, Instant.parse(startedAt))));
    }

    private Optional<Usage> usage() throws IOException {
        JsonObject usage = fields.object("usage");
        if (usage.fields().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Usage(
                number(usage, "inputTokens"),
                number(usage, "cachedInputTokens"),
                number(usage, "outputTokens"),
                number(usage, "reasoningOutputTokens"),
                number(usage, "totalTokens")));
    }

    private Map<String, String> labels() {
        return fields.object("labels").fields().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, label -> String.valueOf(label.getValue())));
    }

    private String text(String name) throws IOException {
        return required(fields.string(name), name);
    }

    private static long number(JsonObject object, String name) throws IOException {
        return required(object.number(name), name);
    }

    private static Sandbox sandbox(String name) {
        return Sandbox.find(name).orElseThrow(() -> new IllegalArgumentException("unknown sandbox: " + name));
    }

    private static <T> T required(Optional<T> value, String name) throws IOException {
        return value.orElseThrow(() -> new IOException("not a job record: no " + name));
    }
}
