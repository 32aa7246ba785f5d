package dev.companion.cli.claude;

import dev.companion.cli.app.App;
import dev.companion.cli.render.EndingText;
import dev.companion.cli.render.EventText;
import dev.companion.core.failure.Failure;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobState;
import dev.companion.core.job.StoreFailures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the main conversation is told that a rescue agent brought back. It comes from the job's own record and from nothing that
 * the agent wrote: Codex's words as they are stored, or that there are none and why.
 */
final class RescueAnswer {
    private static final String NOT_RUN = "CODEX_NOT_RUN: ";

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
        return NOT_RUN + reason + "\nWhat the agent wrote in its place is not Codex's and was withheld.\n"
                + "Next: allow the tool mcp__plugin_companion_companion__task (in Claude Code: /permissions), and see /companion:setup; then"
                + " type the command again.\n";
    }

    private static String refused(String reason) {
        String plain = EventText.plain(reason);
        return (plain.startsWith(NOT_RUN) ? plain : NOT_RUN + plain)
                + "\nWhat the agent wrote in its place is not Codex's and was withheld.\n";
    }

    private String ofJob(JobId id) {
        try {
            return ofJob(app.references().resolve(id.value()));
        } catch (Failure failure) {
            return NOT_RUN + "job " + id + " cannot be looked up: " + failure.message() + "\nNext: " + failure.remedy()
                    + "\n";
        }
    }

    private String ofJob(Job job) {
        if (job.isActive()) {
            return "Codex still works on job " + job.id() + " (" + job.state().wireName()
                    + "). There is no answer yet.\n" + "Next: /companion:wait " + job.id() + ", then /companion:result "
                    + job.id() + "\n";
        }
        if (job.state() == JobState.COMPLETED) {
            return output(job).orElse("Codex finished and said nothing.\n") + footer(job);
        }
        if (job.threadId().isEmpty()) {
            return NOT_RUN + EndingText.what(job) + "\nNext: " + EndingText.next(job) + "\n";
        }
        return "Codex did not finish: " + EndingText.what(job) + "\nNext: " + EndingText.next(job) + "\n"
                + output(job)
                        .map(text -> "What it had said until then:\n\n" + text)
                        .orElse("") + footer(job);
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

    private static String footer(Job job) {
        return "\n\n— Codex, job " + job.id()
                + job.threadId().map(thread -> ", thread " + thread).orElse("") + "; check it: /companion:verify "
                + job.id()
                + "\n";
    }
}
