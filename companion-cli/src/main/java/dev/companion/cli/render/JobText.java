package dev.companion.cli.render;

import dev.companion.cli.terminal.Terminal;
import dev.companion.core.job.Ending;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobFields;
import dev.companion.core.job.Reason;
import dev.companion.core.job.Sandbox;
import dev.companion.core.job.Usage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One job for people: what is known of it, a line each; what is not known is left out. */
public final class JobText {
    private static final int NAME_WIDTH = 10;

    private final StatusText table;
    private final ProgressPreview preview;
    private final StoredLimits limits;

    /** Shows jobs as of the clock of {@code times}. */
    public JobText(JobJson times, ProgressPreview preview, StoredLimits limits, Terminal terminal) {
        this.limits = limits;
        this.table = new StatusText(times, terminal);
        this.preview = preview;
    }

    /** The lines. */
    public List<String> lines(Job job) {
        List<String> lines = new ArrayList<>();
        String status = job.state().wireName();
        String detail = StatusText.detail(job);
        add(lines, "job", job.id().value());
        add(lines, "status", detail.isEmpty() ? status : status + " (" + detail + ")");
        add(lines, "time", table.time(job));
        add(lines, "title", job.title());
        addEnding(lines, job);
        addIf(lines, "degraded", job.result().degraded());
        add(lines, "workspace", job.workspace().root());
        addIf(
                lines,
                "cwd",
                Optional.of(job.cwd()).filter(cwd -> !cwd.equals(job.workspace().root())));
        addIf(lines, "session", job.sessionId());
        addIf(lines, "thread", job.threadId());
        add(lines, "sandbox", sandbox(job));
        addIf(lines, "model", job.effective().model().or(() -> job.asked().model()));
        addIf(lines, "tier", job.effective().serviceTier());
        addIf(lines, "effort", job.asked().effort());
        addIf(lines, "codex", job.effective().codexVersion());
        add(lines, "created", JobFields.text(job.createdAt()));
        addIf(lines, "started", job.startedAt().map(JobFields::text));
        addIf(lines, "completed", job.completedAt().map(JobFields::text));
        job.result().touchedFiles().forEach(file -> add(lines, "touched", file));
        addIf(lines, "limits", limits.of(job).map(LimitsText::inWords));
        addIf(lines, "tokens", job.result().usage().map(JobText::tokens));
        job.labels().entrySet().stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .sorted()
                .forEach(label -> add(lines, "label", label));
        add(lines, "output", job.outputPath());
        add(lines, "log", job.logFile());
        addIf(lines, "resume", job.resumeCommand());
        if (job.isActive()) {
            preview.of(job).forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private static void addEnding(List<String> lines, Job job) {
        addIf(lines, "reason", job.ending().flatMap(Ending::reason).map(Reason::wireName));
        addIf(lines, "message", job.ending().flatMap(Ending::message));
        addIf(lines, "class", job.ending().flatMap(Ending::errorClass));
        addIf(lines, "retry at", job.ending().flatMap(Ending::retryAt).map(JobFields::text));
    }

    private static String sandbox(Job job) {
        String asked = job.asked().sandbox().wireName();
        return job.effective()
                .sandbox()
                .map(Sandbox::wireName)
                .filter(effective -> !effective.equals(asked))
                .map(effective -> asked + ", in effect " + effective)
                .orElse(asked);
    }

    private static String tokens(Usage usage) {
        return usage.totalTokens() + " (" + usage.inputTokens() + " in, " + usage.outputTokens() + " out)";
    }

    private static void addIf(List<String> lines, String name, Optional<String> value) {
        value.ifPresent(text -> add(lines, name, text));
    }

    private static void add(List<String> lines, String name, String value) {
        lines.add(Columns.pad(name, NAME_WIDTH) + " " + EventText.plain(value));
    }
}
