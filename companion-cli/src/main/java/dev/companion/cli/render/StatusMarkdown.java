package dev.companion.cli.render;

import dev.companion.core.job.Job;
import java.util.ArrayList;
import java.util.List;

/** Jobs as a Markdown table, for chat clients. */
public final class StatusMarkdown {
    private final StatusText table;

    /** Shows jobs as of the clock of {@code times}. */
    public StatusMarkdown(JobJson times, Terminal terminal) {
        this.table = new StatusText(times, terminal);
    }

    /** The lines. */
    public List<String> lines(List<Job> jobs) {
        if (jobs.isEmpty()) {
            return List.of("No jobs.");
        }
        List<String> lines = new ArrayList<>();
        lines.add("| Job | Status | Time | Detail | Thread | Title | Next |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- |");
        for (Job job : jobs) {
            lines.add("| `" + job.id() + "` | " + job.state().wireName() + " | " + table.time(job) + " | "
                    + StatusText.detail(job) + " | " + cell(job.threadId().orElse("")) + " | " + cell(job.title())
                    + " | "
                    + cell(EndingText.next(job)) + " |");
        }
        return lines;
    }

    /** Words of others must not become a column, a link, code or HTML. */
    private static String cell(String text) {
        return EventText.plain(text).replaceAll("[\\\\`*_\\[\\]<>|#!&]", "\\\\$0");
    }
}
