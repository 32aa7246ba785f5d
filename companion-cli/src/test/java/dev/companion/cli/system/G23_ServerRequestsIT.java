package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedRequests;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No request of Codex waits for ever, and none widens what a job may do. */
@OverDirectAndBroker
class G23_ServerRequestsIT {
    private static final int FLOOD = 2_000;

    @RegisterExtension
    final Machine machine;

    G23_ServerRequestsIT(String transport) {
        machine = new Machine(transport);
    }

    @Test
    void G23_every_request_is_answered_and_logged() {
        ScriptedTurn turn = ScriptedTurn.begin();
        for (String method : ScriptedRequests.methods()) {
            turn = turn.request(method);
        }
        ScriptedCodex codex = machine.withScriptedCodex(
                new ScriptedScenario().turn(turn.message("answered").completed()));

        Answer answer = machine.run("task", "--json", "Ask.");

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.json().string("rawOutput")).contains("answered");
        String job = answer.json().string("jobId").orElseThrow();
        List<JsonObject> approvals = machine.events(job).stream()
                .filter(event -> event.string("type").equals(Optional.of("approval")))
                .map(event -> event.object("data"))
                .toList();
        assertThat(approvals)
                .extracting(data -> data.string("method").orElseThrow())
                .containsExactlyElementsOf(ScriptedRequests.methods());
        assertThat(codex.received())
                .filteredOn(message -> message.object("error").fields().isEmpty())
                .noneMatch(message ->
                        message.object("result").string("decision").orElse("").startsWith("accept")
                                || message.object("result")
                                        .string("decision")
                                        .orElse("")
                                        .equals("approved"));
    }

    @Test
    void G23_thousands_of_requests_are_all_answered() {
        ScriptedTurn turn = ScriptedTurn.begin();
        List<String> methods = ScriptedRequests.methods();
        for (int i = 0; i < FLOOD; i++) {
            turn = turn.request(methods.get(i % methods.size()));
        }
        ScriptedCodex codex = machine.withScriptedCodex(
                new ScriptedScenario().turn(turn.message("answered").completed()));

        Answer answer = machine.run("task", "--json", "Ask.");

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(codex.received())
                .filteredOn(message -> message.string("method").isEmpty())
                .hasSize(FLOOD);
    }
}
