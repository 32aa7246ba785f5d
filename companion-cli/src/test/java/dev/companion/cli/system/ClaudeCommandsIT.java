package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The slash commands in the real Claude Code: what is typed, and what is shown. */
@Tag("once")
class ClaudeCommandsIT {
    @RegisterExtension
    final Machine machine = new Machine();

    private ClaudeCode claude;

    @BeforeEach
    void claude() throws IOException {
        machine.withRealCodex();
        claude = new ClaudeCode(machine);
        claude.model().think(Minds::parrot);
    }

    @AfterEach
    void close() {
        claude.close();
    }

    /** What the model was shown for a command. */
    private String shown(String typed) {
        int before = claude.model().requests().size();
        ClaudeCode.Said said = claude.ask(typed);
        List<ModelRequest> requests = claude.model().requests();
        assertThat(requests).as("%s: %s", typed, said).hasSizeGreaterThan(before);
        return requests.get(before).lastWords();
    }

    private String finished(String text) {
        String job = machine.submit(Script.of().say(text).inPrompt("Say something."));
        machine.awaitEnd(job);
        return job;
    }

    @Test
    void a_job_is_listed_read_and_waited_for() {
        String job = finished("What Codex said.");

        assertThat(shown("/companion:status --all")).contains("| `" + job + "` | completed |");
        assertThat(shown("/companion:status " + job)).contains(job);
        assertThat(shown("/companion:result " + job)).contains("What Codex said.");
        assertThat(shown("/companion:wait " + job)).contains(job).contains("completed");
        assertThat(shown("/companion:cancel " + job)).contains(job + " completed");
        assertThat(shown("/companion:setup")).contains("Codex");
        assertThat(shown("/companion:verify " + job)).contains("verified");
        String pasted = machine.run("result", job, "--output", "markdown").out();
        assertThat(shown("/companion:verify " + pasted)).contains("verified");
        assertThat(shown("/companion:transfer --source /etc/passwd")).contains("companion: ");
    }

    @Test
    void an_error_is_shown_with_what_to_do() {
        assertThat(shown("/companion:result task-0000000000"))
                .contains("no job task-0000000000", "companion status --all-workspaces", "(exit code 4: ");
        assertThat(shown("/companion:status --al")).contains("unknown option --al", "did you mean --all?");
        assertThat(shown("/companion:status --watch")).contains("never ends");
        assertThat(shown("/companion:rescue --wriite fix it")).contains("companion: unknown option --wriite");
        assertThat(shown("/companion:rescue --write")).contains("companion: there is no task");
        assertThat(machine.run("status", "--all", "--output", "id").out()).isEmpty();
    }

    @Test
    void a_program_that_cannot_start_says_so() {
        machine.with("COMPANION_JAVA", "/nonexistent");

        assertThat(shown("/companion:status")).contains("needs Java 17 or newer", "Set COMPANION_JAVA");
    }

    @Test
    void a_review_is_shown_or_says_how_it_is_collected() throws IOException {
        Files.writeString(machine.workspace().resolve("a.txt"), "changed\n");
        machine.model()
                .otherwise(
                        Script.of()
                                .say(
                                        "{\"verdict\":\"needs-attention\",\"summary\":\"It breaks.\",\"findings\":[{\"severity\":\"high\",\"title\":\"Broken\","
                                                + "\"body\":\"b\",\"file\":\"a.txt\",\"line_start\":1,\"line_end\":1,\"confidence\":0.9,\"recommendation\":\"r\"}],\"next_steps\":[]}"));

        assertThat(shown("/companion:adversarial-review it's \"about\" $HOME --write `x`"))
                .contains("It breaks.", "Broken");
        String background = shown("/companion:adversarial-review --background");
        assertThat(background).contains("Codex works on job adversarial-review-", "/companion:result");
        machine.awaitEnd(background.replaceAll("(?s).*job (adversarial-review-\\w+).*", "$1"));
        assertThat(shown("/companion:review --commit nosuch")).contains("companion: ");
    }

    @Test
    void G32_nothing_that_is_typed_reaches_a_shell() throws IOException {
        Path proof = machine.directory().resolve("proof");
        String touch = "touch " + proof;
        for (String text : List.of(
                "a\"; " + touch + "; echo \"b",
                "a'; " + touch + "; echo 'b",
                "$(" + touch + ")",
                "`" + touch + "`",
                "x\n" + touch + "\n",
                "!`" + touch + "`",
                "x\n!`" + touch + "`\n",
                "x && companion cancel; " + touch,
                "EOF\n" + touch + "\nEOF",
                "${CLAUDE_PLUGIN_ROOT} $ARGUMENTS $0 $1",
                "# heading\n\n```!\n" + touch + "\n```")) {
            shown("/companion:status " + text);
            assertThat(proof).as("%s", text).doesNotExist();
        }
    }

    @Test
    void G32_the_focus_reaches_the_reviewer_as_it_was_typed() throws IOException {
        Files.writeString(machine.workspace().resolve("a.txt"), "changed\n");
        String focus = "it's \"quoted\" $HOME $5 `tick` \\ back\n# heading --base";

        shown("/companion:adversarial-review " + focus);

        assertThat(machine.model().requests())
                .anySatisfy(request -> assertThat(request.userText()).contains(focus));
    }

    @Test
    void what_is_too_long_for_the_chat_is_cut_and_the_file_is_named() throws IOException {
        String job = finished("x".repeat(31_000) + " THE END");

        String shown = shown("/companion:result " + job);

        assertThat(shown).contains("[cut here: 28000 of 31").doesNotContain("THE END");
        assertThat(shown.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeLessThan(30_000);
        Path file = Path.of(shown.replaceAll("(?s).*the rest is in (.*?)\\].*", "$1"));
        assertThat(Files.readString(file)).contains(" THE END", "companion-receipt/1: job=" + job);
    }

    @Test
    void what_was_typed_is_gone_when_it_was_taken() {
        shown("/companion:status --all");

        assertThat(claude.kept("typed")).isEmpty();
    }

    @Test
    void the_plugin_may_lie_in_a_directory_with_blanks() throws IOException {
        Path copy = machine.directory().resolve("a plugin's \"home\" $x/companion");
        Path plugin = dev.companion.core.codex.RealCodex.projectRoot().resolve("plugins/companion");
        Files.walkFileTree(plugin, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path target = copy.resolve(plugin.relativize(file).toString());
                Files.createDirectories(Objects.requireNonNull(target.getParent()));
                Files.copy(file, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        claude.withPlugin(copy);
        // A copy knows no launcher beside it: there the one that is installed is used.
        machine.program("companion", "exec '" + System.getProperty("companion.launcher") + "' \"$@\"");

        assertThat(shown("/companion:status")).contains("No jobs.");
    }

    @Test
    void G14_a_session_that_ends_takes_nothing_with_it() {
        Gate gate = Gate.of(machine, "gate");
        String job = machine.submit(
                Script.of().exec(gate.command()).say("Still here.").inPrompt("Wait."));
        machine.awaitCommand(job);

        shown("/companion:status");
        shown("/companion:status");

        gate.open(machine);
        assertThat(machine.awaitEnd(job).string("status")).hasValue("completed");
        assertThat(machine.run("result", job).out()).contains("Still here.");
    }
}
