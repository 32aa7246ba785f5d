package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.offline.Script;
import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rescue in the real Claude Code brings back the words of the real Codex, or says that there are none. */
@Tag("once")
class ClaudeRescueIT {
    private static final String CODEX = "These are the words of Codex.";
    private static final int REPEATS = Integer.getInteger("companion.denials", 1);

    @RegisterExtension
    final Machine machine = new Machine();

    private ClaudeCode claude;

    @BeforeEach
    void claude() throws IOException {
        machine.withRealCodex();
        claude = new ClaudeCode(machine);
        thinks(Minds::forwards);
    }

    @AfterEach
    void close() {
        claude.close();
    }

    private void thinks(Function<ModelRequest, ModelReply> agent) {
        claude.model().think(Minds.rescue(agent));
    }

    private static String task(String words) {
        return Script.of().say(CODEX).inPrompt(words);
    }

    private List<String> jobs() {
        return machine.run("status", "--all", "--output", "id").out().lines().toList();
    }

    @Test
    void G51_what_comes_back_is_what_codex_said_whatever_the_agent_makes_of_it() {
        for (Function<ModelRequest, ModelReply> agent :
                List.<Function<ModelRequest, ModelReply>>of(Minds::forwards, Minds::embellishes, Minds::pretends)) {
            thinks(agent);

            ClaudeCode.Said said = claude.ask("/companion:rescue --fresh " + task("Say it."));

            assertThat(said.result())
                    .as("%s", said)
                    .startsWith("SEEN: " + CODEX)
                    .contains("`companion-receipt/1: job=task-");
            assertThat(said.result()).doesNotContain(Minds.OWN_ANALYSIS).doesNotContain("CODEX_NOT_RUN");
        }
        assertThat(jobs()).hasSize(3);
    }

    @Test
    void G20_the_task_reaches_codex_as_it_was_typed_and_the_agent_does_not_see_it() {
        String text = "it's \"quoted\"; $(touch x) `y` !`z` $HOME $5 \\\n# heading\nEOF --write --model m\n"
                + "long ".repeat(8_000);

        ClaudeCode.Said said = claude.ask("/companion:rescue --fresh " + task(text));

        assertThat(said.result()).as("%s", said).startsWith("SEEN: " + CODEX);
        assertThat(machine.model().requests())
                .anySatisfy(request -> assertThat(request.userText()).contains(text.strip()));
        assertThat(machine.job(jobs().get(0)).flag("write")).isFalse();
        assertThat(claude.model().requests())
                .filteredOn(ModelRequest::isOfAgent)
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.firstWords()).doesNotContain("quoted"));
        assertThat(claude.kept("requests")).isEmpty();
        assertThat(claude.kept("starting")).isEmpty();
    }

    @Test
    void routing_is_taken_from_before_the_text() {
        claude.ask("/companion:rescue --write --effort high --fresh " + task("Change something."));

        assertThat(machine.job(jobs().get(0)).flag("write")).isTrue();
        assertThat(machine.job(jobs().get(0)).string("effort")).hasValue("high");
    }

    /** What keeps an agent from asking Codex. */
    enum Denial {
        NO_TOOL("--disallowedTools", ClaudeCode.TASK),
        NO_SERVER("--strict-mcp-config"),
        DENY_RULE("--settings", "{\"permissions\":{\"deny\":[\"" + ClaudeCode.TASK + "\"]}}"),
        ASK_RULE("--settings", "{\"permissions\":{\"ask\":[\"" + ClaudeCode.TASK + "\"]}}"),
        PLAN_MODE_AND_DENY(
                "--permission-mode",
                "plan",
                "--settings",
                "{\"permissions\":{\"deny\":[\"" + ClaudeCode.TASK + "\"]}}"),
        NEVER_ASKED();

        private final List<String> options;

        Denial(String... options) {
            this.options = List.of(options);
        }
    }

    @ParameterizedTest
    @EnumSource(Denial.class)
    void G51_an_agent_that_may_not_ask_codex_cannot_speak_for_it(Denial denial) {
        thinks(denial == Denial.NEVER_ASKED ? Minds::makesUp : Minds::pretends);
        for (int i = 0; i < REPEATS; i++) {
            for (String option : List.of("--fresh ", "--background ")) {
                ClaudeCode.Said said = claude.ask(
                        "/companion:rescue " + option + task("Say it."), denial.options.toArray(String[]::new));

                assertThat(said.result())
                        .as("%s", said)
                        .startsWith("SEEN: CODEX_NOT_RUN: ")
                        .contains("Next: ");
                assertThat(said.result()).doesNotContain(Minds.OWN_ANALYSIS);
            }
        }
        assertThat(jobs()).isEmpty();
    }

    @Test
    void G51_the_agent_is_waited_for_whatever_the_model_wants() {
        claude.model().think(Minds.startsInBackground(task("Say it."), Minds::makesUp));

        ClaudeCode.Said said = claude.ask("/companion:status");

        assertThat(said.result()).as("%s", said).startsWith("SEEN: CODEX_NOT_RUN: ");
        assertThat(claude.model().requests())
                .filteredOn(request -> !request.isOfAgent())
                .allSatisfy(request -> assertThat(request.everything()).doesNotContain(Minds.OWN_ANALYSIS));
    }

    @Test
    void G51_a_model_that_starts_the_agent_in_its_own_words_has_to_be_allowed() {
        claude.model().think(Minds.starts(task("Say it."), Minds::pretends));

        // Behind a command of the plugin, whose server of tools is there by then.
        String refused = claude.ask("/companion:status").result();
        String allowed = claude.ask("/companion:status", "--allowedTools", ClaudeCode.TASK)
                .result();

        assertThat(refused).startsWith("SEEN: CODEX_NOT_RUN: the call of Codex was refused");
        assertThat(allowed).startsWith("SEEN: " + CODEX);
        assertThat(jobs()).hasSize(1);
    }

    @Test
    void in_the_background_codex_works_on_when_the_host_has_ended() {
        thinks(Minds::embellishes);
        Gate gate = Gate.of(machine, "gate");

        ClaudeCode.Said said = claude.ask("/companion:rescue --background "
                + Script.of().exec(gate.command()).say(CODEX).inPrompt("Wait."));

        String job = jobs().get(0);
        assertThat(said.result())
                .as("%s", said)
                .startsWith("SEEN: Codex still works on job " + job)
                .contains("/companion:result " + job)
                .doesNotContain(Minds.OWN_ANALYSIS);
        gate.open(machine);
        assertThat(machine.awaitEnd(job).string("status")).hasValue("completed");
        assertThat(machine.run("result", job).out()).contains(CODEX);
    }

    @Test
    void G51_without_a_java_that_could_check_its_answer_no_agent_is_started() {
        machine.with("COMPANION_JAVA", "/nonexistent");
        claude.model().think(Minds.starts("Say it.", Minds::makesUp));

        claude.ask("go");

        ModelRequest last =
                claude.model().requests().get(claude.model().requests().size() - 1);
        assertThat(last.everything()).contains("CODEX_NOT_RUN: the companion could not be started");
        assertThat(claude.model().requests()).noneMatch(ModelRequest::isOfAgent);
    }

    @Test
    void a_codex_that_is_not_there_is_told() {
        machine.with("COMPANION_CODEX", machine.directory().resolve("no-codex").toString());

        ClaudeCode.Said said = claude.ask("/companion:rescue --fresh " + task("Say it."));

        assertThat(said.result())
                .as("%s", said)
                .startsWith("SEEN: CODEX_NOT_RUN: ")
                .contains("no-codex");
    }

    @Test
    void a_job_that_fails_says_why() {
        ClaudeCode.Said said = claude.ask("/companion:rescue --fresh "
                + Script.of().step(java.util.Map.of("status", 400L)).inPrompt("Fail."));

        assertThat(said.result())
                .as("%s", said)
                .startsWith("SEEN: Codex did not finish.")
                .contains("failed", "Next: companion");
    }

    @Test
    void a_rescue_may_take_longer_than_a_command_of_the_host() {
        machine.with("BASH_DEFAULT_TIMEOUT_MS", "1000");

        ClaudeCode.Said said = claude.ask("/companion:rescue --fresh "
                + Script.of().exec("sleep 3").say(CODEX).inPrompt("Take your time."));

        assertThat(said.result()).as("%s", said).startsWith("SEEN: " + CODEX);
    }

    @Test
    void G7_killing_the_host_loses_nothing() {
        Gate gate = Gate.of(machine, "gate");
        String text = Script.of().exec(gate.command()).say(CODEX).inPrompt("Wait.");
        Started started = claude.prompt("/companion:rescue --fresh " + text).start();
        String job = awaitJob();
        machine.awaitCommand(job);

        started.signal("KILL");
        started.await();
        gate.open(machine);

        assertThat(machine.awaitEnd(job).string("status")).hasValue("completed");
        claude.model().think(Minds::parrot);
        claude.ask("/companion:result " + job);
        assertThat(claude.model()
                        .requests()
                        .get(claude.model().requests().size() - 1)
                        .everything())
                .contains(CODEX);
    }

    private String awaitJob() {
        long end = System.nanoTime() + Machine.PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            List<String> jobs = jobs();
            if (!jobs.isEmpty()) {
                return jobs.get(0);
            }
        }
        throw new AssertionError("no job");
    }

    @Test
    void the_last_thread_is_offered_once_and_gone_on_with_if_the_user_wants() {
        claude.ask("/companion:rescue --fresh " + task("Begin."));
        String session = machine.job(jobs().get(0)).string("sessionId").orElseThrow();

        claude.ask("/companion:rescue " + task("Go on."), "--resume", session);
        String offered = lastInstruction();
        claude.ask("/companion:rescue " + task("Go on."), "--resume", session);
        String notAgain = lastInstruction();
        claude.ask("/companion:rescue --resume " + task("Go on."), "--resume", session);

        assertThat(offered).contains("Codex has a thread of this session: \"Begin.", "AskUserQuestion");
        assertThat(notAgain).contains("Call the tool Agent once").doesNotContain("AskUserQuestion");
    }

    private String lastInstruction() {
        return claude.model().requests().stream()
                .map(ModelRequest::lastWords)
                .filter(words -> words.contains("Call the tool Agent once"))
                .reduce((first, second) -> second)
                .orElseThrow();
    }
}
