package dev.companion.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.JobState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
    @TempDir
    private Path temporary;

    private Sandbox sandbox;

    @BeforeEach
    void prepare() {
        sandbox = new Sandbox(temporary);
    }

    private String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private Path script(String shell) throws IOException {
        return Files.writeString(
                temporary.resolve("completion." + shell),
                sandbox.run("completion", shell).out());
    }

    /** What bash offers for the last of the words; {@code companion} itself is played by a function. */
    private List<String> offered(String... words) throws IOException, InterruptedException {
        String line = "source " + script("bash") + "; companion() { echo task-1 task-2; }; COMP_WORDS=(companion";
        for (String word : words) {
            line += " '" + word + "'";
        }
        line += "); COMP_CWORD=" + words.length + "; _companion; printf '%s\\n' \"${COMPREPLY[@]}\"";
        return run("bash", "--norc", "-c", line).lines().toList();
    }

    @Test
    void bash_takes_the_script_and_offers_commands_options_values_and_jobs() throws Exception {
        run("bash", "-n", script("bash").toString());

        assertThat(offered("st")).containsExactly("status");
        assertThat(offered("")).contains("task", "help").doesNotContain("worker", "train");
        assertThat(offered("status", "--wa")).containsExactlyInAnyOrder("--wait", "--watch");
        assertThat(offered("--output", "js")).containsExactlyInAnyOrder("json", "jsonl");
        assertThat(offered("--state-dir", "/x", "res")).containsExactly("result");
        assertThat(offered("result", "")).containsExactly("task-1", "task-2");
        assertThat(offered("help", "exit")).containsExactly("exit-codes");
    }

    @Test
    void the_job_ids_that_it_asks_for_are_there() {
        sandbox.jobs().ended(1, JobState.COMPLETED);

        assertThat(sandbox.run("completion", "bash").out())
                .contains("companion status --all-workspaces --all --output id");
        assertThat(sandbox.run("status", "--all-workspaces", "--all", "--output", "id")
                        .out())
                .isEqualTo("task-0000000001\n");
    }

    @Test
    void zsh_takes_the_script_where_there_is_zsh() throws Exception {
        Path zsh = Path.of("/usr/bin/zsh");
        Assumptions.assumeTrue(Files.isExecutable(zsh));

        run(zsh.toString(), "-n", script("zsh").toString());
        String loads = "source " + script("zsh") + "; (( $+functions[_companion] )) && echo defined";
        assertThat(run(zsh.toString(), "-f", "-c", loads)).contains("defined");
    }

    @Test
    void fish_gets_a_line_for_every_option_of_every_command() {
        assertThat(sandbox.run("completion", "fish").out())
                .contains("complete -c companion -f -n __fish_use_subcommand -a status -d 'active")
                .contains("-n '__fish_seen_subcommand_from logs' -s f -l follow -d 'stay until the job has ended'")
                .doesNotContain("worker");
    }
}
