package dev.companion.cli.render;

import dev.companion.cli.app.App;
import dev.companion.cli.terminal.Format;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.job.Job;
import java.util.List;

/** What {@code wait} prints. */
public final class WaitOutput {
    private final Terminal terminal;
    private final Format format;
    private final JobJson json;

    /** Prints in the given format. */
    public WaitOutput(App app, Terminal terminal, Format format) {
        this.terminal = terminal;
        this.format = format;
        this.json = new JobJson(app.clock(), new ProgressPreview(app::root));
    }

    /** The jobs as they are, in the order in which they were asked for. */
    public void print(List<Job> jobs, boolean timedOut) {
        switch (format) {
            case JSON ->
                terminal.print(generator -> {
                    generator.writeStartObject();
                    generator.writeNumberField("schemaVersion", 1);
                    generator.writeArrayFieldStart("jobs");
                    for (Job job : jobs) {
                        json.write(generator, job);
                    }
                    generator.writeEndArray();
                    generator.writeBooleanField("timedOut", timedOut);
                    generator.writeEndObject();
                });
            case JSONL -> jobs.forEach(job -> terminal.print(generator -> json.write(generator, job)));
            case ID ->
                jobs.stream()
                        .filter(job -> !job.isActive())
                        .forEach(job -> terminal.print(job.id().value()));
            case TEXT, MARKDOWN ->
                jobs.forEach(job -> terminal.print(job.id() + " " + job.state().wireName()));
            case SARIF, GITHUB -> throw new IllegalArgumentException("jobs have no form " + format);
        }
    }
}
