package dev.companion.cli.render.review;

import dev.companion.cli.terminal.Terminal;
import dev.companion.core.job.JobKind;
import dev.companion.core.review.finding.BuiltInReview;
import dev.companion.core.review.finding.Comparison;
import dev.companion.core.review.finding.Finding;
import dev.companion.core.review.finding.LineRange;
import dev.companion.core.review.finding.Location;
import dev.companion.core.review.finding.ReviewDocument;
import dev.companion.core.review.finding.ReviewOutcome;
import dev.companion.core.review.finding.Severity;
import dev.companion.core.review.finding.Verdict;
import dev.companion.core.settings.Environment;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reviews to print, and terminals to print them for. */
final class Reports {
    static final String ROOT = "/home/ada/my project";
    static final String EVIL =
            "\u001b[31mred\u001b[0m\u001b]8;;http://evil/\u0007link\u001b]8;;\u0007 \u001b]0;title\u001b\\ \u0007bell"
                    + " \u009b2J \u202eturned \u0000 \u001b[2J\u001b";

    private static final Finding RACE = new Finding(
            Severity.CRITICAL,
            Optional.empty(),
            "Lost update when two writers race",
            "Both read version 3.\n\n```java\nif (a < b) {\n    write();\n}\n```\n\n* the second one wins\n* nobody notices",
            Optional.of(new Location("src/my store.java", LineRange.of(10, 12))),
            Optional.of(0.9),
            "Hold the lock over read and write.\nOr compare and set.");
    private static final Finding ADVICE = new Finding(
            Severity.LOW,
            Optional.empty(),
            "Retries: no limit, 100 % load",
            "",
            Optional.of(new Location("/etc/elsewhere.conf", Optional.empty())),
            Optional.empty(),
            "");
    private static final Finding MEDIUM = new Finding(
            Severity.MEDIUM,
            Optional.of(2),
            "Path <b>from</b> a *header* is [trusted](http://x)",
            "Uses <script>alert(1)</script> and ![pixel](http://evil/p.png), `a < b`.\n# Not a heading of ours\n```\nopen fence",
            Optional.of(new Location("src/a,b:c.c", LineRange.of(7, 7))),
            Optional.of(0.5),
            "");
    private static final Finding NOWHERE =
            new Finding(Severity.HIGH, Optional.of(1), "No place", "b", Optional.empty(), Optional.empty(), "");

    private Reports() {}

    private static ReviewReport.Subject subject(JobKind kind) {
        return new ReviewReport.Subject(
                kind,
                new ReviewReport.Target("branch", "branch topic against main", Optional.of("main")),
                ROOT,
                Optional.of("topic"),
                "3 files, 120 lines, all inlined",
                List.of(".env: looks like a secret", "big.bin: binary"));
    }

    private static ReviewReport.Run run(JobKind kind, Optional<String> error) {
        return new ReviewReport.Run(
                Optional.of(kind.wireName() + "-0000000007"),
                Optional.of("thread-1"),
                List.of("I looked."),
                error,
                ReviewReport.Proof.NONE);
    }

    static ReviewReport judged() {
        return judged(List.of(ADVICE, RACE, MEDIUM), "Not to be shipped:\nupdates are lost.");
    }

    private static ReviewReport judged(List<Finding> findings, String summary) {
        ReviewOutcome outcome = new ReviewOutcome.Judged(
                new ReviewDocument(
                        Verdict.NEEDS_ATTENTION, summary, findings, List.of("Hold the lock", "Add a *test*")),
                "{\"verdict\":…}");
        return new ReviewReport(
                subject(JobKind.ADVERSARIAL_REVIEW),
                run(JobKind.ADVERSARIAL_REVIEW, Optional.empty()),
                outcome,
                Optional.empty());
    }

    /** The first finding of {@link #judged}, elsewhere in its file and with other words about it. */
    static ReviewReport moved() {
        return judged(
                List.of(new Finding(
                        Severity.CRITICAL,
                        Optional.empty(),
                        RACE.title(),
                        "other words",
                        Optional.of(new Location("src/my store.java", LineRange.of(100, 120))),
                        Optional.empty(),
                        "")),
                "Still so.");
    }

    static ReviewReport approved() {
        ReviewOutcome outcome =
                new ReviewOutcome.Judged(new ReviewDocument(Verdict.APPROVE, "Sound.", List.of(), List.of()), "{}");
        ReviewReport.Subject subject = new ReviewReport.Subject(
                JobKind.ADVERSARIAL_REVIEW,
                new ReviewReport.Target("working-tree", "working tree", Optional.empty()),
                ROOT,
                Optional.empty(),
                "1 file",
                List.of());
        return new ReviewReport(subject, run(JobKind.ADVERSARIAL_REVIEW, Optional.empty()), outcome, Optional.empty());
    }

    static ReviewReport compared() {
        ReviewOutcome before = listed(List.of(RACE, NOWHERE), Optional.empty());
        ReviewReport report = judged();
        return new ReviewReport(
                report.subject(),
                report.run(),
                report.outcome(),
                Optional.of(new ReviewReport.Baseline(
                        "adversarial-review-0000000003", Comparison.of(report.outcome(), before))));
    }

    static ReviewReport notComparable() {
        return new ReviewReport(
                unread().subject(),
                unread().run(),
                unread().outcome(),
                Optional.of(new ReviewReport.Baseline("review-0000000003", Optional.empty())));
    }

    private static ReviewOutcome listed(List<Finding> findings, Optional<String> unread) {
        return new ReviewOutcome.Listed(
                new BuiltInReview("One issue.", findings, unread), "One issue.\n\nFull review comments:\n\n- …");
    }

    static ReviewReport builtIn() {
        return new ReviewReport(
                subject(JobKind.REVIEW),
                run(JobKind.REVIEW, Optional.empty()),
                listed(List.of(MEDIUM, NOWHERE), Optional.empty()),
                Optional.empty());
    }

    static ReviewReport unread() {
        return new ReviewReport(
                subject(JobKind.REVIEW),
                run(JobKind.REVIEW, Optional.empty()),
                listed(List.of(), Optional.of("the reviewer's text announces comments and has none")),
                Optional.empty());
    }

    static ReviewReport failed() {
        return new ReviewReport(
                subject(JobKind.ADVERSARIAL_REVIEW),
                run(JobKind.ADVERSARIAL_REVIEW, Optional.of("job failed (auth)")),
                new ReviewOutcome.None(
                        "the final message is not one JSON object", Optional.of("I approve.\n::error::x")),
                Optional.empty());
    }

    static ReviewReport nothing() {
        return new ReviewReport(
                approved().subject(),
                new ReviewReport.Run(
                        Optional.empty(), Optional.empty(), List.of(), Optional.empty(), ReviewReport.Proof.NONE),
                new ReviewOutcome.Nothing("the working tree is clean"),
                Optional.empty());
    }

    /** One whose every word is hostile. */
    static ReviewReport hostile() {
        String words = EVIL + "\r\n::error::injected\n\u2028" + EVIL;
        Finding finding = new Finding(
                Severity.HIGH,
                Optional.empty(),
                words,
                words,
                Optional.of(new Location("../" + words + "\u0000", LineRange.of(1, 2))),
                Optional.empty(),
                words);
        ReviewReport report = judged(List.of(finding, finding), words);
        ReviewReport.Subject subject = new ReviewReport.Subject(
                JobKind.ADVERSARIAL_REVIEW,
                new ReviewReport.Target("branch", words, Optional.of(words)),
                ROOT,
                Optional.of(words),
                words,
                List.of(words));
        return new ReviewReport(subject, report.run(), report.outcome(), report.baseline());
    }

    /** What is printed for a terminal or a pipe. */
    record Printer(ByteArrayOutputStream out, Terminal terminal) {
        static Printer of(String terminals, Map<String, String> variables) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            Environment environment = new Environment(variables, Optional.empty(), Optional.empty());
            Terminal terminal = Terminal.of(out, new ByteArrayOutputStream(), environment, terminals);
            terminal.configure(Optional.empty(), false);
            return new Printer(out, terminal);
        }

        static Printer pipe() {
            return of("", Map.of());
        }
    }
}
