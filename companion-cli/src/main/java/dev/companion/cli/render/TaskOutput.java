package dev.companion.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.cli.app.App;
import dev.companion.cli.terminal.Format;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Ending;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.JobState;
import dev.companion.core.job.RemoteServer;
import dev.companion.core.job.Submission;
import dev.companion.core.job.ThreadTarget;
import dev.companion.core.json.JsonValues;
import java.io.IOException;

/** What {@code task} prints. */
public final class TaskOutput {
    private final App app;
    private final Terminal terminal;
    private final Format format;
    private final OutputText outputs;

    /** Prints in the given format. */
    public TaskOutput(App app, Terminal terminal, Format format) {
        this.app = app;
        this.terminal = terminal;
        this.format = format;
        this.outputs = new OutputText(app);
    }

    /** A job that was put into the background. */
    public void queued(Submission.Submitted submitted) {
        Job job = submitted.job();
        if (format == Format.JSON || format == Format.JSONL) {
            terminal.print(generator -> writeQueued(generator, submitted));
            return;
        }
        terminal.print(job.id().value());
        if (format == Format.TEXT) {
            job.notBefore().ifPresent(at -> terminal.hint("waits until " + LocalTimes.of(at, job.createdAt())));
            terminal.hint((submitted.replayed() ? "already " : "") + job.state().wireName() + ": " + job.title());
            terminal.hint("companion status " + job.id() + " · companion result " + job.id() + " · companion cancel "
                    + job.id());
        }
    }

    private static void writeQueued(JsonGenerator generator, Submission.Submitted submitted) throws IOException {
        Job job = submitted.job();
        generator.writeStartObject();
        generator.writeNumberField("schemaVersion", 1);
        generator.writeStringField("jobId", job.id().value());
        generator.writeStringField("status", job.state().wireName());
        generator.writeStringField("title", job.title());
        generator.writeStringField("summary", job.summary());
        generator.writeStringField("logFile", job.logFile());
        generator.writeBooleanField("replayed", submitted.replayed());
        generator.writeEndObject();
    }

    /** A job that the command stays with: its id goes to stderr at once. */
    public void announce(Job job) {
        terminal.say("job " + job.id());
        job.notBefore().ifPresent(at -> terminal.hint("waits until " + LocalTimes.of(at, job.createdAt())));
    }

    /** A line of the event log of a job that the command stays with. */
    public void event(byte[] line) {
        if (format == Format.JSONL) {
            terminal.write(line);
            terminal.write(new byte[] {'\n'});
            terminal.flushOrStop();
        }
    }

    /** The end of a job that the command stayed with; returns what to exit with. */
    public ExitCode finished(Job job) {
        Ending ending = job.ending().orElse(Ending.COMPLETED);
        if (format == Format.JSON) {
            terminal.print(generator -> writeFinished(generator, job));
        } else if (format == Format.ID) {
            terminal.print(job.id().value());
        } else if (format == Format.MARKDOWN) {
            new TaskMarkdown(app, terminal).print(job);
        } else if (format == Format.TEXT) {
            outputs.print(terminal, job);
        }
        sayHow(job);
        if (format == Format.TEXT) {
            ChangesText.of(app, job).forEach(terminal::say);
        }
        return ending.exitCode();
    }

    /** Says on stderr what is wrong with the end of a job, if something is. */
    public void sayHow(Job job) {
        job.result().degraded().ifPresent(words -> {
            terminal.flushOrStop();
            terminal.say("warning: " + EventText.plain(words) + "; see: companion doctor");
        });
        if (job.state() != JobState.COMPLETED) {
            terminal.flushOrStop();
            terminal.say(NotRun.words(job).orElseGet(() -> EndingText.what(job)));
            terminal.say(EndingText.next(job));
        }
    }

    private void writeFinished(JsonGenerator generator, Job job) throws IOException {
        generator.writeStartObject();
        generator.writeNumberField("schemaVersion", 1);
        generator.writeNumberField("status", job.state() == JobState.COMPLETED ? 0 : 1);
        generator.writeStringField("threadId", job.threadId().orElse(null));
        outputs.writeField(generator, "rawOutput", job);
        JsonArrays.write(generator, "touchedFiles", job.result().touchedFiles());
        JsonArrays.write(generator, "reasoningSummary", job.result().reasoningSummary());
        generator.writeStringField("jobId", job.id().value());
        generator.writeFieldName("job");
        new JobJson(app.clock(), new ProgressPreview(app::root)).write(generator, job);
        JobEvidence evidence = new JobEvidence(app);
        generator.writeFieldName("receipt");
        JsonValues.write(generator, ReceiptJson.of(evidence.receipt(job)));
        generator.writeFieldName("git");
        JsonValues.write(generator, ChangesJson.of(job, evidence.changes(job)));
        generator.writeStringField("codexNotRun", NotRun.words(job).orElse(null));
        generator.writeEndObject();
    }

    /** What would be sent, and under which policy. */
    public void dryRun(JobRequest request) {
        if (format == Format.JSON) {
            terminal.print(generator -> writeDryRun(generator, request));
            return;
        }
        terminal.print("workspace  " + request.workspace().root());
        terminal.print("cwd        " + request.cwd());
        terminal.print("thread     " + thread(request));
        terminal.print("sandbox    " + request.asked().sandbox().wireName() + (request.network() ? ", network" : ""));
        request.addDirs().forEach(directory -> terminal.print("writable   " + directory));
        terminal.print("approval   never");
        terminal.print("model      " + request.asked().model().orElse("(Codex's own setting)"));
        request.asked().effort().ifPresent(effort -> terminal.print("effort     " + effort));
        terminal.print("codex      " + codex(request));
        terminal.print("prompt     " + request.prompt().length() + " characters:");
        terminal.print(request.prompt());
    }

    private static void writeDryRun(JsonGenerator generator, JobRequest request) throws IOException {
        generator.writeStartObject();
        generator.writeNumberField("schemaVersion", 1);
        generator.writeBooleanField("dryRun", true);
        generator.writeStringField("workspaceRoot", request.workspace().root());
        generator.writeStringField("cwd", request.cwd());
        generator.writeStringField("thread", thread(request));
        generator.writeStringField("sandbox", request.asked().sandbox().wireName());
        generator.writeBooleanField("network", request.network());
        JsonArrays.write(generator, "addDirs", request.addDirs());
        generator.writeStringField("approvalPolicy", "never");
        generator.writeStringField("model", request.asked().model().orElse(null));
        generator.writeStringField("effort", request.asked().effort().orElse(null));
        generator.writeStringField("serviceTier", request.asked().serviceTier().orElse(null));
        generator.writeStringField("codex", codex(request));
        generator.writeStringField("prompt", request.prompt());
        generator.writeEndObject();
    }

    private static String codex(JobRequest request) {
        return request.remote().map(RemoteServer::url).orElseGet(request::codexBinary);
    }

    private static String thread(JobRequest request) {
        ThreadTarget target = request.thread();
        if (target instanceof ThreadTarget.Resume resume) {
            return "resume " + resume.threadId();
        }
        return target instanceof ThreadTarget.Fork fork ? "fork of " + fork.threadId() : "new";
    }
}
