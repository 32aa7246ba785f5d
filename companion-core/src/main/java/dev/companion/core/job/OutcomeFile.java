package dev.companion.core.job;

import dev.companion.core.failure.ExitCode;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code outcome.json}: a worker's last word, on disk before the store is told. */
public final class OutcomeFile {
    private OutcomeFile() {}

    /** Writes it durably, for the job as its worker knows it. */
    public static void write(JobDirectory directory, Job job, Outcome outcome) {
        Map<String, @Nullable Object> fields = Json.fields(
                "schemaVersion",
                1,
                "jobId",
                job.id().value(),
                "generation",
                job.generation(),
                "state",
                outcome.state().wireName(),
                "reason",
                outcome.ending().reason().map(Reason::wireName).orElse(null),
                "message",
                outcome.ending().message().orElse(null),
                "errorClass",
                outcome.ending().errorClass().orElse(null),
                "retryAt",
                outcome.ending().retryAt().map(Timestamps::format).orElse(null),
                "exitCode",
                outcome.ending().exitCode().name(),
                "turnStatus",
                outcome.turnStatus().orElse(null),
                "touchedFiles",
                outcome.result().touchedFiles(),
                "reasoningSummary",
                outcome.result().reasoningSummary(),
                "usage",
                outcome.result().usage().map(OutcomeFile::usage).orElse(null),
                "degraded",
                outcome.result().degraded().orElse(null));
        try {
            PrivateFiles.writeDurably(directory.outcome(), out -> out.write(Json.bytes(fields)));
        } catch (IOException e) {
            throw StoreFailures.of(e, directory.path());
        }
    }

    private static Map<String, @Nullable Object> usage(Usage usage) {
        Map<String, @Nullable Object> fields = Json.fields(
                "inputTokens",
                usage.inputTokens(),
                "cachedInputTokens",
                usage.cachedInputTokens(),
                "outputTokens",
                usage.outputTokens(),
                "reasoningOutputTokens",
                usage.reasoningOutputTokens(),
                "totalTokens",
                usage.totalTokens());
        return fields;
    }

    /** The outcome that the worker of this generation left, if it left one. */
    public static Optional<Outcome> read(JobDirectory directory, int generation) {
        if (!Files.isRegularFile(directory.outcome())) {
            return Optional.empty();
        }
        try {
            JsonObject fields = Json.readObject(Files.readAllBytes(directory.outcome()));
            if (fields.number("generation").orElse(-1L) != generation) {
                return Optional.empty();
            }
            return Optional.of(decode(fields));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Outcome decode(JsonObject fields) {
        Ending ending = new Ending(
                fields.string("reason").map(Reason::ofWireName),
                fields.string("message"),
                fields.string("errorClass"),
                fields.string("retryAt").map(Instant::parse),
                ExitCode.valueOf(fields.string("exitCode").orElseThrow()));
        JsonObject usage = fields.object("usage");
        Optional<Usage> counted = usage.number("totalTokens")
                .map(total -> new Usage(
                        usage.number("inputTokens").orElse(0L),
                        usage.number("cachedInputTokens").orElse(0L),
                        usage.number("outputTokens").orElse(0L),
                        usage.number("reasoningOutputTokens").orElse(0L),
                        total));
        return new Outcome(
                JobState.ofWireName(fields.string("state").orElseThrow()),
                ending,
                new WorkResult(
                        fields.strings("touchedFiles"),
                        fields.strings("reasoningSummary"),
                        counted,
                        fields.string("degraded")),
                fields.string("turnStatus"));
    }
}
