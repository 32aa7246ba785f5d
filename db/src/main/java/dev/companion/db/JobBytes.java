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
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A job's whole record as bytes, there and back: the fields in the order of {@link Job}, enums by their wire names. Stateless. */
final class JobBytes {
    void write(DataOutputStream out, Job job) throws IOException {
        writeText(out, job.id().value());
        writeText(out, job.kind().wireName());
        writeText(out, job.title());
        writeText(out, job.summary());
        writeText(out, job.state().wireName());
        writeText(out, job.phase().wireName());
        writeText(out, job.workspace().root());
        write(out, job.workspace().repository(), this::writeText);
        writeText(out, job.cwd());
        write(out, job.sessionId(), this::writeText);
        writeAsked(out, job.asked());
        writeEffective(out, job.effective());
        write(out, job.threadId(), this::writeText);
        write(out, job.turnId(), this::writeText);
        write(out, job.worker(), (to, worker) -> {
            to.writeLong(worker.pid());
            writeInstant(to, worker.startedAt());
        });
        out.writeInt(job.generation());
        writeText(out, job.outputPath());
        writeText(out, job.logFile());
        writeInstant(out, job.createdAt());
        write(out, job.startedAt(), this::writeInstant);
        write(out, job.completedAt(), this::writeInstant);
        writeInstant(out, job.updatedAt());
        write(out, job.notBefore(), this::writeInstant);
        write(out, job.ending(), this::writeEnding);
        writeResult(out, job.result());
        writeLabels(out, job.labels());
        write(out, job.idempotencyKey(), this::writeText);
        writeText(out, job.requestDigest());
        out.writeLong(job.version());
    }

    /** @throws IOException if it is no job record */
    Job read(DataInputStream in) throws IOException {
        try {
            JobDraft draft = new JobDraft()
                    .id(new JobId(readText(in)))
                    .kind(JobKind.ofWireName(readText(in)))
                    .title(readText(in))
                    .summary(readText(in))
                    .state(JobState.ofWireName(readText(in)))
                    .phase(Phase.ofWireName(readText(in)))
                    .workspace(new Workspace(readText(in), read(in, this::readText)))
                    .cwd(readText(in))
                    .sessionId(read(in, this::readText))
                    .asked(readAsked(in))
                    .effective(readEffective(in))
                    .threadId(read(in, this::readText))
                    .turnId(read(in, this::readText));
            if (in.readBoolean()) {
                draft.worker(in.readLong(), readInstant(in));
            }
            return draft.generation(in.readInt())
                    .outputPath(readText(in))
                    .logFile(readText(in))
                    .createdAt(readInstant(in))
                    .startedAt(read(in, this::readInstant))
                    .completedAt(read(in, this::readInstant))
                    .updatedAt(readInstant(in))
                    .notBefore(read(in, this::readInstant))
                    .ending(read(in, this::readEnding))
                    .result(readResult(in))
                    .labels(readLabels(in))
                    .idempotencyKey(read(in, this::readText))
                    .requestDigest(readText(in))
                    .version(in.readLong())
                    .build();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("not a job record: " + e.getMessage(), e);
        }
    }

    private void writeAsked(DataOutputStream out, Asked asked) throws IOException {
        writeText(out, asked.sandbox().wireName());
        write(out, asked.model(), this::writeText);
        write(out, asked.effort(), this::writeText);
        write(out, asked.serviceTier(), this::writeText);
        writeTransport(out, asked.transport());
    }

    private Asked readAsked(DataInputStream in) throws IOException {
        return new Asked(
                readSandbox(in),
                read(in, this::readText),
                read(in, this::readText),
                read(in, this::readText),
                readTransport(in));
    }

    private void writeEffective(DataOutputStream out, Effective effective) throws IOException {
        write(out, effective.sandbox(), this::writeSandbox);
        write(out, effective.model(), this::writeText);
        write(out, effective.serviceTier(), this::writeText);
        write(out, effective.codexVersion(), this::writeText);
        write(out, effective.transport(), this::writeTransport);
    }

    private Effective readEffective(DataInputStream in) throws IOException {
        return new Effective(
                read(in, this::readSandbox),
                read(in, this::readText),
                read(in, this::readText),
                read(in, this::readText),
                read(in, this::readTransport));
    }

    private void writeSandbox(DataOutputStream out, Sandbox sandbox) throws IOException {
        writeText(out, sandbox.wireName());
    }

    private Sandbox readSandbox(DataInputStream in) throws IOException {
        return Sandbox.find(readText(in)).orElseThrow(() -> new IOException("not a job record: no sandbox"));
    }

    private void writeTransport(DataOutputStream out, Transport transport) throws IOException {
        writeText(out, transport.wireName());
    }

    private Transport readTransport(DataInputStream in) throws IOException {
        return Transport.find(readText(in)).orElseThrow(() -> new IOException("not a job record: no transport"));
    }

    private void writeEnding(DataOutputStream out, Ending ending) throws IOException {
        write(out, ending.reason(), (to, reason) -> writeText(to, reason.wireName()));
        write(out, ending.message(), this::writeText);
        write(out, ending.errorClass(), this::writeText);
        write(out, ending.retryAt(), this::writeInstant);
        writeText(out, ending.exitCode().name());
    }

    private Ending readEnding(DataInputStream in) throws IOException {
        return new Ending(
                read(in, from -> Reason.ofWireName(readText(from))),
                read(in, this::readText),
                read(in, this::readText),
                read(in, this::readInstant),
                ExitCode.valueOf(readText(in)));
    }

    private void writeResult(DataOutputStream out, WorkResult result) throws IOException {
        writeTexts(out, result.touchedFiles());
        writeTexts(out, result.reasoningSummary());
        write(out, result.usage(), JobBytes::writeUsage);
        write(out, result.degraded(), this::writeText);
    }

    private WorkResult readResult(DataInputStream in) throws IOException {
        return new WorkResult(readTexts(in), readTexts(in), read(in, JobBytes::readUsage), read(in, this::readText));
    }

    private static void writeUsage(DataOutputStream out, Usage usage) throws IOException {
        out.writeLong(usage.inputTokens());
        out.writeLong(usage.cachedInputTokens());
        out.writeLong(usage.outputTokens());
        out.writeLong(usage.reasoningOutputTokens());
        out.writeLong(usage.totalTokens());
    }

    private static Usage readUsage(DataInputStream in) throws IOException {
        return new Usage(in.readLong(), in.readLong(), in.readLong(), in.readLong(), in.readLong());
    }

    private void writeLabels(DataOutputStream out, Map<String, String> labels) throws IOException {
        out.writeInt(labels.size());
        for (Map.Entry<String, String> label : labels.entrySet()) {
            writeText(out, label.getKey());
            writeText(out, label.getValue());
        }
    }

    private Map<String, String> readLabels(DataInputStream in) throws IOException {
        Map<String, String> labels = new LinkedHashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            labels.put(readText(in), readText(in));
        }
        return labels;
    }

    private void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            writeText(out, text);
        }
    }

    private List<String> readTexts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            texts.add(readText(in));
        }
        return texts;
    }

    private void writeInstant(DataOutputStream out, Instant instant) throws IOException {
        out.writeLong(instant.getEpochSecond());
        out.writeInt(instant.getNano());
    }

    private Instant readInstant(DataInputStream in) throws IOException {
        return Instant.ofEpochSecond(in.readLong(), in.readInt());
    }

    void writeText(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }

    String readText(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException("not a text");
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static <T> void write(DataOutputStream out, Optional<T> value, Writer<T> writer) throws IOException {
        out.writeBoolean(value.isPresent());
        if (value.isPresent()) {
            writer.write(out, value.orElseThrow());
        }
    }

    private static <T> Optional<T> read(DataInputStream in, Reader<T> reader) throws IOException {
        return in.readBoolean() ? Optional.of(reader.read(in)) : Optional.empty();
    }

    private interface Writer<T> {
        void write(DataOutputStream out, T value) throws IOException;
    }

    private interface Reader<T> {
        T read(DataInputStream in) throws IOException;
    }
}
