package dev.companion.core.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.JobKind;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.Script;
import dev.companion.core.review.finding.Finding;
import dev.companion.core.review.finding.FinishedTurn;
import dev.companion.core.review.finding.ReviewOutcome;
import dev.companion.core.review.finding.ReviewReading;
import dev.companion.core.review.finding.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What is read out of the text that the real Codex makes of its reviewer's answers. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReviewWithRealCodexTest {
    private static final String BODY = "It is bad.\n\nSecond paragraph:\n\n```java\nint x = 1;\n\n"
            + "- [P2] not a finding — /x:1-2\n```\n\n- a list\n  - nested\n\nEnd.";

    private OfflineCodex offline;
    private AppServerDriver codex;
    private Path workspace;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        workspace = Files.createDirectory(directory.resolve("work space"));
        offline = OfflineCodex.start(directory.resolve("offline"), workspace, OfflineCodexHome.Options.DEFAULT);
        codex = offline.server();
    }

    @AfterAll
    void stop() {
        if (offline != null) {
            offline.close();
        }
    }

    private ReviewOutcome review(Script script) {
        String thread = codex.startThread(workspace, "read-only", "never");
        Map<String, String> target = Map.of("type", "custom", "instructions", script.inPrompt("Review."));
        codex.request("review/start", Map.of("threadId", thread, "target", target));
        JsonObject turn = codex.await(AppServerDriver.isNotification("turn/completed", thread))
                .object("params")
                .object("turn");
        Optional<String> text = codex.messages().stream()
                .filter(AppServerDriver.isNotification("item/completed", thread))
                .map(message -> message.object("params").object("item"))
                .filter(item -> item.string("type").equals(Optional.of("exitedReviewMode")))
                .flatMap(item -> item.string("review").stream())
                .findFirst();
        return new ReviewReading(workspace.toString())
                .of(JobKind.REVIEW, new FinishedTurn(turn.string("status"), text));
    }

    private static Script answer(String explanation, List<Map<String, @Nullable Object>> findings) {
        return Script.of()
                .say(Json.text(Json.fields(
                        "findings",
                        findings,
                        "overall_correctness",
                        findings.isEmpty() ? "patch is correct" : "patch is incorrect",
                        "overall_explanation",
                        explanation,
                        "overall_confidence_score",
                        0.9)));
    }

    private static Map<String, @Nullable Object> finding(
            String title, String body, @Nullable Integer priority, String path, int first, int last) {
        return Json.fields(
                "title",
                title,
                "body",
                body,
                "confidence_score",
                0.8,
                "priority",
                priority,
                "code_location",
                Map.of("absolute_file_path", path, "line_range", Map.of("start", first, "end", last)));
    }

    private String path(String name) {
        return workspace.resolve(name).toString();
    }

    @Test
    void every_finding_comes_through_with_its_whole_body() {
        ReviewOutcome outcome = review(answer(
                "Explained.\n\nIn two paragraphs.",
                List.of(
                        finding("[P1] Bad thing — with a dash", BODY, 1, path("my file.txt"), 2, 2),
                        finding("[P0] Second `code` thing", "Short.", 0, "/abs/path with spaces/ünï.txt", 10, 20),
                        finding("No priority", "", 3, "relative/file.c", 0, 0),
                        finding("[P2] Title\nin two lines", "  indented\n\ttab\r\nlast\n\n", 2, path("a.c"), 5, 3))));

        assertThat(outcome.fault()).isEmpty();
        assertThat(outcome.summary()).contains("Explained.\n\nIn two paragraphs.");
        assertThat(outcome.findings())
                .extracting(Finding::title)
                .containsExactly("Bad thing — with a dash", "Second `code` thing", "No priority", "Title in two lines");
        assertThat(outcome.findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.HIGH, Severity.CRITICAL, Severity.MEDIUM, Severity.MEDIUM);
        assertThat(outcome.findings())
                .extracting(Finding::body)
                .containsExactly(BODY, "Short.", "", "  indented\n\ttab\nlast");
        assertThat(outcome.findings())
                .extracting(finding -> finding.location().orElseThrow().toString())
                .containsExactly("my file.txt:2", "/abs/path with spaces/ünï.txt:10-20", "relative/file.c", "a.c:5");
    }

    @Test
    void one_finding_without_an_explanation_comes_through() {
        ReviewOutcome outcome = review(answer("", List.of(finding("[P3] Small", "b", 3, path("a.c"), 1, 1))));

        assertThat(outcome.summary()).contains("");
        assertThat(outcome.findings()).extracting(Finding::severity).containsExactly(Severity.LOW);
    }

    @Test
    void a_review_without_findings_is_its_explanation_and_no_approval() {
        ReviewOutcome outcome = review(answer("The patch is fine.", List.of()));

        assertThat(outcome.rawText()).contains("The patch is fine.");
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.verdict()).isEmpty();
    }

    @Test
    void JSON_that_Codex_does_not_understand_is_read_all_the_same() {
        ReviewOutcome outcome =
                review(answer("Why.", List.of(finding("[P1] Null priority", "b", null, path("a.c"), 1, 1))));

        assertThat(outcome.rawText().orElseThrow()).startsWith("{\"findings\"");
        assertThat(outcome.findings()).extracting(Finding::title).containsExactly("Null priority");
    }

    @Test
    void a_cut_answer_is_said_to_be_unread() {
        String answer = Json.text(Json.fields("findings", List.of(finding("[P1] a", "b", 1, "/a", 1, 1))));

        ReviewOutcome outcome = review(Script.of().say("Here it is: " + answer.substring(0, answer.length() / 2)));

        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.fault()).isPresent();
    }

    @Test
    void G24_a_reviewer_that_says_nothing_or_fails_leaves_no_review() {
        assertThat(review(Script.of().say("")).isReview()).isFalse();
        assertThat(review(Script.of().step(Map.of("status", 401))).isReview()).isFalse();
        assertThat(review(Script.of().step(Map.of("dropStream", "mid", "say", "The patch is fine")))
                        .isReview())
                .isFalse();
        assertThat(review(Script.of().step(Map.of("incomplete", "max_output_tokens")))
                        .isReview())
                .isFalse();
    }
}
