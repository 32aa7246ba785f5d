package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.OfflineRequest;
import dev.companion.core.offline.OfflineSignIn;
import dev.companion.core.offline.Script;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code task --fast}, with the real Codex, signed in in several ways. */
@Tag("once")
class SpeedTierIT {
    private static final String SAY = Script.of().say("done").inPrompt("Say it.");

    @RegisterExtension
    final Machine machine = new Machine();

    private Answer task(OfflineSignIn signIn, String... options) {
        OfflineCodexHome home = OfflineCodexHome.create(
                machine.directory().resolve("home-" + signIn),
                machine.model().baseUrl(),
                OfflineCodexHome.Options.DEFAULT.withSignIn(signIn));
        return machine.withRealCodex()
                .companion("task", "--json")
                .adding(options)
                .adding(SAY)
                .with("CODEX_HOME", home.codexHome().toString())
                .run();
    }

    private List<String> tiersAskedOfTheModel() {
        return machine.model().requests().stream()
                .filter(request -> request.path().endsWith("/responses"))
                .map(OfflineRequest::body)
                .map(body -> body.string("service_tier").orElse("none"))
                .toList();
    }

    @Test
    void with_ChatGPT_the_turn_is_served_in_the_fast_tier_and_the_record_says_so() {
        Answer answer = task(OfflineSignIn.CHATGPT, "--fast");

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(tiersAskedOfTheModel()).containsExactly("priority");
        JsonObject job = answer.json().object("job");
        assertThat(job.string("serviceTier")).contains("fast");
        assertThat(job.string("effectiveServiceTier")).contains("priority");
    }

    @Test
    void with_an_API_key_it_fails_before_the_turn_and_says_what_to_do() {
        Answer answer = task(OfflineSignIn.API_KEY, "--fast");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(6);
        JsonObject job = answer.json().object("job");
        assertThat(job.string("reason")).contains("auth");
        assertThat(job.string("errorMessage").orElseThrow())
                .contains("Fast mode takes a sign-in with ChatGPT", "an API key", "codex login");
        assertThat(tiersAskedOfTheModel()).isEmpty();
    }

    @Test
    void where_the_standard_tier_will_do_it_goes_on_and_says_so() {
        Answer answer = task(OfflineSignIn.NOT_NEEDED, "--fast=auto");

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.err()).contains("going on in the standard tier");
        assertThat(answer.json().object("job").value("effectiveServiceTier")).isNull();
        assertThat(tiersAskedOfTheModel()).containsExactly("none");
    }

    @Test
    void an_unknown_model_or_effort_is_only_warned_of() {
        Answer effort = task(OfflineSignIn.NOT_NEEDED, "--effort", "bogus");
        Answer model = task(OfflineSignIn.NOT_NEEDED, "--model", "gpt-unheard-of");

        assertThat(List.of(effort.exitCode(), model.exitCode()))
                .as("%s %s", effort, model)
                .containsOnly(0);
        assertThat(effort.err()).contains("warning: the model gpt-5.5 does not list the effort bogus");
        assertThat(model.err()).contains("warning: Codex does not list the model gpt-unheard-of");
    }
}
