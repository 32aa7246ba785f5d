package dev.companion.cli.render.review;

import static dev.companion.core.json.Json.fields;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.companion.cli.render.ReceiptJson;
import dev.companion.core.json.JsonValues;
import dev.companion.core.review.finding.Comparison;
import dev.companion.core.review.finding.Finding;
import dev.companion.core.review.finding.ReviewOutcome;
import dev.companion.core.review.finding.ReviewOutcomeCodec;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A review as the one document of {@code --json}: the same envelope for both kinds, see the schema {@code review}. */
final class ReviewJson {
    /** Writes it. */
    void write(JsonGenerator generator, ReviewReport report) throws IOException {
        JsonValues.write(generator, document(report));
    }

    private static Map<String, @Nullable Object> document(ReviewReport report) {
        ReviewReport.Subject subject = report.subject();
        ReviewReport.Run run = report.run();
        ReviewOutcome outcome = report.outcome();
        String threadId = run.threadId().orElse(null);
        String raw = outcome.rawText().orElse(null);
        Map<String, @Nullable Object> document = fields("schemaVersion", 1, "review", report.name());
        document.put("kind", subject.kind().wireName());
        document.put("jobId", run.jobId().orElse(null));
        document.put("target", target(subject.target()));
        document.put("threadId", threadId);
        // The reviewer works on the thread itself; the name is from a time when it had one of its own.
        document.put("sourceThreadId", threadId);
        document.put("context", context(subject));
        document.put("codex", codex(report, raw));
        document.put("result", ReviewOutcomeCodec.result(outcome));
        document.put("rawOutput", raw);
        document.put("parseError", outcome.fault().orElse(null));
        document.put("reasoningSummary", run.reasoning());
        document.put("nothingToReview", outcome instanceof ReviewOutcome.Nothing);
        document.put("comparison", comparison(report));
        document.put("receipt", ReceiptJson.of(run.proof().receipt()));
        document.put("codexNotRun", run.proof().notRun().orElse(null));
        return document;
    }

    private static Map<String, @Nullable Object> target(ReviewReport.Target target) {
        return fields(
                "mode",
                target.mode(),
                "label",
                target.label(),
                "baseRef",
                target.base().orElse(null));
    }

    private static Map<String, @Nullable Object> context(ReviewReport.Subject subject) {
        return fields(
                "repoRoot",
                subject.repoRoot(),
                "branch",
                subject.branch().orElse(null),
                "summary",
                subject.summary(),
                "notLookedAt",
                subject.notLookedAt());
    }

    private static Map<String, @Nullable Object> codex(ReviewReport report, @Nullable String raw) {
        boolean failed = report.run().error().isPresent() || report.outcome() instanceof ReviewOutcome.None;
        return fields(
                "status",
                failed ? 1 : 0,
                "stderr",
                report.run().error().orElse(""),
                "stdout",
                raw,
                "reasoning",
                report.run().reasoning());
    }

    private static @Nullable Map<String, @Nullable Object> comparison(ReviewReport report) {
        if (report.baseline().isEmpty()) {
            return null;
        }
        Comparison none = new Comparison(List.of(), List.of(), List.of());
        Comparison comparison = report.comparison().orElse(none);
        return fields(
                "jobId",
                report.baseline().orElseThrow().jobId(),
                "compared",
                report.comparison().isPresent(),
                "new",
                findings(comparison.appeared()),
                "stillThere",
                findings(comparison.stayed()),
                "gone",
                findings(comparison.gone()));
    }

    private static List<Map<String, @Nullable Object>> findings(List<Finding> findings) {
        return findings.stream().map(ReviewOutcomeCodec::finding).toList();
    }
}
