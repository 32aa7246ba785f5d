package dev.companion.core.review.finding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.JobKind;
import dev.companion.core.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReviewOutcomeCodecTest {
    static Stream<ReviewOutcome> outcomes() {
        ReviewReading reading = new ReviewReading("/home/ada/project");
        Finding full = new Finding(
                Severity.HIGH,
                Optional.of(1),
                "title \u2028 \u001b[31m",
                "body\n\n```\ncode\n```",
                Optional.of(new Location("a file.c", LineRange.of(3, 9))),
                Optional.of(0.25),
                "recommendation");
        Finding bare = new Finding(
                Severity.MEDIUM,
                Optional.empty(),
                "title",
                "",
                Optional.of(new Location("b.c", Optional.empty())),
                Optional.empty(),
                "");
        Finding nowhere = new Finding(Severity.LOW, Optional.empty(), "t", "", Optional.empty(), Optional.of(1.0), "");
        return Stream.of(
                reading.of(JobKind.ADVERSARIAL_REVIEW, FinishedTurn.completed(ReviewAnswers.attention())),
                reading.of(JobKind.ADVERSARIAL_REVIEW, FinishedTurn.completed(ReviewAnswers.approval())),
                reading.of(JobKind.REVIEW, FinishedTurn.completed("The patch is fine.")),
                new ReviewOutcome.Listed(
                        new BuiltInReview("why", List.of(full, bare, nowhere), Optional.of("cut")), "raw"),
                new ReviewOutcome.Listed(new BuiltInReview("", List.of(full), Optional.empty()), "raw"),
                new ReviewOutcome.None("why", Optional.of("raw")),
                new ReviewOutcome.None("why", Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void an_outcome_is_read_as_it_was_written(ReviewOutcome outcome) {
        String stored = Json.text(ReviewOutcomeCodec.write(outcome));

        assertThat(ReviewOutcomeCodec.read(Json.readObject(stored))).isEqualTo(outcome);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void G33_an_outcome_does_not_show_its_words(ReviewOutcome outcome) {
        assertThat(outcome.toString())
                .doesNotContain("raw")
                .doesNotContain("title")
                .doesNotContain("fine");
    }
}
