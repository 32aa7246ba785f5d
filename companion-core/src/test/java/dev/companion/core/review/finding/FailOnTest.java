package dev.companion.core.review.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.failure.ExitCode;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailOnTest {
    private static ReviewOutcome listed(Optional<String> unread, Severity... severities) {
        List<Finding> findings = List.of(severities).stream()
                .map(severity -> ReviewAnswers.finding(severity, "title", "a.c", 1))
                .toList();
        return new ReviewOutcome.Listed(new BuiltInReview("", findings, unread), "raw");
    }

    private static ExitCode exitCode(ReviewOutcome outcome, String name) {
        return FailOn.exitCode(outcome, Optional.of(FailOn.find(name).orElseThrow()));
    }

    @ParameterizedTest
    @CsvSource({
        "critical,CRITICAL,FINDINGS", "critical,HIGH,OK", "high,CRITICAL,FINDINGS", "high,MEDIUM,OK",
        "medium,MEDIUM,FINDINGS", "medium,LOW,OK", "low,LOW,FINDINGS", "any,LOW,FINDINGS"
    })
    void a_finding_at_least_as_bad_as_the_threshold_counts(String name, Severity severity, ExitCode expected) {
        assertThat(exitCode(listed(Optional.empty(), severity), name)).isEqualTo(expected);
    }

    @Test
    void without_a_threshold_findings_are_an_answer() {
        assertThat(FailOn.exitCode(listed(Optional.of("cut"), Severity.CRITICAL), Optional.empty()))
                .isEqualTo(ExitCode.OK);
    }

    @Test
    void findings_that_were_not_read_do_not_pass_a_threshold() {
        assertThat(exitCode(listed(Optional.of("cut"), Severity.LOW), "high")).isEqualTo(ExitCode.FAILED);
        assertThat(exitCode(listed(Optional.of("cut"), Severity.HIGH), "high")).isEqualTo(ExitCode.FINDINGS);
        assertThat(exitCode(listed(Optional.empty()), "any")).isEqualTo(ExitCode.OK);
    }

    @Test
    void any_counts_a_verdict_that_wants_attention() {
        ReviewOutcome judged = new ReviewOutcome.Judged(
                new ReviewDocument(Verdict.NEEDS_ATTENTION, "could not read it", List.of(), List.of()), "raw");

        assertThat(exitCode(judged, "any")).isEqualTo(ExitCode.FINDINGS);
        assertThat(exitCode(judged, "low")).isEqualTo(ExitCode.OK);
    }

    @Test
    void only_the_words_of_the_help_are_thresholds() {
        assertThat(FailOn.NAMES)
                .allSatisfy(name -> assertThat(FailOn.find(name)).isPresent());
        assertThat(FailOn.find("High")).isEmpty();
        assertThat(FailOn.find("none")).isEmpty();
    }
}
