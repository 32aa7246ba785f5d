package dev.companion.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What of a review lets a turn end, and what does not. */
class GateVerdictTest {
    private static GateVerdict of(String document) {
        return GateVerdict.of(Json.readObject(document));
    }

    @Test
    void an_approval_and_nothing_to_review_let_it_end() {
        assertThat(of("{\"nothingToReview\":true,\"result\":null}")).isInstanceOf(GateVerdict.Allow.class);
        assertThat(of("{\"result\":{\"verdict\":\"approve\",\"findings\":[]}}")).isInstanceOf(GateVerdict.Allow.class);
    }

    @Test
    void an_objection_sends_back_with_its_findings_and_the_job() {
        GateVerdict verdict = of(
                "{\"jobId\":\"adversarial-review-0000000000\",\"result\":{\"verdict\":\"needs-attention\",\"summary\":\"No.\","
                        + "\"findings\":[{\"severity\":\"high\",\"title\":\"Broken\",\"body\":\"Why\",\"file\":\"a.txt\",\"line_start\":3}]}}");

        assertThat(verdict)
                .isInstanceOfSatisfying(
                        GateVerdict.Block.class,
                        block -> assertThat(block.reason())
                                .contains(
                                        "No.",
                                        "- [high] Broken (a.txt:3): Why",
                                        "companion result adversarial-review-0000000000"));
    }

    @Test
    void G24_without_a_verdict_there_is_neither() {
        assertThat(of("{\"error\":{\"message\":\"no codex\"}}")).isEqualTo(new GateVerdict.Unavailable("no codex"));
        assertThat(of("{\"result\":null,\"codex\":{\"stderr\":\"job x failed\"}}"))
                .isEqualTo(new GateVerdict.Unavailable("job x failed"));
        assertThat(of("{\"result\":{\"verdict\":null},\"parseError\":\"not JSON\"}"))
                .isEqualTo(new GateVerdict.Unavailable("not JSON"));
        assertThat(of("{\"result\":{\"verdict\":\"APPROVE!\"}}")).isInstanceOf(GateVerdict.Unavailable.class);
        assertThat(GateVerdict.of(JsonObject.EMPTY)).isInstanceOf(GateVerdict.Unavailable.class);
    }
}
