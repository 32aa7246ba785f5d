package dev.companion.core.review.finding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobState;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** No way leads to an approval but a completed turn with a valid final message. */
class G24_VerdictTest {
    private static final String ROOT = "/home/ada/project";
    private static final ReviewReading READING = new ReviewReading(ROOT);
    private static final String APPROVAL = ReviewAnswers.approval();

    private static ReviewOutcome adversarial(FinishedTurn turn) {
        return READING.of(JobKind.ADVERSARIAL_REVIEW, turn);
    }

    private static ReviewOutcome.None requireNoVerdict(ReviewOutcome outcome) {
        assertThat(outcome.verdict()).isEmpty();
        assertThat(outcome.isReview()).isFalse();
        assertThat(FailOn.exitCode(outcome, Optional.empty())).isEqualTo(ExitCode.FAILED);
        assertThat(FailOn.exitCode(outcome, FailOn.find("critical"))).isEqualTo(ExitCode.FAILED);
        assertThat(ReviewOutcomeCodec.result(outcome)).isNull();
        ReviewOutcome reread = ReviewOutcomeCodec.read(JsonObject.of(ReviewOutcomeCodec.write(outcome)));
        assertThat(reread.isReview()).isFalse();
        return (ReviewOutcome.None) outcome;
    }

    @Test
    void a_valid_final_message_of_a_completed_turn_is_a_verdict() {
        ReviewOutcome outcome = adversarial(FinishedTurn.completed(ReviewAnswers.attention()));

        assertThat(outcome.verdict()).contains(Verdict.NEEDS_ATTENTION);
        assertThat(outcome.rawText()).contains(ReviewAnswers.attention());
        assertThat(outcome.fault()).isEmpty();
        assertThat(outcome.nextSteps()).containsExactly("Hold the lock", "Add a test");
        Finding finding = outcome.findings().get(0);
        assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(finding.location()).hasToString("Optional[src/Store.java:10-12]");
        assertThat(finding.confidence()).contains(0.9);
        assertThat(FailOn.exitCode(outcome, Optional.empty())).isEqualTo(ExitCode.OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "```json\n%s\n```",
                "```\n%s\n```",
                "```JSON  \r\n%s\r\n```",
                "\n\n  ```json\n%s\n```  \n",
                " %s\n"
            })
    void one_fence_around_the_whole_message_is_accepted(String form) {
        ReviewOutcome outcome = adversarial(FinishedTurn.completed(form.formatted(APPROVAL)));

        assertThat(outcome.verdict()).contains(Verdict.APPROVE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "interrupted", "inProgress", "Completed", ""})
    void a_turn_that_did_not_complete_has_no_verdict_whatever_it_said(String status) {
        FinishedTurn turn = new FinishedTurn(Optional.of(status), Optional.of(APPROVAL));

        ReviewOutcome.None none = requireNoVerdict(adversarial(turn));

        assertThat(none.why()).contains(status);
        assertThat(none.raw()).contains(APPROVAL);
        assertThat(ReviewReading.wantsFollowUp(JobKind.ADVERSARIAL_REVIEW, turn, none))
                .isFalse();
    }

    @Test
    void a_turn_of_which_Codex_said_nothing_has_no_verdict() {
        requireNoVerdict(adversarial(new FinishedTurn(Optional.empty(), Optional.of(APPROVAL))));
    }

    @Test
    void a_completed_turn_without_a_message_has_no_verdict_and_is_not_asked_again() {
        for (Optional<String> message : List.of(Optional.<String>empty(), Optional.of(" \n"))) {
            FinishedTurn turn = new FinishedTurn(Optional.of("completed"), message);

            ReviewOutcome outcome = requireNoVerdict(adversarial(turn));

            assertThat(ReviewReading.wantsFollowUp(JobKind.ADVERSARIAL_REVIEW, turn, outcome))
                    .isFalse();
        }
    }

    static List<String> invalidMessages() {
        return List.of(
                "I approve this change.",
                "approve",
                "\"approve\"",
                "[" + APPROVAL + "]",
                "null",
                "{}",
                "{\"verdict\":\"approve\"}",
                APPROVAL.substring(0, APPROVAL.length() - 1),
                APPROVAL.substring(0, APPROVAL.length() / 2),
                APPROVAL + APPROVAL,
                APPROVAL + "\nBut I could not read the diff.",
                "Here it is: " + APPROVAL,
                "```json\n" + APPROVAL + "\n```\nMore words.",
                "This is what an approval would look like:\n```json\n" + APPROVAL + "\n```",
                "```json\n" + APPROVAL + "\n```\n```json\n" + ReviewAnswers.attention() + "\n```",
                "```json\n" + APPROVAL,
                "~~~json\n" + APPROVAL + "\n~~~",
                "// fine\n" + APPROVAL,
                APPROVAL.replace("\"approve\"", "\"Approve\""),
                APPROVAL.replace("\"approve\"", "\"approved\""),
                APPROVAL.replace("\"approve\"", "\"approve \""),
                APPROVAL.replace("\"approve\"", "true"),
                APPROVAL.replace("\"approve\"", "null"),
                APPROVAL.replace("\"verdict\"", "\"Verdict\""),
                APPROVAL.replaceFirst("\\{", "{\"verdict\":\"needs-attention\","),
                APPROVAL.replaceFirst("\\{", "{\"confident\":true,"),
                APPROVAL.replace("\"Sound.\"", "\"\""),
                APPROVAL.replace("\"Sound.\"", "\" \""),
                APPROVAL.replace("\"findings\":[]", "\"findings\":{}"),
                APPROVAL.replace("\"findings\":[]", "\"findings\":[null]"),
                APPROVAL.replace("\"findings\":[]", "\"findings\":[\"a race\"]"),
                APPROVAL.replace("\"next_steps\":[]", "\"next_steps\":[1]"),
                APPROVAL.replace("\"next_steps\":[]", "\"next_steps\":NaN"),
                ReviewAnswers.attention().replace("\"critical\"", "\"blocker\""),
                ReviewAnswers.attention().replace("\"line_start\":10", "\"line_start\":0"),
                ReviewAnswers.attention().replace("\"line_start\":10", "\"line_start\":1.5"),
                ReviewAnswers.attention().replace("\"line_start\":10", "\"line_start\":99999999999999999999"),
                ReviewAnswers.attention().replace("\"line_start\":10", "\"line_start\":\"10\""),
                ReviewAnswers.attention().replace("0.9", "1.1"),
                ReviewAnswers.attention().replace("\"file\":\"src/Store.java\",", ""),
                "{\"a\":".repeat(5_000) + APPROVAL + "}".repeat(5_000));
    }

    @ParameterizedTest
    @MethodSource("invalidMessages")
    void a_message_that_is_not_exactly_the_answer_has_no_verdict(String message) {
        FinishedTurn turn = FinishedTurn.completed(message);

        ReviewOutcome.None none = requireNoVerdict(adversarial(turn));

        assertThat(none.raw()).contains(message);
        assertThat(none.why()).isNotBlank().doesNotContain("\n");
        assertThat(none.why().length()).isLessThan(1_000);
        assertThat(ReviewReading.wantsFollowUp(JobKind.ADVERSARIAL_REVIEW, turn, none))
                .isTrue();
    }

    @Test
    void every_cut_of_an_answer_has_no_verdict() {
        String answer = ReviewAnswers.attention();
        for (int end = 0; end < answer.length(); end++) {
            assertThat(adversarial(FinishedTurn.completed(answer.substring(0, end)))
                            .verdict())
                    .as("cut after %s characters", end)
                    .isEmpty();
        }
    }

    @Test
    void the_follow_up_may_bring_the_verdict() {
        ReviewOutcome first = adversarial(FinishedTurn.completed("In prose: it is fine."));

        ReviewOutcome second = READING.afterFollowUp(first, FinishedTurn.completed(APPROVAL));

        assertThat(second.verdict()).contains(Verdict.APPROVE);
        assertThat(second.rawText()).contains(APPROVAL);
    }

    @Test
    void a_follow_up_that_brings_none_keeps_the_first_text_and_both_reasons() {
        ReviewOutcome first = adversarial(FinishedTurn.completed("In prose: it is fine."));
        for (FinishedTurn followUp : List.of(
                FinishedTurn.completed("Still prose."),
                new FinishedTurn(Optional.of("failed"), Optional.of(APPROVAL)),
                new FinishedTurn(Optional.empty(), Optional.empty()))) {
            ReviewOutcome.None none = requireNoVerdict(READING.afterFollowUp(first, followUp));

            assertThat(none.raw()).contains("In prose: it is fine.");
            assertThat(none.why()).contains("not one JSON object").contains("; asked again: ");
        }
    }

    @Test
    void a_verdict_is_not_asked_for_twice_and_never_of_the_built_in_reviewer() {
        FinishedTurn good = FinishedTurn.completed(APPROVAL);
        FinishedTurn prose = FinishedTurn.completed("prose");

        assertThat(ReviewReading.wantsFollowUp(JobKind.ADVERSARIAL_REVIEW, good, adversarial(good)))
                .isFalse();
        assertThat(ReviewReading.wantsFollowUp(JobKind.REVIEW, prose, READING.of(JobKind.REVIEW, prose)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Reviewer failed to output a response.",
                "Review was interrupted. Please re-run /review and wait for it to complete.",
                " \n"
            })
    void what_Codex_says_in_place_of_a_review_is_none(String text) {
        requireNoVerdict(READING.of(JobKind.REVIEW, FinishedTurn.completed(text)));
    }

    @Test
    void the_built_in_reviewer_never_approves() {
        for (String text : List.of("The patch is fine.", "approve", APPROVAL, ReviewAnswers.builtInJson())) {
            ReviewOutcome outcome = READING.of(JobKind.REVIEW, FinishedTurn.completed(text));

            assertThat(outcome.verdict()).isEmpty();
            assertThat(outcome.rawText()).contains(text);
        }
    }

    @Test
    void a_failed_turn_of_the_built_in_reviewer_is_no_review() {
        requireNoVerdict(
                READING.of(JobKind.REVIEW, new FinishedTurn(Optional.of("failed"), Optional.of("The patch is fine."))));
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "CANCELLED", "LOST"})
    void a_job_that_did_not_complete_has_no_verdict_whatever_its_worker_read(JobState state) {
        ReviewOutcome read = adversarial(FinishedTurn.completed(APPROVAL));

        ReviewOutcome.None none = requireNoVerdict(ReviewReading.ofEnded(state, Optional.of(read)));

        assertThat(none.why()).contains(state.wireName());
        assertThat(none.raw()).contains(APPROVAL);
        requireNoVerdict(ReviewReading.ofEnded(state, Optional.empty()));
    }

    @Test
    void a_completed_job_has_the_review_that_its_worker_read_and_else_none() {
        ReviewOutcome read = adversarial(FinishedTurn.completed(APPROVAL));

        assertThat(ReviewReading.ofEnded(JobState.COMPLETED, Optional.of(read))).isEqualTo(read);
        requireNoVerdict(ReviewReading.ofEnded(JobState.COMPLETED, Optional.empty()));
        assertThatThrownBy(() -> ReviewReading.ofEnded(JobState.RUNNING, Optional.of(read)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothing_to_review_is_an_answer_and_no_verdict() {
        ReviewOutcome nothing = new ReviewOutcome.Nothing("the working tree is clean");

        assertThat(nothing.verdict()).isEmpty();
        assertThat(nothing.isReview()).isFalse();
        assertThat(FailOn.exitCode(nothing, FailOn.find("any"))).isEqualTo(ExitCode.OK);
        assertThat(Comparison.of(nothing, adversarial(FinishedTurn.completed(ReviewAnswers.attention()))))
                .isEmpty();
    }

    @Test
    void a_task_is_no_review() {
        assertThatThrownBy(() -> READING.of(JobKind.TASK, FinishedTurn.completed(APPROVAL)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(Verdict.class)
    void a_damaged_stored_review_is_no_verdict(Verdict verdict) {
        ReviewOutcome outcome = adversarial(FinishedTurn.completed(APPROVAL.replace("approve", verdict.wireName())));
        String stored = Json.text(ReviewOutcomeCodec.write(outcome));

        assertThat(ReviewOutcomeCodec.read(Json.readObject(stored)).verdict()).contains(verdict);
        for (String key : List.of("judged", "result", "rawOutput", "verdict", "summary", "findings")) {
            String damaged = stored.replace("\"" + key + "\"", "\"x\"");
            assertThat(ReviewOutcomeCodec.read(Json.readObject(damaged)).verdict())
                    .as("without %s", key)
                    .isEmpty();
        }
        assertThat(ReviewOutcomeCodec.read(JsonObject.EMPTY).isReview()).isFalse();
    }
}
