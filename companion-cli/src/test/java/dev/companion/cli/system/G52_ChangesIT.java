package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.PublishedSchema;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What git says of a job that may write, beside what Codex says. */
@Tag("once")
class G52_ChangesIT {
    private static final String PATCH = "*** Begin Patch\n*** Add File: made.txt\n+made\n*** End Patch\n";

    @RegisterExtension
    final Machine machine = new Machine();

    @ParameterizedTest
    @ValueSource(strings = {"direct", "broker", "exec"})
    void G52_what_a_command_wrote_is_told_although_codex_does_not_name_it(String transport) throws Exception {
        machine.withRealCodex().over(transport);
        Files.writeString(machine.workspace().resolve("mine.txt"), "before\n");

        Answer answer = machine.run(
                "task",
                "--write",
                "--json",
                Script.of()
                        .exec("echo x > by-command.txt")
                        .patch(PATCH)
                        .say("Done.")
                        .inPrompt("Make two files."));

        PublishedSchema.requireValid("task", answer.out());
        JsonObject git = answer.json().object("git");
        assertThat(git.strings("changedFiles")).as("%s", answer).containsExactly("by-command.txt", "made.txt");
        assertThat(git.strings("onlyGit")).containsExactly("by-command.txt");
        assertThat(git.strings("onlyCodex")).isEmpty();
        assertThat(git.object("before").strings("dirtyFiles")).containsExactly("mine.txt");
        assertThat(git.object("before").string("head"))
                .isEqualTo(git.object("after").string("head"));
        String job = answer.json().string("jobId").orElseThrow();
        Answer result = machine.run("result", job);
        assertThat(result.out()).isEqualTo("Done.");
        assertThat(result.err()).contains("not named by Codex: by-command.txt");
        assertThat(machine.run("result", job, "--output", "markdown").out())
                .startsWith("Done.\n\nchanged, git says, and not named by Codex: by-command.txt\n");
        PublishedSchema.requireValid(
                "result", machine.run("result", job, "--json").out());
    }

    @Test
    void G52_where_both_agree_nothing_is_said() {
        machine.withRealCodex();

        Answer answer = machine.run(
                "task", "--write", Script.of().patch(PATCH).say("Done.").inPrompt("Make a file."));

        assertThat(answer.err()).doesNotContain("git says").doesNotContain("git sees");
        assertThat(answer.exitCode()).as("%s", answer).isZero();
    }

    @Test
    void G52_a_job_that_may_only_read_has_no_such_record() {
        machine.withRealCodex();

        JsonObject task = machine.run("task", "--json", Script.of().say("Read.").inPrompt("Read."))
                .json();

        assertThat(task.fields()).containsEntry("git", null);
    }
}
