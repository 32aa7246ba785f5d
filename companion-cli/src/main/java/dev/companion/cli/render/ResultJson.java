package dev.companion.cli.render;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.cli.app.App;
import dev.companion.cli.render.review.ReviewOutput;
import dev.companion.cli.render.review.ReviewReport;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.json.JsonValues;
import java.io.IOException;
import java.util.Optional;

/** {@code result} as JSON; the output goes through in pieces, whatever its size. */
public final class ResultJson {
    private final Terminal terminal;
    private final JobJson jobs;
    private final OutputText outputs;
    private final JobEvidence evidence;

    /** Prints to the terminal. */
    public ResultJson(App app, Terminal terminal) {
        this.terminal = terminal;
        this.jobs = new JobJson(app.clock(), new ProgressPreview(app::root));
        this.outputs = new OutputText(app);
        this.evidence = new JobEvidence(app);
    }

    /**
     * The job and its record with the result.
     *
     * @param review of a review, as its own command prints it
     */
    public void print(Job job, Optional<ReviewReport> review) {
        terminal.print(generator -> {
            generator.writeStartObject();
            generator.writeNumberField("schemaVersion", 1);
            generator.writeFieldName("job");
            jobs.write(generator, job);
            generator.writeObjectFieldStart("storedJob");
            jobs.writeFields(generator, job);
            writeResult(generator, job);
            outputs.writeField(generator, "rendered", job);
            generator.writeFieldName("review");
            if (review.isPresent()) {
                ReviewOutput.write(generator, review.get());
            } else {
                generator.writeNull();
            }
            generator.writeEndObject();
            generator.writeEndObject();
        });
    }

    private void writeResult(JsonGenerator generator, Job job) throws IOException {
        generator.writeObjectFieldStart("result");
        generator.writeNumberField("status", job.state() == JobState.COMPLETED ? 0 : 1);
        generator.writeStringField("threadId", job.threadId().orElse(null));
        generator.writeStringField("turnId", job.turnId().orElse(null));
        outputs.writeField(generator, "rawOutput", job);
        JsonArrays.write(generator, "touchedFiles", job.result().touchedFiles());
        JsonArrays.write(generator, "reasoningSummary", job.result().reasoningSummary());
        generator.writeFieldName("receipt");
        JsonValues.write(generator, ReceiptJson.of(evidence.receipt(job)));
        generator.writeFieldName("git");
        JsonValues.write(generator, ChangesJson.of(job, evidence.changes(job)));
        generator.writeStringField("codexNotRun", NotRun.words(job).orElse(null));
        generator.writeEndObject();
    }
}
