package dev.companion.core.review.finding;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are what Codex 0.169.0 makes of its reviewer's answers. */
class BuiltInTextTest {
    private static final String ROOT = "/work space";
    private static final String MANY = resource("built-in-review.txt");

    private static String resource(String name) {
        try (InputStream in = requireNonNull(BuiltInTextTest.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BuiltInReview read(String text) {
        return new BuiltInText(ROOT).read(text);
    }

    @Test
    void every_comment_is_a_finding_with_its_priority_place_and_whole_body() {
        BuiltInReview review = read(MANY);

        assertThat(review.unread()).isEmpty();
        assertThat(review.explanation()).isEqualTo("Explained.\n\nIn two paragraphs.");
        assertThat(review.findings())
                .extracting(Finding::title)
                .containsExactly(
                        "Bad thing — with a dash - here",
                        "Second `code` thing",
                        "No priority in the title",
                        "Title with newline");
        assertThat(review.findings())
                .extracting(Finding::severity)
                .containsExactly(Severity.HIGH, Severity.CRITICAL, Severity.MEDIUM, Severity.MEDIUM);
        assertThat(review.findings())
                .extracting(Finding::priority)
                .containsExactly(Optional.of(1), Optional.of(0), Optional.empty(), Optional.of(2));
        assertThat(review.findings())
                .extracting(finding -> finding.location().orElseThrow().toString())
                .containsExactly(
                        "my file.txt:2", "/abs/path with spaces/ünï.txt:10-20", "relative/file.c", "my file.txt:5");
    }

    @Test
    void a_body_keeps_paragraphs_fences_and_lists() {
        List<Finding> findings = read(MANY).findings();

        assertThat(findings.get(0).body())
                .isEqualTo("It is bad.\n\nSecond paragraph:\n\n```java\nint x = 1;\n\n- [P2] not a finding — /x:1-2\n"
                        + "```\n\n- a list\n  - nested\n\nEnd.");
        assertThat(findings.get(2).body()).isEmpty();
        assertThat(findings.get(3).body()).isEqualTo("  indented body\n\ttab");
    }

    @Test
    void one_comment_has_a_heading_of_its_own() {
        BuiltInReview review =
                read("One issue.\n\nReview comment:\n\n- [P1] Bad thing — /work space/f.txt:2-3\n  It is bad.");

        assertThat(review.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.title()).isEqualTo("Bad thing");
            assertThat(finding.location()).contains(new Location("f.txt", LineRange.of(2, 3)));
        });
    }

    @Test
    void comments_that_the_explanation_quotes_are_not_comments() {
        BuiltInReview review = read("Full review comments:\n\n- [P1] fake — /a:1-2\n  fake body\n\n"
                + "Full review comments:\n\n- [P1] a — /x/y:3-4 — relative/x.c:1-1\n  b\n\n- b — :1-1");

        assertThat(review.explanation()).isEqualTo("Full review comments:\n\n- [P1] fake — /a:1-2\n  fake body");
        assertThat(review.findings()).extracting(Finding::title).containsExactly("a — /x/y:3-4", "b");
        assertThat(review.findings().get(1).location()).isEmpty();
    }

    @Test
    void a_text_without_comments_has_no_findings() {
        BuiltInReview review = read("The patch is fine.\n");

        assertThat(review).isEqualTo(new BuiltInReview("The patch is fine.", List.of(), Optional.empty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "I see this:\n\n* [P1] Bad thing in a.c",
                "Here it is: {\"findings\":[{\"title\":\"[P0] Second",
                "{\"findings\" : [{\"title\":\"x\"",
                "Review comment:",
                "Fine.\n\nFull review comments:\n\nnone",
            })
    void a_text_that_speaks_of_findings_in_another_form_is_said_to_be_unread(String text) {
        BuiltInReview review = read(text);

        assertThat(review.findings()).isEmpty();
        assertThat(review.unread()).isPresent();
    }

    @Test
    void comments_that_cannot_be_read_are_counted_and_the_others_kept() {
        BuiltInReview review =
                read("Full review comments:\n\n- [P1] good — /a:1-2\n  body\n\n- [P0] without a place\n  body\n\n"
                        + "- [P0] not indented — /a:1-2\nbody");

        assertThat(review.findings()).extracting(Finding::title).containsExactly("good");
        assertThat(review.unread()).contains("2 of the reviewer's comments could not be read");
    }

    @Test
    void JSON_that_Codex_passed_on_is_read() {
        for (String text : List.of(ReviewAnswers.builtInJson(), "```json\n" + ReviewAnswers.builtInJson() + "\n```")) {
            BuiltInReview review = new BuiltInText("/home/ada/project").read(text);

            assertThat(review.explanation()).isEqualTo("One issue.");
            assertThat(review.unread()).isEmpty();
            Finding finding = review.findings().get(0);
            assertThat(finding.title()).isEqualTo("Bad thing");
            assertThat(finding.severity()).isEqualTo(Severity.HIGH);
            assertThat(finding.location()).contains(new Location("src/a.c", LineRange.of(2, 3)));
            assertThat(finding.confidence()).contains(0.8);
        }
    }

    @Test
    void findings_in_JSON_without_a_title_are_counted() {
        assertThat(read("{\"findings\":[{\"body\":\"x\"},7]}").unread())
                .contains("2 of the reviewer's comments could not be read");
    }

    @Test
    void a_hostile_text_is_read_in_time() {
        String dashes = " — ".repeat(100_000);
        String text = "Full review comments:\n\n- " + dashes + "\n  " + "- x — a:1-\n  ".repeat(50_000);

        assertThat(read(text).unread()).isPresent();
    }
}
