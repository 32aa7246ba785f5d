package dev.companion.db;

import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Asked;
import dev.companion.core.job.Effective;
import dev.companion.core.job.Ending;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDraft;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Phase;
import dev.companion.core.job.Reason;
import dev.companion.core.job.Sandbox;
import dev.companion.core.job.Transport;
import dev.companion.core.job.Usage;
import dev.companion.core.job.WorkResult;
import dev.companion.core.job.Workspace;
import dev.companion.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A row of the table {@code job}: which column holds what, in both directions. */
final class JobRow {
    private JobRow() {}

    /** Every column with its value, in a fixed order; values as {@link Jdbc} takes them. */
    static Map<String, Object> columns(Job job) {
        Map<String, Object> columns = new LinkedHashMap<>();
        columns.put("id", job.id().value());
        columns.put("kind", job.kind().wireName());
        columns.put("title", job.title());
        columns.put("summary", job.summary());
        columns.put("state", job.state().wireName());
        columns.put("phase", job.phase().wireName());
        columns.put("workspace_root", job.workspace().root());
        columns.put("repository", job.workspace().repository());
        columns.put("cwd", job.cwd());
        columns.put("session_id", job.sessionId());
        putSettings(columns, job.asked(), job.effective());
        columns.put("thread_id", job.threadId());
        columns.put("turn_id", job.turnId());
        columns.put("worker_pid", job.worker().map(worker -> worker.pid()));
        columns.put("worker_started_at", job.worker().map(worker -> worker.startedAt()));
        columns.put("generation", job.generation());
        columns.put("output_path", job.outputPath());
        columns.put("log_file", job.logFile());
        columns.put("created_at", job.createdAt());
        columns.put("started_at", job.startedAt());
        columns.put("completed_at", job.completedAt());
        columns.put("updated_at", job.updatedAt());
        columns.put("not_before", job.notBefore());
        putEnding(columns, job.ending());
        putResult(columns, job.result());
        columns.put("idempotency_key", job.idempotencyKey());
        columns.put("request_digest", job.requestDigest());
        columns.put("version", job.version());
        return columns;
    }

    private static void putSettings(Map<String, Object> columns, Asked asked, Effective effective) {
        columns.put("sandbox", asked.sandbox().wireName());
        columns.put("model", asked.model());
        columns.put("effort", asked.effort());
        columns.put("service_tier", asked.serviceTier());
        columns.put("transport", asked.transport().wireName());
        columns.put("effective_sandbox", effective.sandbox().map(Sandbox::wireName));
        columns.put("effective_model", effective.model());
        columns.put("codex_version", effective.codexVersion());
        columns.put("effective_service_tier", effective.serviceTier());
        columns.put("effective_transport", effective.transport().map(Transport::wireName));
    }

    private static void putEnding(Map<String, Object> columns, Optional<Ending> ending) {
        columns.put("reason", ending.flatMap(Ending::reason).map(Reason::wireName));
        columns.put("error_message", ending.flatMap(Ending::message));
        columns.put("error_class", ending.flatMap(Ending::errorClass));
        columns.put("retry_at", ending.flatMap(Ending::retryAt));
        columns.put("exit_code", ending.map(end -> end.exitCode().code()));
    }

    private static void putResult(Map<String, Object> columns, WorkResult result) {
        columns.put("touched_files", Json.text(result.touchedFiles()));
        columns.put("reasoning_summary", Json.text(result.reasoningSummary()));
        columns.put("input_tokens", result.usage().map(Usage::inputTokens));
        columns.put("cached_input_tokens", result.usage().map(Usage::cachedInputTokens));
        columns.put("output_tokens", result.usage().map(Usage::outputTokens));
        columns.put("reasoning_output_tokens", result.usage().map(Usage::reasoningOutputTokens));
        columns.put("total_tokens", result.usage().map(Usage::totalTokens));
        columns.put("degraded", result.degraded());
    }

    /** The job of the row, without its labels. */
    static JobDraft read(ResultSet row) throws SQLException {
        JobDraft draft = new JobDraft()
                .id(new JobId(row.getString("id")))
                .kind(JobKind.ofWireName(row.getString("kind")))
                .title(row.getString("title"))
                .summary(row.getString("summary"))
                .state(JobState.ofWireName(row.getString("state")))
                .phase(Phase.ofWireName(row.getString("phase")))
                .workspace(new Workspace(row.getString("workspace_root"), text(row, "repository")))
                .cwd(row.getString("cwd"))
                .sessionId(text(row, "session_id"))
                .asked(asked(row))
                .effective(effective(row))
                .threadId(text(row, "thread_id"))
                .turnId(text(row, "turn_id"))
                .generation(row.getInt("generation"))
                .outputPath(row.getString("output_path"))
                .logFile(row.getString("log_file"))
                .createdAt(instant(row, "created_at").orElseThrow())
                .startedAt(instant(row, "started_at"))
                .completedAt(instant(row, "completed_at"))
                .updatedAt(instant(row, "updated_at").orElseThrow())
                .ending(ending(row))
                .notBefore(instant(row, "not_before"))
                .result(new WorkResult(
                        texts(row, "touched_files"),
                        texts(row, "reasoning_summary"),
                        usage(row),
                        text(row, "degraded")))
                .idempotencyKey(text(row, "idempotency_key"))
                .requestDigest(row.getString("request_digest"))
                .version(row.getLong("version"));
        Optional<Instant> workerStart = instant(row, "worker_started_at");
        return workerStart.isEmpty() ? draft : draft.worker(row.getLong("worker_pid"), workerStart.orElseThrow());
    }

    private static Asked asked(ResultSet row) throws SQLException {
        return new Asked(
                sandbox(row.getString("sandbox")),
                text(row, "model"),
                text(row, "effort"),
                text(row, "service_tier"),
                transport(row.getString("transport")));
    }

    private static Effective effective(ResultSet row) throws SQLException {
        return new Effective(
                text(row, "effective_sandbox").map(JobRow::sandbox),
                text(row, "effective_model"),
                text(row, "effective_service_tier"),
                text(row, "codex_version"),
                text(row, "effective_transport").map(JobRow::transport));
    }

    private static Transport transport(String name) {
        return Transport.find(name).orElseThrow();
    }

    private static Optional<Ending> ending(ResultSet row) throws SQLException {
        int code = row.getInt("exit_code");
        if (row.wasNull()) {
            return Optional.empty();
        }
        ExitCode exitCode = Arrays.stream(ExitCode.values())
                .filter(known -> known.code() == code)
                .findFirst()
                .orElseThrow();
        return Optional.of(new Ending(
                text(row, "reason").map(Reason::ofWireName),
                text(row, "error_message"),
                text(row, "error_class"),
                instant(row, "retry_at"),
                exitCode));
    }

    private static Optional<Usage> usage(ResultSet row) throws SQLException {
        long total = row.getLong("total_tokens");
        if (row.wasNull()) {
            return Optional.empty();
        }
        return Optional.of(new Usage(
                row.getLong("input_tokens"),
                row.getLong("cached_input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("reasoning_output_tokens"),
                total));
    }

    private static Sandbox sandbox(String name) {
        return Sandbox.find(name).orElseThrow();
    }

    private static Optional<String> text(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getString(column));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        if (text.equals("[]")) {
            // Nearly always, and a parser for each of them is most of what reading a row takes.
            return List.of();
        }
        List<String> texts = new ArrayList<>();
        byte[] json = text.getBytes(StandardCharsets.UTF_8);
        if (Json.read(json) instanceof List<?> elements) {
            elements.forEach(element -> texts.add(String.valueOf(element)));
        }
        return texts;
    }

    /** Also for the other tables. */
    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
