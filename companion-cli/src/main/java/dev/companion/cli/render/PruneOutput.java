package dev.companion.cli.render;

import dev.companion.cli.app.App;
import dev.companion.cli.terminal.Format;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.job.Job;
import java.util.List;

/** What {@code prune} prints. */
public final class PruneOutput {
    private final Terminal terminal;
    private final Format format;
    private final JobJson json;

    /** Prints in the given format. */
    public PruneOutput(App app, Terminal terminal, Format format) {
        this.terminal = terminal;
        this.format = format;
        this.json = new JobJson(app.clock(), new ProgressPreview(app::root));
    }

    /** The jobs that were removed, or would be. */
    public void print(List<Job> jobs, boolean dryRun) {
        switch (format) {
            case JSON ->
                terminal.print(generator -> {
                    generator.writeStartObject();
                    generator.writeNumberField("schemaVersion", 1);
                    generator.writeBooleanField("dryRun", dryRun);
                    generator.writeArrayFieldStart("removed");
                    for (Job job : jobs) {
                        json.write(generator, job);
                    }
                    generator.writeEndArray();
                    generator.writeEndObject();
                });
            case JSONL -> jobs.forEach(job -> terminal.print(generator -> json.write(generator, job)));
            case ID -> jobs.forEach(job -> terminal.print(job.id().value()));
            case TEXT, MARKDOWN -> {
                jobs.forEach(job ->
                        terminal.print(job.id() + " " + job.state().wireName() + "  " + EventText.plain(job.title())));
                terminal.flushOrStop();
                terminal.hint(jobs.size()
                        + (jobs.size() == 1 ? " job " : " jobs ")
                        + (dryRun ? "would be removed" : "removed"));
            }
            case SARIF, GITHUB -> throw new IllegalArgumentException("jobs have no form " + format);
        }
    }
}
