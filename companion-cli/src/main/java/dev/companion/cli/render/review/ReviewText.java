package dev.companion.cli.render.review;

import dev.companion.cli.terminal.Terminal;
import dev.companion.core.review.finding.Finding;
import dev.companion.core.review.finding.ReviewOutcome;
import java.util.ArrayList;
import java.util.List;

/** A review for people: what is concluded, the findings by severity, what to do, and what was not looked at. */
final class ReviewText {
    private static final String INDENT = "  ";

    private final Style style;

    ReviewText(Terminal terminal) {
        this.style = new Style(terminal);
    }

    /** The lines. */
    List<String> lines(ReviewReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(style.bold(
                report.name() + " of " + Words.line(report.subject().target().label())));
        lines.add(style.conclusion(report.outcome(), Words.conclusion(report)));
        paragraph(lines, Words.lines(Words.summary(report.outcome())));
        for (Finding finding : report.findings()) {
            addFinding(lines, report, finding);
        }
        steps(lines, report.outcome().nextSteps());
        rawText(lines, report.outcome());
        comparison(lines, report);
        notLookedAt(lines, report);
        return lines;
    }

    private static void paragraph(List<String> lines, List<String> words) {
        if (!words.isEmpty()) {
            lines.add("");
            lines.addAll(words);
        }
    }

    private void addFinding(List<String> lines, ReviewReport report, Finding finding) {
        String mark = report.isNew(finding)
                .map(isNew -> isNew ? " (new)" : " (still there)")
                .orElse("");
        lines.add("");
        lines.add(style.severity(finding.severity()) + INDENT + style.bold(Words.line(finding.title())) + mark);
        finding.location()
                .ifPresent(place ->
                        lines.add(INDENT + style.place(report.subject().repoRoot(), place) + confidence(finding)));
        Words.lines(finding.body()).forEach(line -> lines.add((INDENT + line).stripTrailing()));
        String arrow = "→ ";
        for (String line : Words.lines(finding.recommendation())) {
            lines.add((INDENT + arrow + line).stripTrailing());
            arrow = INDENT;
        }
    }

    private static String confidence(Finding finding) {
        return finding.confidence()
                .map(value -> " (confidence " + Math.round(value * 100) + " %)")
                .orElse("");
    }

    private void steps(List<String> lines, List<String> steps) {
        if (steps.isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(style.bold("Next steps"));
        for (int i = 0; i < steps.size(); i++) {
            lines.add(INDENT + (i + 1) + ". " + Words.line(steps.get(i)));
        }
    }

    private void rawText(List<String> lines, ReviewOutcome outcome) {
        if (Words.needsRawText(outcome)) {
            lines.add("");
            lines.add(style.bold("What the reviewer wrote"));
            Words.lines(outcome.rawText().orElse("")).forEach(line -> lines.add((INDENT + line).stripTrailing()));
        }
    }

    private void comparison(List<String> lines, ReviewReport report) {
        if (report.baseline().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(Words.comparison(report));
        report.comparison()
                .ifPresent(comparison -> comparison
                        .gone()
                        .forEach(finding -> lines.add(INDENT + "gone: " + style.severity(finding.severity()) + INDENT
                                + Words.line(finding.title())
                                + finding.file()
                                        .map(file -> " (" + Words.line(file) + ")")
                                        .orElse(""))));
    }

    private void notLookedAt(List<String> lines, ReviewReport report) {
        if (report.subject().notLookedAt().isEmpty()) {
            return;
        }
        lines.add("");
        lines.add(style.bold("Not looked at"));
        report.subject().notLookedAt().forEach(line -> lines.add(INDENT + Words.line(line)));
    }
}
