package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a review sends, and where else its words are. */
@Tag("once")
class G33_ReviewIT {
    private static final String FOCUS =
            "what about \"quotes\", 'these', $(touch x) `y`,\n{{context}} and {{schema}}, --base evil?";

    @RegisterExtension
    final Machine machine = new Machine();

    @Test
    void secrets_stay_here_and_the_focus_arrives_as_it_is_and_is_nowhere_else() throws IOException {
        machine.withRealCodex();
        Reviews.change(machine);
        Reviews.write(machine, ".env", "TOKEN=hidden-by-name\n");
        Reviews.write(machine, "notes", "-----BEGIN OPENSSH PRIVATE KEY-----\nhidden-by-content\n");
        Reviews.write(machine, "shown", "to be seen\n");
        Gate gate = Gate.of(machine, "gate");
        String words =
                Script.of().exec(gate.command()).say(Reviews.verdict("approve")).inPrompt(FOCUS);

        String id = Reviews.submit(machine, "adversarial-review", words);
        machine.awaitCommand(id);
        long worker = machine.worker(id).pid();
        assertThat(Marked.contains(worker, "cmdline", "quotes")).isFalse();
        assertThat(Marked.contains(worker, "environ", "quotes")).isFalse();
        gate.open(machine);
        assertThat(machine.run("wait", id).exitCode()).isZero();

        String sent = machine.model().requests().get(0).userText();
        assertThat(sent)
                .contains(words)
                .contains("to be seen", "+changed")
                .doesNotContain("hidden-by-name", "hidden-by-content");
        JsonObject context = machine.run("result", id, "--json")
                .json()
                .object("storedJob")
                .object("review")
                .object("context");
        assertThat(context.strings("notLookedAt"))
                .containsExactly(".env: looks like a secret", "notes: looks like a secret");
        assertThat(Files.readString(machine.jobDirectory(id).resolve("worker.log")))
                .doesNotContain("quotes", "hidden-by");
        assertThat(Files.readString(machine.jobDirectory(id).resolve("context.json")))
                .doesNotContain("hidden-by", "to be seen");
    }
}
