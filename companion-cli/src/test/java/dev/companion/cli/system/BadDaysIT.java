package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Foreseen bad days: one line of what, one line of what to do, the right exit code, nothing lost. */
@Tag("once")
class BadDaysIT {
    private static final String NOBODY = "65534";

    @RegisterExtension
    final Machine machine = new Machine();

    private void assertRefused(Cli command, int exitCode, String detailCode) {
        Answer answer = command.run();
        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(exitCode);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err().lines()).as("%s", answer).hasSize(2);
        Answer json = command.adding("--json").run();
        assertThat(json.exitCode()).as("%s", json).isEqualTo(exitCode);
        assertThat(json.json().object("error").string("detailCode")).contains(detailCode);
        assertThat(json.json().object("error").number("exitCode")).contains((long) exitCode);
        assertThat(machine.root().resolve("jobs")).doesNotExist();
    }

    @Test
    void outside_of_a_repository() throws IOException {
        Path outside = Files.createDirectory(machine.directory().resolve("outside"));

        assertRefused(machine.withRealCodex().companion("task", "x").in(outside), 4, "not_a_repository");
    }

    @Test
    void in_a_directory_that_was_deleted() {
        machine.withRealCodex();
        String line = "mkdir gone; cd gone; rmdir ../gone; \"$0\" task ";

        Answer answer = machine.shell(line + "x").run();
        Answer json = machine.shell(line + "--json x").run();
        Answer elsewhere =
                machine.shell(line + "-C '" + machine.workspace() + "' x").run();

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(4);
        // The shell itself has a word to say before.
        assertThat(answer.err()).endsWith("\nchange to another directory, or name one: -C DIR\n");
        assertThat(json.json().object("error").string("detailCode")).contains("directory_missing");
        assertThat(elsewhere.exitCode()).as("%s", elsewhere).isZero();
    }

    @Test
    void without_codex() {
        assertRefused(machine.companion("task", "x"), 6, "codex_missing");
        assertRefused(machine.with("COMPANION_CODEX", "/nowhere/codex").companion("task", "x"), 6, "codex_missing");
    }

    @Test
    void with_a_codex_that_is_too_old() {
        machine.withScriptedCodex(new ScriptedScenario().version("0.20.0"));

        assertRefused(machine.companion("task", "x"), 6, "codex_too_old");
    }

    @Test
    void with_a_codex_that_cannot_be_executed() throws IOException {
        Path file = Files.writeString(machine.file("codex"), "not a program");

        assertRefused(
                machine.with("COMPANION_CODEX", file.toString()).companion("task", "x"), 6, "codex_not_executable");
    }

    @Test
    void with_a_codex_that_does_not_work() throws IOException {
        Path program = machine.program("codex", "exit 3");

        assertRefused(machine.with("COMPANION_CODEX", program.toString()).companion("task", "x"), 6, "codex_broken");
    }

    @Test
    void with_a_codex_that_crashes_at_start() {
        machine.withScriptedCodex(new ScriptedScenario().crashesAtStart("no room today"));

        Answer answer = machine.run("task", "--json", "x");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(6);
        JsonObject record = answer.json().object("job");
        assertThat(record.string("reason")).contains("codex_missing");
        assertThat(record.string("errorMessage").orElseThrow()).contains("exit 1");
        assertThat(machine.jobDirectory(record.string("id").orElseThrow()).resolve("worker.log"))
                .content()
                .contains("no room today");
    }

    @Test
    void without_a_sign_in() {
        machine.withScriptedCodex(new ScriptedScenario().notSignedIn());

        Answer answer = machine.run("task", "--json", "x");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(6);
        assertThat(answer.json().object("job").string("reason")).contains("auth");
        assertThat(answer.err()).contains("codex login");
    }

    @Test
    void without_a_home() {
        machine.withRealCodex();

        Answer answer = machine.companion("task", "x").without("HOME").run();

        assertThat(answer.exitCode()).as("%s", answer).isZero();
    }

    @Test
    void with_a_home_that_cannot_be_written() throws IOException {
        Path home = Files.createDirectory(machine.directory().resolve("foreign-home"));
        Files.setPosixFilePermissions(machine.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Answer probe = machine.companion("--version")
                .through("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups")
                .run();
        Assumptions.assumeTrue(probe.exitCode() == 0, "needs root, and a checkout that others can read");

        Answer answer = machine.withRealCodex()
                .companion("task", "x")
                .without("COMPANION_HOME")
                .with("HOME", home.toString())
                .through("setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups")
                .run();

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(5);
        assertThat(answer.err().lines()).hasSize(2);
        assertThat(answer.err()).contains("COMPANION_HOME");
    }

    @Test
    void with_a_job_that_does_not_exist() {
        for (String command : List.of("status", "result", "cancel", "wait", "logs", "retry")) {
            Answer answer = machine.run(command, "task-zzzzzzzzzz", "--json");
            assertThat(answer.exitCode()).as("%s: %s", command, answer).isEqualTo(4);
            assertThat(answer.json().object("error").string("detailCode")).contains("no_such_job");
        }
    }

    @Test
    void with_a_prefix_of_many() {
        machine.withRealCodex();
        List<String> jobs = List.of(machine.submit("one"), machine.submit("two"));
        jobs.forEach(machine::awaitEnd);

        Answer answer = machine.run("status", "task-", "--json");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(4);
        assertThat(answer.json().object("error").string("detailCode")).contains("ambiguous_job");
        assertThat(answer.json().object("error").string("message").orElseThrow())
                .contains(jobs);
    }

    @Test
    void when_the_reader_of_the_output_leaves_early() {
        machine.withRealCodex();
        String job = machine.submit(
                Script.of().sayRepeated("0123456789", 200_000, 20).inPrompt("Say much."));
        machine.awaitEnd(job);

        Answer answer = machine.shell("{ \"$0\" result " + job + "; echo \"exit $?\" >&2; } | head -c1")
                .run();

        assertThat(answer.out()).isEqualTo("0");
        assertThat(answer.err()).isEqualTo("exit 0\n");
    }

    @Test
    void on_a_terminal_of_twenty_columns() {
        machine.withRealCodex();
        machine.awaitEnd(machine.submit("A prompt with a rather long title, longer than any narrow terminal"));

        Answer answer = machine.companion("status").with("COLUMNS", "20").run();

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.out()).contains("completed");
    }
}
