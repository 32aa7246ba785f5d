package dev.companion.core.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.JobKind;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.OfflineModel;
import dev.companion.core.offline.OfflineRequest;
import dev.companion.core.offline.Script;
import dev.companion.core.prompt.TemplateFiles;
import dev.companion.core.review.finding.FinishedTurn;
import dev.companion.core.review.finding.ReviewAnswers;
import dev.companion.core.review.finding.ReviewOutcome;
import dev.companion.core.review.finding.ReviewReading;
import dev.companion.core.review.finding.ReviewSchema;
import dev.companion.core.review.finding.Verdict;
import dev.companion.core.review.prompt.ReviewPrompts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The prompts and the schema through the real Codex, with answers of every quality. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AdversarialReviewWithRealCodexTest {
    private static final ReviewPrompts PROMPTS = new ReviewPrompts(new TemplateFiles(Optional.empty()));
    private static final String APPROVAL = ReviewAnswers.approval();

    private OfflineCodex offline;
    private OfflineModel model;
    private AppServerDriver codex;
    private Path workspace;
    private ReviewReading reading;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        workspace = Files.createDirectory(directory.resolve("workspace"));
        reading = new ReviewReading(workspace.toString());
        offline = OfflineCodex.start(directory.resolve("offline"), workspace, OfflineCodexHome.Options.DEFAULT);
        model = offline.model();
        codex = offline.server();
    }

    @AfterAll
    void stop() {
        if (offline != null) {
            offline.close();
        }
    }

    private String thread() {
        return codex.startThread(workspace, "read-only", "never");
    }

    /** The script is the focus: it works only if it comes through as it is. */
    private static String prompt(Script script) {
        return PROMPTS.adversarial(new ReviewPrompts.Subject(
                "the working tree", script.inPrompt("what if it fails?"), "diff --git a/a b/a\n+x", List.of()));
    }

    private FinishedTurn turn(String thread, String prompt) {
        int before = codex.size();
        codex.send(
                "turn/start",
                Map.of(
                        "threadId",
                        thread,
                        "input",
                        List.of(Map.of("type", "text", "text", prompt)),
                        "outputSchema",
                        ReviewSchema.forModel().fields()));
        JsonObject turn = codex.awaitAfter(before, AppServerDriver.isNotification("turn/completed", thread))
                .object("params")
                .object("turn");
        Optional<String> last = codex.messages().stream()
                .skip(before)
                .filter(AppServerDriver.isNotification("item/completed", thread))
                .map(message -> message.object("params").object("item"))
                .filter(item -> item.string("type").equals(Optional.of("agentMessage")))
                .flatMap(item -> item.string("text").stream())
                .reduce((earlier, later) -> later);
        return new FinishedTurn(turn.string("status"), last);
    }

    private ReviewOutcome outcome(FinishedTurn turn) {
        return reading.of(JobKind.ADVERSARIAL_REVIEW, turn);
    }

    @Test
    void the_model_gets_the_schema_and_a_prompt_that_names_the_keys() {
        String thread = thread();

        turn(thread, prompt(Script.of().say(APPROVAL)));

        OfflineRequest request = model.requests().stream()
                .filter(sent -> sent.threadId().equals(Optional.of(thread)))
                .findFirst()
                .orElseThrow();
        JsonObject format = request.body().object("text").object("format");
        assertThat(format.string("type")).contains("json_schema");
        assertThat(format.object("schema").fields())
                .isEqualTo(ReviewSchema.forModel().fields());
        assertThat(request.userText()).contains("`line_start`").contains("what if it fails?");
    }

    static Stream<Script> good() {
        return Stream.of(
                Script.of().say(APPROVAL),
                Script.of().say("```json\n" + APPROVAL + "\n```"),
                Script.of()
                        .together(Script.of().say("I look first.").exec("true"))
                        .say(APPROVAL));
    }

    @ParameterizedTest
    @MethodSource("good")
    void an_answer_as_asked_for_is_a_verdict(Script script) {
        assertThat(outcome(turn(thread(), prompt(script))).verdict()).contains(Verdict.APPROVE);
    }

    static Stream<Script> bad() {
        return Stream.of(
                Script.of().say(APPROVAL.substring(0, APPROVAL.length() - 5)),
                Script.of().say("I approve."),
                Script.of().say(APPROVAL.replace("approve", "approved")),
                Script.of().together(Script.of().say(APPROVAL).exec("true")).say("Done."));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void G24_an_answer_in_another_form_is_no_verdict_and_one_more_turn_may_bring_it(Script script) {
        String thread = thread();
        FinishedTurn first = turn(thread, prompt(script));
        ReviewOutcome none = outcome(first);
        assertThat(none.isReview()).isFalse();
        assertThat(ReviewReading.wantsFollowUp(JobKind.ADVERSARIAL_REVIEW, first, none))
                .isTrue();

        String ask = Script.of()
                .say(ReviewAnswers.attention())
                .inPrompt(PROMPTS.askForJson(none.fault().orElseThrow()));

        assertThat(reading.afterFollowUp(none, turn(thread, ask)).verdict()).contains(Verdict.NEEDS_ATTENTION);
    }

    static Stream<Script> failing() {
        return Stream.of(
                Script.of()
                        .together(Script.of().say(APPROVAL).exec("true"))
                        .step(Map.of("failed", "context_length_exceeded")),
                Script.of().together(Script.of().say(APPROVAL).exec("true")).step(Map.of("status", 500)),
                Script.of().step(Map.of("dropStream", "mid", "say", APPROVAL)),
                Script.of().step(Map.of("incomplete", "max_output_tokens", "say", APPROVAL)),
                Script.of().step(Map.of("usageLimit", Map.of("resetsInSeconds", 60))));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void G24_a_turn_that_fails_has_no_verdict_whatever_it_said_before(Script script) {
        FinishedTurn turn = turn(thread(), prompt(script));

        assertThat(turn.status()).contains("failed");
        ReviewOutcome none = outcome(turn);
        assertThat(none.isReview()).isFalse();
        assertThat(ReviewReading.wantsFollowUp(JobKind.ADVERSARIAL_REVIEW, turn, none))
                .isFalse();
    }
}
