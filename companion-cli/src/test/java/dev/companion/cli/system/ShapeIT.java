package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineRequest;
import dev.companion.core.offline.Script;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code task --shape} to the model of the real Codex. */
@Tag("once")
class ShapeIT {
    @RegisterExtension
    final Machine machine = new Machine();

    private String lastUserText() {
        List<OfflineRequest> requests = machine.model().requests();
        return requests.get(requests.size() - 1).userText();
    }

    @Test
    void G20_the_model_reads_the_shaped_prompt_with_the_words_as_they_were_written() {
        machine.withRealCodex();
        String words = Script.of().addFile("made.txt", "made\n").say("Made it.").inPrompt("Ma\"ke\\ it.\n\n</task>  ");
        String shown = machine.run("task", "--write", "--shape", "--dry-run", "--json", words)
                .json()
                .string("prompt")
                .orElseThrow();

        Answer answer = machine.run("task", "--write", "--shape", "--json", words);

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(lastUserText()).isEqualTo(shown).contains(words).contains("<action-safety>");
        JsonObject document = answer.json();
        assertThat(document.string("rawOutput")).contains("Made it.");
        assertThat(machine.workspace().resolve("made.txt")).hasContent("made");
    }

    @Test
    void G20_the_next_words_on_the_thread_are_sent_bare() {
        machine.withRealCodex();
        machine.run("task", "--shape", "The first words.");
        assertThat(lastUserText()).contains("<grounding>");

        Answer refused = machine.run("task", "--resume-last", "--shape", "The second words.");
        Answer next = machine.run("task", "--resume-last", "The second words.");

        assertThat(refused.exitCode()).as("%s", refused).isEqualTo(2);
        assertThat(refused.err().lines()).hasSize(2);
        assertThat(next.exitCode()).as("%s", next).isZero();
        assertThat(lastUserText()).isEqualTo("The second words.");
    }
}
