package dev.companion.core.review.finding;

import static dev.companion.core.review.finding.ReviewAnswers.finding;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Finding RACE = finding(Severity.HIGH, "Lost update when two writers race", "a.c", 10);
    private static final Finding LEAK = finding(Severity.LOW, "File handle is never closed", "a.c", 90);

    private static ReviewOutcome listed(Finding... findings) {
        return new ReviewOutcome.Listed(new BuiltInReview("", List.of(findings), Optional.empty()), "raw");
    }

    private static Comparison compare(ReviewOutcome now, ReviewOutcome before) {
        return Comparison.of(now, before).orElseThrow();
    }

    @Test
    void a_similar_title_in_the_same_file_is_the_same_finding_wherever_its_lines_are() {
        Finding moved = finding(Severity.MEDIUM, "Two writers that race lose an update", "a.c", 300);
        Finding other = finding(Severity.HIGH, "Password is written to the log", "a.c", 10);

        Comparison comparison = compare(listed(moved, other), listed(LEAK, RACE));

        assertThat(comparison.stayed()).containsExactly(moved);
        assertThat(comparison.appeared()).containsExactly(other);
        assertThat(comparison.gone()).containsExactly(LEAK);
        assertThat(comparison.isNew(other)).isTrue();
        assertThat(comparison.isNew(moved)).isFalse();
    }

    @Test
    void the_same_title_in_another_file_is_another_finding() {
        Comparison comparison = compare(listed(finding(Severity.HIGH, RACE.title(), "b.c", 10)), listed(RACE));

        assertThat(comparison.appeared()).hasSize(1);
        assertThat(comparison.gone()).containsExactly(RACE);
    }

    @Test
    void each_earlier_finding_answers_for_one_and_for_the_nearest() {
        Finding near = finding(Severity.HIGH, RACE.title(), "a.c", 12);
        Finding far = finding(Severity.HIGH, RACE.title(), "a.c", 200);

        Comparison comparison = compare(listed(far, near), listed(RACE));

        assertThat(comparison.stayed()).containsExactly(near);
        assertThat(comparison.appeared()).containsExactly(far);
    }

    @Test
    void nothing_is_gone_when_a_review_was_not_read_to_the_end() {
        ReviewOutcome cut = new ReviewOutcome.Listed(new BuiltInReview("", List.of(), Optional.of("cut")), "raw");
        ReviewOutcome none = new ReviewOutcome.None("failed", Optional.empty());

        assertThat(Comparison.of(cut, listed(RACE))).isEmpty();
        assertThat(Comparison.of(none, listed(RACE))).isEmpty();
        assertThat(Comparison.of(listed(RACE), none)).isEmpty();
    }

    @Test
    void titles_without_words_are_alike_and_languages_do_not_matter() {
        assertThat(Titles.likeness("!!", "…")).isEqualTo(1);
        assertThat(Titles.likeness("Die Größe fehlt", "die größe FEHLT!")).isEqualTo(1);
        assertThat(Titles.likeness("競合", "漏洩")).isZero();
    }
}
