package dev.companion.cli.render.review;

import dev.companion.cli.render.TaskMarkdown;
import dev.companion.core.review.finding.Finding;
import dev.companion.core.review.finding.Location;
import java.util.ArrayList;
import java.util.List;

/**
 * A review as Markdown, for chat clients and comments on pull requests. What reviewers wrote stands in quotations: it keeps
 * its paragraphs, lists and code, and cannot become a heading of ours, HTML or an image that is loaded from somewhere.
 */
final class ReviewMarkdown {
    /** The lines. */
    List<String> lines(ReviewReport report) {
        List<String> lines = new ArrayList<>();
        ReviewReport.Proof proof = report.run().proof();
        proof.notRun().ifPresent(words -> lines.addAll(List.of(words, "")));
        lines.add("## " + report.name() + " of "
                + MarkdownText.inline(report.subject().target().label()));
        lines.add("");
        lines.add("**" + MarkdownText.inline(Words.conclusion(report)) + "**");
        quote(lines, Words.summary(report.outcome()));
        int number = 1;
        for (Finding finding : report.findings()) {
            addFinding(lines, report, finding, number++);
        }
        list(lines, "Next steps", "1. ", report.outcome().nextSteps());
        if (Words.needsRawText(report.outcome())) {
            lines.add("");
            lines.add("### What the reviewer wrote");
            quote(lines, report.outcome().rawText().orElse(""));
        }
        comparison(lines, report);
        list(lines, "Not looked at", "- ", report.subject().notLookedAt());
        proof.receipt().ifPresent(receipt -> lines.addAll(List.of("", TaskMarkdown.footer(receipt.text()))));
        return lines;
    }

    private static void addFinding(List<String> lines, ReviewReport report, Finding finding, int number) {
        String mark = report.isNew(finding)
                .map(isNew -> isNew ? " (new)" : " (still there)")
                .orElse("");
        lines.add("");
        lines.add("### " + number + ". " + finding.severity().wireName() + ": " + MarkdownText.inline(finding.title())
                + mark);
        finding.location().map(Location::toString).ifPresent(place -> {
            lines.add("");
            lines.add(MarkdownText.code(place)
                    + finding.confidence()
                            .map(value -> ", confidence " + Math.round(value * 100) + " %")
                            .orElse(""));
        });
        quote(lines, finding.body());
        if (!finding.recommendation().isBlank()) {
            lines.add("");
            lines.add("**Recommendation**");
            quote(lines, finding.recommendation());
        }
    }

    private static void quote(List<String> lines, String text) {
        List<String> quoted = MarkdownText.quotation(text);
        if (!quoted.isEmpty()) {
            lines.add("");
            lines.addAll(quoted);
        }
    }

    private static void comparison(List<String> lines, ReviewReport report) {
        if (report.baseline().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("### Compared");
        lines.add("");
        lines.add(MarkdownText.inline(Words.comparison(report)));
        report.comparison().ifPresent(comparison -> {
            List<String> gone = comparison.gone().stream()
                    .map(finding -> finding.severity().wireName() + ": " + finding.title()
                            + finding.file().map(file -> " (" + file + ")").orElse(""))
                    .toList();
            list(lines, "Gone", "- ", gone);
        });
    }

    private static void list(List<String> lines, String heading, String bullet, List<String> entries) {
        if (entries.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add("### " + heading);
        lines.add("");
        entries.forEach(entry -> lines.add(bullet + MarkdownText.inline(entry)));
    }
}
