package dev.companion.cli.claude;

import dev.companion.cli.app.App;
import dev.companion.cli.render.EndingText;
import dev.companion.cli.render.EventText;
import dev.companion.cli.render.NotRun;
import dev.companion.cli.render.TaskMarkdown;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.Failure;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobState;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.verification.ThreadCheck;
import dev.companion.core.verification.Verdict;
import dev.companion.core.verification.Verification;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the main conversation is told that a rescue agent brought back. It comes from the job's own record and from nothing that
 * the agent wrote: Codex's words as they are stored, or that there are none and why.
 */
final class RescueAnswer {
    private final App app;

    RescueAnswer(App app) {
        this.app = app;
    }

    /** The text for what is known of the agent's call. */
    String text(Optional<RescueRecords.Call> call) {
        if (call.isEmpty()) {
            return notRun("the rescue agent never called Codex: it had no such tool, or did not use it");
        }
        Optional<Job> job = call.get().key().flatMap(app.store()::findByIdempotencyKey);
        if (job.isPresent()) {
            return ofJob(job.get().id());
        }
        return switch (call.get().state()) {
            case STARTED -> notRun("the rescue agent never called Codex: it had no such tool, or did not use it");
            case ASKED -> notRun("the call of Codex was refused by Claude Code's permissions, or broke off");
            case ERROR -> refused(call.get().reason().orElse("the companion gave no reason"));
            case JOB -> ofJob(call.get().job().orElseThrow());
        };
    }

    private static String notRun(String reason) {
        return NotRun.WORD + reason + "\nWhat the agent wrote in its place is not Codex's and was withheld.\n"
                + "Next: allow the tool mcp__plugin_companion_companion__task (in Claude Code: /permissions), and see /companion:setup; then"
                + " type the command again.\n";
    }

    private static String refused(String reason) {
        String plain = EventText.plain(reason);
        return (plain.startsWith(NotRun.WORD) ? plain : NotRun.WORD + plain)
                + "\nWhat the agent wrote in its place is not Codex's and was withheld.\n";
    }

    private String ofJob(JobId id) {
        try {
            return ofJob(app.references().resolve(id.value()));
        } catch (Failure failure) {
            return "It is not known whether Codex ran: job " + id + " cannot be looked up: " + failure.message()
                    + "\nNext: " + failure.remedy() + "\n";
        }
    }

    private String ofJob(Job job) {
        if (job.isActive()) {
            return "Codex still works on job " + job.id() + " (" + job.state().wireName()
                    + "). There is no answer yet.\n" + "Next: /companion:wait " + job.id() + ", then /companion:result "
                    + job.id() + "\n";
        }
        Optional<String> notRun = NotRun.words(job);
        if (notRun.isPresent()) {
            return notRun.get() + "\nNext: " + EndingText.next(job) + "\n";
        }
        // Also makes up for a receipt that a killed worker did not come to write.
        String notes = String.join(
                "\n\n",
                new TaskMarkdown(
                                app,
                                Terminal.of(
                                        OutputStream.nullOutputStream(),
                                        OutputStream.nullOutputStream(),
                                        app.environment(),
                                        ""))
                        .notes(job));
        Verification verification = app.verifier(ThreadCheck.none()).ofJob(job);
        if (verification.verdict() == Verdict.ALTERED) {
            return "What is stored of job " + job.id() + " is not what Codex said, and is withheld: "
                    + verification.reason() + "\nNext: /companion:verify " + job.id() + "\n";
        }
        String words = output(job).map(text -> text + "\n\n").orElse("");
        if (job.state() == JobState.COMPLETED) {
            return (words.isEmpty() ? "Codex finished and said nothing.\n\n" : words) + notes + "\n";
        }
        return "Codex did not finish.\n\n" + words + notes + "\n";
    }

    private Optional<String> output(Job job) {
        Path file = new JobDirectory(app.root().jobDirectory(job.id())).output();
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ChatText.beginningOf(file));
        } catch (IOException e) {
            throw StoreFailures.of(e, file);
        }
    }
}
