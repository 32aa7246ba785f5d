package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The review gate in the real Claude Code: it looks once, says what it found, and lets go. */
@Tag("once")
class ClaudeGateIT {
    @RegisterExtension
    final Machine machine = new Machine();

    private ClaudeCode claude;

    @BeforeEach
    void claude() throws IOException {
        machine.withRealCodex();
        claude = new ClaudeCode(machine);
        claude.model().think(request -> ModelReply.say("Done."));
    }

    @AfterEach
    void close() {
        claude.close();
    }

    private void switchOn() {
        machine.run("setup", "--enable-review-gate");
        Reviews.change(machine);
    }

    private List<ModelRequest> turns() {
        return claude.model().requests();
    }

    private List<String> jobs(String... options) {
        return machine.companion("status", "--output", "id")
                .adding(options)
                .run()
                .out()
                .lines()
                .toList();
    }

    @Test
    void it_blocks_once_with_what_codex_found_and_then_lets_go() {
        switchOn();
        machine.model().otherwise(Script.of().say(Reviews.verdict("needs-attention", "high")));

        ClaudeCode.Said said = claude.ask("Change it.");

        assertThat(said.result()).isEqualTo("Done.");
        assertThat(turns()).hasSize(2);
        assertThat(turns().get(1).everything())
                .contains("BLOCK: ", "Lost update of high severity", "companion setup --disable-review-gate");
        assertThat(jobs()).as("nobody asked for it").isEmpty();
        assertThat(jobs("--all")).hasSize(1);
    }

    @Test
    void files_that_did_not_change_since_are_not_looked_at_again() {
        switchOn();
        machine.model().otherwise(Script.of().say(Reviews.verdict("needs-attention", "high")));
        String session = claude.ask("Change it.").session();

        claude.ask("And now?", "--resume", session);
        assertThat(jobs("--all")).hasSize(1);

        Reviews.write(machine, "README", "again\n");
        claude.ask("Change more.", "--resume", session);
        assertThat(jobs("--all")).hasSize(2);
    }

    @Test
    void it_says_nothing_where_codex_has_no_objection() {
        switchOn();
        machine.model().otherwise(Script.of().say(Reviews.verdict("approve")));

        assertThat(claude.ask("Change it.").result()).isEqualTo("Done.");
        assertThat(turns()).hasSize(1);
        assertThat(jobs("--all")).hasSize(1);
    }

    @Test
    void an_outage_lets_go_and_is_told() {
        switchOn();
        machine.model().otherwise(Script.of().step(Map.of("status", 500L)));

        ClaudeCode.Said said = claude.ask("Change it.", "--include-hook-events");

        assertThat(said.result()).isEqualTo("Done.");
        assertThat(turns()).hasSize(1);
        assertThat(said.answer().out()).contains("UNAVAILABLE: ");
    }

    @Test
    void an_outage_blocks_once_where_that_is_wanted() {
        switchOn();
        machine.with("COMPANION_REVIEW_GATE_UNAVAILABLE", "block");
        machine.model().otherwise(Script.of().step(Map.of("status", 500L)));

        assertThat(claude.ask("Change it.").result()).isEqualTo("Done.");
        assertThat(turns()).hasSize(2);
        assertThat(turns().get(1).everything()).contains("UNAVAILABLE: ", "--disable-review-gate");
    }

    @Test
    void status_says_which_file_switched_it_on() {
        switchOn();

        String source = machine.run("status", "--json")
                .json()
                .object("config")
                .string("stopReviewGateSource")
                .orElseThrow();

        assertThat(Path.of(source)).isRegularFile().startsWith(machine.root());
        assertThat(machine.run("status", "--output", "markdown").out()).contains("review gate: on (" + source + ")");
    }

    @Test
    void while_it_is_off_no_java_is_started_for_an_ordinary_turn() throws IOException {
        Path proof = machine.directory().resolve("java-was-started");
        Path java = machine.program("java", "touch '" + proof + "'");
        machine.with("COMPANION_JAVA", java.toString());
        Reviews.change(machine);

        // No server of the plugin either: that one is a Java by right.
        assertThat(claude.ask("Hello.", "--strict-mcp-config").result()).isEqualTo("Done.");
        assertThat(proof).doesNotExist();

        Files.createDirectories(machine.root());
        claude.ask("/companion:status", "--strict-mcp-config");
        assertThat(proof).as("the test would see it").exists();
    }
}
