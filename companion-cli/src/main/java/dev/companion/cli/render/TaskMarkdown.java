package dev.companion.cli.render;

import dev.companion.cli.app.App;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import java.util.ArrayList;
import java.util.List;

/** The end of a task for chat clients, which show stdout alone: the message, what is to be known of it, the receipt. */
public final class TaskMarkdown {
    private final Terminal terminal;
    private final OutputText outputs;
    private final JobEvidence evidence;

    /** Prints to the terminal. */
    public TaskMarkdown(App app, Terminal terminal) {
        this.terminal = terminal;
        this.outputs = new OutputText(app);
        this.evidence = new JobEvidence(app);
    }

    /** Prints it; what Codex said stands first and as it is. */
    public void print(Job job) {
        boolean blank = false;
        if (outputs.isThere(job)) {
            outputs.print(terminal, job);
            blank = true;
        }
        for (String line : notes(job)) {
            if (blank) {
                terminal.print("");
            }
            terminal.print(line);
            blank = true;
        }
    }

    /** What is to be known of it, the receipt last. */
    public List<String> notes(Job job) {
        List<String> notes = new ArrayList<>();
        if (job.state() != JobState.COMPLETED) {
            notes.add(NotRun.words(job).orElseGet(() -> EndingText.what(job)));
            notes.add("Next: " + EndingText.next(job));
        }
        job.result().degraded().ifPresent(words -> notes.add("Warning: " + EventText.plain(words)));
        notes.addAll(ChangesText.lines(job, evidence.changes(job)));
        evidence.receipt(job).ifPresent(receipt -> notes.add(footer(receipt.text())));
        return notes;
    }

    /** The one line that ends what a chat client shows of a job. */
    public static String footer(String receipt) {
        return "`" + receipt + "`";
    }
}
