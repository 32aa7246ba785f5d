package dev.companion.cli.render;

import dev.companion.cli.app.App;
import dev.companion.cli.terminal.Format;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What {@code status} prints, in every format. */
public final class StatusOutput {
    private final App app;
    private final Terminal terminal;
    private final Format format;
    private final ProgressPreview preview;
    private final JobJson jobs;

    /** Prints in the given format. */
    public StatusOutput(App app, Terminal terminal, Format format) {
        this.app = app;
        this.terminal = terminal;
        this.format = format;
        this.preview = new ProgressPreview(app::root);
        this.jobs = new JobJson(app.clock(), preview);
    }

    /** The listing, and for people what to type next. */
    public void print(Listing listing) {
        switch (format) {
            case JSON -> new StatusJson(app, terminal).print(listing);
            case JSONL -> new StatusJson(app, terminal).printLines(listing.jobs());
            case ID -> printIds(listing.jobs());
            case MARKDOWN -> {
                new StatusMarkdown(jobs, terminal).lines(listing.jobs()).forEach(terminal::print);
                reviewGate().ifPresent(line -> terminal.print("\n" + line));
            }
            case TEXT -> {
                table(listing);
                hints(listing);
                reviewGate().ifPresent(terminal::hint);
            }
            case SARIF, GITHUB -> throw notForJobs();
        }
    }

    /** The listing as text, without hints. */
    public void table(Listing listing) {
        new StatusText(jobs, terminal).print(listing);
    }

    private void hints(Listing listing) {
        terminal.flushOrStop();
        listing.running().stream().findFirst().ifPresent(job -> terminal.hint("next: " + EndingText.next(job)));
        listing.latestFinished().ifPresent(job -> {
            if (job.state() != JobState.COMPLETED) {
                terminal.hint(EndingText.what(job));
            }
            terminal.hint("next: " + EndingText.next(job));
        });
        if (listing.jobs().isEmpty()) {
            String elsewhere = listing.workspaceRoot().isPresent() ? " · companion status --all-workspaces" : "";
            terminal.hint("next: companion task \"what to do\"" + elsewhere);
        }
    }

    /** That the review gate is on, where that was read, and how to switch it off. */
    private Optional<String> reviewGate() {
        return app.reviewGateSource()
                .map(file -> "review gate: on (" + file + "); switch it off: companion setup --disable-review-gate");
    }

    /** One job. */
    public void print(Job job) {
        if (format == Format.JSON) {
            new StatusJson(app, terminal).print(job);
        } else {
            printOne(job);
        }
    }

    /** One job that was waited for: the time was over if it is still active. */
    public void print(Job job, Optional<Duration> limit) {
        if (format == Format.JSON) {
            new StatusJson(app, terminal).print(job, job.isActive(), limit);
            return;
        }
        printOne(job);
        if (job.isActive()) {
            terminal.say("job " + job.id() + " has not ended in that time");
        }
    }

    private void printOne(Job job) {
        switch (format) {
            case JSON, JSONL -> new StatusJson(app, terminal).printLines(List.of(job));
            case ID -> printIds(List.of(job));
            case MARKDOWN ->
                new StatusMarkdown(jobs, terminal).lines(List.of(job)).forEach(terminal::print);
            case TEXT -> {
                new JobText(jobs, preview, new StoredLimits(app::root), terminal)
                        .lines(job)
                        .forEach(terminal::print);
                terminal.flushOrStop();
                terminal.hint("next: " + EndingText.next(job));
            }
            case SARIF, GITHUB -> throw notForJobs();
        }
    }

    private IllegalArgumentException notForJobs() {
        return new IllegalArgumentException("jobs have no form " + format);
    }

    private void printIds(List<Job> list) {
        list.forEach(job -> terminal.print(job.id().value()));
    }
}
