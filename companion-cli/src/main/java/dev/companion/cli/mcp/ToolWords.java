package dev.companion.cli.mcp;

import static dev.companion.core.json.Json.fields;

import dev.companion.cli.mcp.CommandCalls.Printed;
import dev.companion.cli.mcp.CommandCalls.Said;
import dev.companion.cli.render.EventText;
import dev.companion.cli.render.NotRun;
import dev.companion.cli.render.TaskOutput;
import dev.companion.cli.render.review.ReviewOutput;
import dev.companion.cli.render.review.ReviewReport;
import dev.companion.cli.render.review.StoredReview;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobKind;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.settings.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes the answers: the document of the command, and the same in words. Used by one thread. */
final class ToolWords {
    private static final String RESULT = Tool.RESULT.command();

    private final CommandCalls commands;

    ToolWords(CommandCalls commands) {
        this.commands = commands;
    }

    /** A command that failed before it did anything. */
    ToolResult failure(Tool tool, Printed printed) {
        JsonObject error = printed.document().object("error");
        String what = EventText.plain(error.string("message").orElse("it failed"));
        String remedy = EventText.plain(error.string("remedy").orElse("see: companion doctor"));
        return new ToolResult(
                List.of((tool.makesJob() ? NotRun.WORD : "") + what + "\n" + remedy), printed.document(), true);
    }

    /** A job that was put into the background. */
    ToolResult queued(Printed printed) {
        String id = printed.document().string("jobId").orElseThrow();
        String state = printed.document().string("status").orElse("queued");
        return new ToolResult(
                List.of("job " + id + " is " + state + "; it goes on by itself\n" + next(id)),
                printed.document(),
                false);
    }

    /** A job that takes longer than the call may. */
    ToolResult running(Job job, Duration waited) {
        String id = job.id().value();
        String text = "job " + id + " is " + job.state().wireName() + " ("
                + job.phase().wireName() + ") after " + Durations.format(waited)
                + "; it goes on by itself, and nothing of it is lost\n" + next(id);
        Map<String, @Nullable Object> document = fields("schemaVersion", 1, "jobId", id);
        document.put("status", job.state().wireName());
        document.put("phase", job.phase().wireName());
        document.put("title", job.title());
        document.put("logFile", job.logFile());
        document.put("waitedMs", waited.toMillis());
        document.put("next", fields("tool", Tool.WAIT.toolName(), "arguments", fields(Parameters.JOBS, List.of(id))));
        return new ToolResult(List.of(text), JsonObject.of(document), false);
    }

    private static String next(String id) {
        return "next: the tool wait with " + Json.text(fields(Parameters.JOBS, List.of(id))) + ", then result with "
                + Json.text(fields(Parameters.JOB, id)) + "; the tool cancel stops it";
    }

    /** A review without a change is no job. */
    ToolResult nothingToReview(Printed printed) {
        String summary = printed.document().object("context").string("summary").orElse("Nothing to review");
        return new ToolResult(List.of(EventText.plain(summary)), printed.document(), false);
    }

    /** The end of a job that the call stayed with: the document of its own command. */
    ToolResult finished(Job job) {
        return ended(
                commands.document((app, terminal) -> {
                    if (job.kind() == JobKind.TASK) {
                        return new TaskOutput(app, terminal, Format.JSON).finished(job);
                    }
                    ReviewReport report = new StoredReview(app).report(job);
                    new ReviewOutput(terminal, Format.JSON).print(report);
                    new TaskOutput(app, terminal, Format.JSON).sayHow(job);
                    return StoredReview.exitCode(job, report, Optional.empty());
                }),
                job);
    }

    /** What is stored of a job that has ended. */
    ToolResult result(List<String> words) {
        List<String> line = new ArrayList<>(List.of("--exit-status"));
        line.addAll(words);
        Printed printed = commands.document(RESULT, line);
        if (printed.isFailure()) {
            return failure(Tool.RESULT, printed);
        }
        return ended(printed, find(printed.document().object("job")));
    }

    private Job find(JsonObject job) {
        JobId id = new JobId(job.string("id").orElseThrow());
        return commands.app().store().find(id).orElseThrow();
    }

    private ToolResult ended(Printed printed, Job job) {
        String format = job.kind() == JobKind.TASK ? Format.TEXT.wireName() : Format.MARKDOWN.wireName();
        Said said = commands.text(format, RESULT, List.of("--", job.id().value()));
        List<String> texts = new ArrayList<>();
        boolean isError = printed.exit() != ExitCode.OK || said.exit() != ExitCode.OK;
        if (isError) {
            texts.add(reason(printed, job));
        }
        // Hosts refuse a text of nothing but space.
        if (!said.text().isBlank()) {
            texts.add(said.text());
        }
        texts.add(about(job, said));
        return new ToolResult(texts, printed.document(), isError);
    }

    private static String reason(Printed printed, Job job) {
        if (!printed.stderr().isEmpty()) {
            return printed.stderr();
        }
        String nothing =
                "job " + job.id() + " has " + (job.kind() == JobKind.TASK ? "no output" : "no review or no verdict");
        return NotRun.words(job).orElse(nothing);
    }

    private static String about(Job job, Said said) {
        String thread = job.threadId().map(id -> ", thread " + id).orElse("");
        String cut = said.isCut() ? "; cut here, all " + said.length() + " bytes are " + whole(job) : "";
        String degraded = job.result()
                .degraded()
                .map(words -> "; warning: " + EventText.plain(words) + "; see: companion doctor")
                .orElse("");
        return "[job " + job.id() + " " + job.state().wireName() + thread + cut + degraded + "]";
    }

    private static String whole(Job job) {
        return job.kind() == JobKind.TASK
                ? "in " + job.outputPath()
                : "what is printed by: companion result " + job.id() + " --output markdown";
    }

    /** The listing, or one job. */
    ToolResult status(Printed printed, List<String> line) {
        Said said = commands.text(Format.MARKDOWN.wireName(), Tool.STATUS.command(), line);
        return new ToolResult(List.of(said.text()), printed.document(), false);
    }

    /** Jobs that were waited for. */
    ToolResult waited(Printed printed) {
        List<String> lines = new ArrayList<>();
        for (JsonObject job : printed.document().objects("jobs")) {
            lines.add("job " + job.string("id").orElseThrow() + " "
                    + job.string("status").orElseThrow());
        }
        boolean timedOut = printed.document().flag("timedOut");
        lines.add(
                timedOut
                        ? "next: the tool wait again; the jobs go on by themselves"
                        : "next: the tool result for what Codex said");
        boolean isError = printed.exit() != ExitCode.OK && printed.exit() != ExitCode.PENDING;
        if (isError) {
            lines.add(0, notRun(printed) + printed.stderr());
        }
        return new ToolResult(List.of(String.join("\n", lines)), printed.document(), isError);
    }

    /** Only where it is true of every job that has ended. */
    private String notRun(Printed printed) {
        List<JsonObject> jobs = printed.document().objects("jobs");
        boolean none = !jobs.isEmpty() && jobs.stream().map(this::find).allMatch(Job::ranWithoutCodex);
        return none ? NotRun.WORD : "";
    }

    /** A job that was called off. */
    ToolResult cancelled(Printed printed) {
        JsonObject document = printed.document();
        String text = "job " + document.string("jobId").orElseThrow() + " "
                + document.string("status").orElseThrow();
        boolean isError = printed.exit() != ExitCode.OK;
        return new ToolResult(List.of(isError ? text + "\n" + printed.stderr() : text), document, isError);
    }
}
