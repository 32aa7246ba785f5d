package dev.companion.cli.render.review;

import static dev.companion.core.json.Json.fields;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.cli.app.Version;
import dev.companion.core.json.JsonValues;
import dev.companion.core.review.finding.Comparison;
import dev.companion.core.review.finding.Severity;
import dev.companion.core.review.finding.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A review as a SARIF 2.1.0 log with one run. A review without a usable end is a run that was not successful, never a run
 * without results.
 */
final class ReviewSarif {
    private static final String SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";

    /** Writes it. */
    void write(JsonGenerator generator, ReviewReport report) throws IOException {
        JsonValues.write(generator, fields("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run(report))));
    }

    private static Map<String, @Nullable Object> run(ReviewReport report) {
        Map<String, @Nullable Object> driver = fields("name", "companion", "version", Version.CURRENT);
        driver.put(
                "rules", Arrays.stream(Severity.values()).map(SarifResult::rule).toList());
        Map<String, @Nullable Object> properties = fields(
                "verdict", report.outcome().verdict().map(Verdict::wireName).orElse(null));
        properties.put(
                "summary",
                report.outcome()
                        .summary()
                        .map(words -> String.join("\n", Words.lines(words)))
                        .orElse(null));
        properties.put("jobId", report.run().jobId().orElse(null));
        Map<String, @Nullable Object> run = fields("tool", fields("driver", driver));
        // The kind is the category: a later run of the same kind replaces the results of an earlier one.
        run.put(
                "automationDetails",
                fields("id", "companion/" + report.subject().kind().wireName() + "/"));
        run.put("invocations", List.of(invocation(report)));
        run.put("columnKind", "utf16CodeUnits");
        run.put(
                "originalUriBaseIds",
                fields(
                        SarifResult.BASE,
                        fields("description", fields("text", "The top of the repository that was reviewed."))));
        run.put("results", results(report));
        run.put("properties", properties);
        return run;
    }

    private static Map<String, @Nullable Object> invocation(ReviewReport report) {
        List<Map<String, @Nullable Object>> notes = new ArrayList<>();
        report.outcome().fault().ifPresent(why -> notes.add(note("error", why)));
        report.run().error().ifPresent(why -> notes.add(note("error", why)));
        report.subject().notLookedAt().forEach(line -> notes.add(note("note", "not looked at: " + line)));
        boolean successful =
                report.outcome().fault().isEmpty() && report.run().error().isEmpty();
        return fields("executionSuccessful", successful, "toolExecutionNotifications", notes);
    }

    private static Map<String, @Nullable Object> note(String level, String text) {
        return fields("level", level, "message", fields("text", Words.line(text)));
    }

    private static List<Map<String, @Nullable Object>> results(ReviewReport report) {
        List<Map<String, @Nullable Object>> results = new ArrayList<>();
        report.findings()
                .forEach(finding -> results.add(
                        SarifResult.of(finding, report.isNew(finding).map(isNew -> isNew ? "new" : "unchanged"))));
        report.comparison()
                .map(Comparison::gone)
                .ifPresent(
                        gone -> gone.forEach(finding -> results.add(SarifResult.of(finding, Optional.of("absent")))));
        return results;
    }
}
