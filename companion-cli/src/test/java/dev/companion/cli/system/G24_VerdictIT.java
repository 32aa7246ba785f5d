package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verdicts of adversarial reviews, through the built program: the focus is what the model plays, the follow-up has none. */
@Tag("once")
class G24_VerdictIT {
    private static final String APPROVAL = Reviews.verdict("approve");
    private static final String CUT = APPROVAL.substring(0, APPROVAL.length() - 9);

    @RegisterExtension
    final Machine machine = new Machine();

    @BeforeEach
    void change_something() {
        machine.withRealCodex();
        Reviews.change(machine);
    }

    private Answer review(Script script, String... options) {
        String[] words = Stream.concat(
                        Stream.of("adversarial-review", script.inPrompt("what if it races?"), "--json"),
                        Stream.of(options))
                .toArray(String[]::new);
        return machine.run(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "```json\n%s\n```"})
    void a_valid_answer_is_a_verdict(String form) {
        Answer answer = review(Script.of().say(form.formatted(APPROVAL)));

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.json().object("result").string("verdict")).contains("approve");
        assertThat(machine.model().requestCount()).isEqualTo(1);
    }

    @Test
    void a_cut_answer_is_asked_for_once_more_on_the_same_thread() throws IOException {
        machine.model().otherwise(Script.of().say(Reviews.verdict("needs-attention", "high")));

        Answer answer = review(Script.of().say(CUT), "--fail-on", "high");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(10);
        JsonObject review = answer.json();
        assertThat(review.object("result").string("verdict")).contains("needs-attention");
        assertThat(machine.model().requests())
                .hasSize(2)
                .allMatch(request -> request.threadId().equals(review.string("threadId")));
        String id = review.string("jobId").orElseThrow();
        assertThat(review.string("rawOutput"))
                .contains(Files.readString(machine.jobDirectory(id).resolve("output.md")));
    }

    @Test
    void prose_twice_is_no_verdict_and_the_first_text_is_kept() {
        machine.model().otherwise(Script.of().say("I said that I approve."));

        Answer answer = review(Script.of().say("I approve."));

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(1);
        assertThat(answer.json().value("result")).isNull();
        assertThat(answer.json().string("rawOutput")).contains("I approve.");
        assertThat(answer.json().string("parseError").orElseThrow()).contains("asked again");
        assertThat(machine.model().requestCount()).isEqualTo(2);
        String id = answer.json().string("jobId").orElseThrow();
        assertThat(machine.job(id).string("status")).contains("completed");
        assertThat(machine.run("wait", id).exitCode()).isEqualTo(1);
        assertThat(machine.run("result", id).out()).contains("no verdict").contains("I approve.");
    }

    static Stream<Script> failing() {
        return Stream.of(
                Script.of()
                        .together(Script.of().say(APPROVAL).exec("true"))
                        .step(Map.of("failed", "context_length_exceeded")),
                Script.of().step(Map.of("dropStream", "mid", "say", APPROVAL)));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void a_turn_that_fails_has_no_verdict_whatever_it_said(Script script) {
        Answer answer = review(script);

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(1);
        assertThat(answer.json().value("result")).isNull();
        String id = answer.json().string("jobId").orElseThrow();
        assertThat(machine.jobDirectory(id).resolve("review.json")).doesNotExist();
        assertThat(machine.run("result", id, "--output", "sarif").out()).contains("\"executionSuccessful\":false");
    }

    @Test
    void a_change_that_is_gone_when_the_job_starts_is_not_approved() {
        Answer first = review(Script.of().say(APPROVAL));
        Reviews.write(machine, "README", "a workspace\n");

        Answer again = machine.run("retry", first.json().string("jobId").orElseThrow(), "--json");

        assertThat(again.exitCode()).as("%s", again).isEqualTo(1);
        assertThat(again.json().value("result")).isNull();
        JsonObject record = machine.job(again.json().string("jobId").orElseThrow());
        assertThat(record.string("reason")).contains("interrupted");
        assertThat(record.string("errorMessage").orElseThrow()).startsWith("there is nothing to review any more");
        assertThat(machine.model().requestCount()).isEqualTo(1);
    }

    @Test
    void a_follow_up_that_fails_leaves_no_verdict() {
        machine.model().otherwise(Script.of().step(Map.of("status", 500)));

        Answer answer = review(Script.of().say(APPROVAL.replace("approve", "approved")));

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(1);
        assertThat(answer.json().value("result")).isNull();
        assertThat(answer.json().string("rawOutput").orElseThrow()).contains("approved");
    }
}
