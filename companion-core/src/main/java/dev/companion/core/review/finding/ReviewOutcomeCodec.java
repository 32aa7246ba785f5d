package dev.companion.core.review.finding;

import static dev.companion.core.json.Json.fields;

import dev.companion.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An outcome as the worker keeps it beside the job, so that a later command shows it, or compares with it, without reading
 * the reviewer's text again. The form of {@code result} is also the one of {@code --json}.
 */
public final class ReviewOutcomeCodec {
    private ReviewOutcomeCodec() {}

    /** All of it. */
    public static Map<String, @Nullable Object> write(ReviewOutcome outcome) {
        return fields(
                "schemaVersion",
                1,
                "judged",
                outcome instanceof ReviewOutcome.Judged,
                "result",
                result(outcome),
                "rawOutput",
                outcome.rawText().orElse(null),
                "parseError",
                outcome.fault().orElse(null));
    }

    /** What was read, under the keys of the schema; null if there is no review. */
    public static @Nullable Map<String, @Nullable Object> result(ReviewOutcome outcome) {
        if (!outcome.isReview()) {
            return null;
        }
        return fields(
                "verdict",
                outcome.verdict().map(Verdict::wireName).orElse(null),
                "summary",
                outcome.summary().orElse(""),
                "findings",
                outcome.findings().stream().map(ReviewOutcomeCodec::finding).toList(),
                "next_steps",
                outcome.nextSteps());
    }

    /** One finding; every key is there. */
    public static Map<String, @Nullable Object> finding(Finding finding) {
        Optional<LineRange> lines = finding.location().flatMap(Location::lines);
        return fields(
                "severity",
                finding.severity().wireName(),
                "priority",
                finding.priority().orElse(null),
                "title",
                finding.title(),
                "body",
                finding.body(),
                "file",
                finding.file().orElse(null),
                "line_start",
                lines.map(LineRange::first).orElse(null),
                "line_end",
                lines.map(LineRange::last).orElse(null),
                "confidence",
                finding.confidence().orElse(null),
                "recommendation",
                finding.recommendation());
    }

    /** The other way. What is not whole is no review: a damaged file must not read as an approval. */
    public static ReviewOutcome read(JsonObject stored) {
        Optional<String> raw = stored.string("rawOutput");
        Optional<String> fault = stored.string("parseError");
        JsonObject result = stored.object("result");
        Optional<String> summary = result.string("summary");
        List<Finding> findings = result.objects("findings").stream()
                .flatMap(entry -> finding(entry).stream())
                .toList();
        boolean whole = result.value("findings") instanceof List<?> list && list.size() == findings.size();
        if (summary.isEmpty() || raw.isEmpty() || !whole) {
            return new ReviewOutcome.None(fault.orElse("the stored review cannot be read"), raw);
        }
        if (!stored.flag("judged")) {
            return new ReviewOutcome.Listed(new BuiltInReview(summary.get(), findings, fault), raw.get());
        }
        return result.string("verdict")
                .flatMap(Verdict::find)
                .<ReviewOutcome>map(verdict -> new ReviewOutcome.Judged(
                        new ReviewDocument(verdict, summary.get(), findings, result.strings("next_steps")), raw.get()))
                .orElseGet(() -> new ReviewOutcome.None("the stored verdict cannot be read", raw));
    }

    private static Optional<Finding> finding(JsonObject entry) {
        Optional<LineRange> lines = entry.number("line_start")
                .flatMap(first -> LineRange.of(first, entry.number("line_end").orElse(first)));
        Optional<Location> location =
                entry.string("file").filter(file -> !file.isBlank()).map(file -> new Location(file, lines));
        return entry.string("severity")
                .flatMap(Severity::find)
                .map(severity -> new Finding(
                        severity,
                        entry.number("priority").map(Long::intValue),
                        entry.string("title").orElse(""),
                        entry.string("body").orElse(""),
                        location,
                        entry.value("confidence") instanceof Number number
                                ? Optional.of(number.doubleValue())
                                : Optional.empty(),
                        entry.string("recommendation").orElse("")));
    }
}
