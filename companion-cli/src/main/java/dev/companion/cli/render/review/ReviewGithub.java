package dev.companion.cli.render.review;

import dev.companion.core.review.finding.Finding;
import dev.companion.core.review.finding.LineRange;
import dev.companion.core.review.finding.Location;
import dev.companion.core.review.finding.ReviewOutcome;
import dev.companion.core.review.finding.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A review as the commands of a GitHub workflow, an annotation for each finding. No line of it begins with foreign words: a
 * line that begins with two colons is a command.
 *
 * @see <a href="https://docs.github.com/actions/reference/workflow-commands-for-github-actions">workflow commands</a>
 */
final class ReviewGithub {
    /** The lines. */
    List<String> lines(ReviewReport report) {
        List<String> lines = new ArrayList<>();
        report.findings().forEach(finding -> lines.add(annotation(finding)));
        lines.add(command(
                level(report.outcome()), "title=" + property("companion " + report.name()), conclusion(report)));
        if (!report.subject().notLookedAt().isEmpty()) {
            String list = String.join("\n", report.subject().notLookedAt());
            lines.add(command("notice", "title=" + property("companion: not looked at"), list));
        }
        return lines;
    }

    private static String conclusion(ReviewReport report) {
        String summary = report.outcome().isReview()
                ? report.outcome().summary().map(text -> "\n" + text).orElse("")
                : "";
        String comparison = Words.comparison(report);
        return Words.conclusion(report) + (comparison.isEmpty() ? "" : "\n" + comparison) + summary;
    }

    private static String level(ReviewOutcome outcome) {
        if (outcome instanceof ReviewOutcome.None) {
            return "error";
        }
        return outcome.fault().isPresent() ? "warning" : "notice";
    }

    private static String annotation(Finding finding) {
        List<String> properties = new ArrayList<>();
        finding.file().ifPresent(file -> properties.add("file=" + property(file)));
        Optional<LineRange> lines = finding.location().flatMap(Location::lines);
        lines.ifPresent(range -> {
            properties.add("line=" + range.first());
            properties.add("endLine=" + range.last());
        });
        properties.add("title=" + property(finding.severity().wireName() + ": " + finding.title()));
        String advice = finding.recommendation().isBlank() ? "" : "\n\nRecommendation: " + finding.recommendation();
        String body = finding.body() + advice;
        return command(
                level(finding.severity()), String.join(",", properties), body.isBlank() ? finding.title() : body);
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW -> "notice";
        };
    }

    private static String command(String level, String properties, String message) {
        return "::" + level + " " + properties + "::" + data(String.join("\n", Words.lines(message)));
    }

    private static String data(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String property(String text) {
        return data(Words.line(text)).replace(":", "%3A").replace(",", "%2C");
    }
}
