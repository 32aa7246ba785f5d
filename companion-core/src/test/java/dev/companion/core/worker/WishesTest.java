package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Event;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Reason;
import dev.companion.core.job.RequestFixture;
import dev.companion.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Speed, model and effort are held against what Codex offers, before the turn. */
class WishesTest {
    private static final Map<String, Object> MODELS = Map.of(
            "data",
            List.of(
                    Map.of(
                            "id",
                            "quick",
                            "model",
                            "quick",
                            "supportedReasoningEfforts",
                            List.of(Map.of("reasoningEffort", "high")),
                            "serviceTiers",
                            List.of(Map.of("id", "priority"))),
                    Map.of("id", "slow", "model", "slow", "serviceTiers", List.of())));

    @TempDir
    Path directory;

    private static ScriptedScenario signedIn(String type) {
        Map<String, Object> account = Map.of("type", type, "planType", "plus");
        return new ScriptedScenario()
                .result("account/read", Map.of("account", account, "requiresOpenaiAuth", true))
                .result("model/list", MODELS);
    }

    private static List<String> warnings(WorkerRig rig, Job job) {
        return rig.events(job.id(), EventType.WARNING).stream()
                .map(Event::data)
                .map(data -> data.string("message").orElseThrow())
                .toList();
    }

    private void assertRefused(ScriptedScenario scenario, String model, Reason reason, ExitCode exit, String words) {
        try (WorkerRig rig = new WorkerRig(directory, scenario)) {
            Job job = rig.run(rig.request().model(model).serviceTier("fast"));

            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.ending().orElseThrow().reason()).contains(reason);
            assertThat(job.ending().orElseThrow().exitCode()).isEqualTo(exit);
            assertThat(job.ending().orElseThrow().message().orElseThrow()).contains(words);
            assertThat(rig.codex().received("turn/start")).isEmpty();
        }
    }

    @Test
    void Fast_mode_without_a_ChatGPT_sign_in_fails_before_the_turn() {
        assertRefused(signedIn("apiKey"), "quick", Reason.AUTH, ExitCode.NOT_READY, "an API key; sign in: codex login");
    }

    @Test
    void Fast_mode_with_a_model_that_has_none_fails_before_the_turn() {
        assertRefused(signedIn("chatgpt"), "slow", Reason.MODEL, ExitCode.FAILED, "name another model");
    }

    @Test
    void Fast_mode_that_can_be_had_is_asked_for() {
        try (WorkerRig rig = new WorkerRig(directory, signedIn("chatgpt"))) {
            Job job = rig.run(rig.request().model("quick").serviceTier("fast"));

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(warnings(rig, job)).isEmpty();
            assertThat(turn(rig).string("serviceTier")).contains("fast");
        }
    }

    private static JsonObject turn(WorkerRig rig) {
        return rig.codex().received("turn/start").get(0).object("params");
    }

    @Test
    void where_the_standard_tier_will_do_the_job_goes_on_in_it_and_says_so() {
        try (WorkerRig rig = new WorkerRig(directory, signedIn("apiKey"))) {
            Job job = rig.run(rig.request().model("quick").serviceTier("fast").tierOptional());

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(warnings(rig, job)).singleElement().asString().endsWith("going on in the standard tier");
            assertThat(turn(rig).string("serviceTier")).contains("default");
        }
    }

    @Test
    void a_tier_of_another_name_needs_no_ChatGPT_sign_in() {
        try (WorkerRig rig = new WorkerRig(directory, signedIn("apiKey"))) {
            Job job = rig.run(rig.request().model("quick").serviceTier("priority"));

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
        }
    }

    @Test
    void an_effort_or_a_model_that_is_not_listed_is_only_warned_of() {
        try (WorkerRig rig = new WorkerRig(directory, signedIn("chatgpt"))) {
            Job effort = rig.run(rig.request().model("quick").effort("bogus"));
            Job model = rig.run(rig.request().model("unheard-of"));

            assertThat(List.of(effort.state(), model.state())).containsOnly(JobState.COMPLETED);
            assertThat(warnings(rig, effort)).singleElement().asString().contains("bogus", "only high");
            assertThat(warnings(rig, model)).singleElement().asString().contains("unheard-of");
        }
    }

    @Test
    void who_asks_for_nothing_pays_for_no_question() {
        try (WorkerRig rig = new WorkerRig(directory, signedIn("apiKey"))) {
            rig.run(new RequestFixture()
                    .codexBinary(rig.codex().path().toString())
                    .cwd(directory.toString()));

            assertThat(rig.codex().received("model/list")).isEmpty();
        }
    }
}
