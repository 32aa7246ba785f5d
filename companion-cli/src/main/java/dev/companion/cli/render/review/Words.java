package dev.companion.cli.render.review;

import dev.companion.cli.render.EventText;
import dev.companion.core.job.JobKind;
import dev.companion.core.review.finding.Finding;
import dev.companion.core.review.finding.ReviewOutcome;
import dev.companion.core.review.finding.Severity;
import dev.companion.core.review.finding.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words of reviewers made fit to be shown, and our own words about them. */
final class Words {
    /** Colours, links and titles of a terminal; what is left of a broken one is harmless without its first character. */
    private static final Pattern ESCAPE_SEQUENCE =
            Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]|\u001b\\][^\u0007\u001b\n]*(?:\u0007|\u001b\\\\)");

    private static final Pattern UNPRINTABLE = Pattern.compile(
            "[\\p{Cntrl}\\u0080-\\u009f\\u200e\\u200f\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069\\ud800-\\udfff]");
    private static final Pattern LINE_END = Pattern.compile("\r\n|\r|\n");
    private static final String TAB = "    ";

    private Words() {}

    /** On one line, nothing in it that a terminal would act on. */
    static String line(String text) {
        return EventText.plain(ESCAPE_SEQUENCE.matcher(text).replaceAll(""));
    }

    /** The lines with their indentation, nothing in them that a terminal would act on; no empty ones at the end. */
    static List<String> lines(String text) {
        String plain = ESCAPE_SEQUENCE.matcher(text).replaceAll("").stripTrailing();
        return plain.isEmpty()
                ? List.of()
                : Arrays.stream(LINE_END.split(plain, -1))
                        .map(line -> UNPRINTABLE
                                .matcher(line.replace("\t", TAB))
                                .replaceAll(" ")
                                .stripTrailing())
                        .toList();
    }

    /** The verdict, or why there is none, and how many findings of which severity; one line. */
    static String conclusion(ReviewReport report) {
        ReviewOutcome outcome = report.outcome();
        if (outcome instanceof ReviewOutcome.Nothing nothing) {
            return "nothing to review: " + line(nothing.why());
        }
        if (!outcome.isReview()) {
            String what = report.subject().kind() == JobKind.ADVERSARIAL_REVIEW ? "no verdict: " : "no review: ";
            return what + line(outcome.fault().orElse("unknown"));
        }
        String verdict = outcome.verdict().map(Words::verdict).orElse("no verdict");
        String unread = outcome.fault().map(why -> "; " + line(why)).orElse("");
        return verdict + ": " + count(report) + unread;
    }

    private static String verdict(Verdict verdict) {
        return switch (verdict) {
            case APPROVE -> "approve";
            case NEEDS_ATTENTION -> "needs attention";
        };
    }

    private static String count(ReviewReport report) {
        List<Finding> findings = report.findings();
        if (findings.isEmpty()) {
            return report.outcome().fault().isPresent() ? "no finding could be read" : "no findings";
        }
        return Arrays.stream(Severity.values())
                .filter(severity -> count(findings, severity) > 0)
                .map(severity -> count(findings, severity) + " " + severity.wireName())
                .collect(Collectors.joining(", "));
    }

    private static long count(List<Finding> findings, Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .count();
    }

    /** What the comparison says, one line; empty without one. */
    static String comparison(ReviewReport report) {
        return report.baseline()
                .map(baseline -> "compared with " + baseline.jobId() + ": "
                        + baseline.comparison()
                                .map(comparison -> comparison.appeared().size() + " new, "
                                        + comparison.stayed().size() + " still there, "
                                        + comparison.gone().size() + " gone")
                                .orElse("not possible, the findings of one of the two were not read to the end"))
                .orElse("");
    }

    /** The summary as it is shown: not where the reviewer's own text is shown as a whole. */
    static String summary(ReviewOutcome outcome) {
        return outcome.isReview() && !needsRawText(outcome) ? outcome.summary().orElse("") : "";
    }

    /** Whether the reviewer's own text has to be shown, because what was read of it is not all. */
    static boolean needsRawText(ReviewOutcome outcome) {
        return outcome.fault().isPresent() && outcome.rawText().isPresent();
    }
}
