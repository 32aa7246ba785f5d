package dev.companion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox.Run;
import dev.companion.cli.command.CommandTable;
import dev.companion.core.failure.ExitCode;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class G21_UsageTest {
    @TempDir
    private Path temporary;

    private Sandbox sandbox;

    @BeforeEach
    void prepare() {
        sandbox = new Sandbox(temporary);
    }

    private static Stream<String> commands() {
        return Stream.of(CommandTable.Row.values()).map(CommandTable.Row::commandName);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void an_unknown_option_is_exit_2_and_nothing_is_made(String command) {
        Run run = sandbox.run(command, "--no-such-option", "x");

        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.stderr()).contains("unknown option --no-such-option");
        assertThat(sandbox.home()).doesNotExist();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void help_is_exit_0_and_nothing_is_made(String command) {
        Run run = sandbox.run(command, "--help");

        assertThat(run.exit()).isEqualTo(ExitCode.OK);
        assertThat(run.out()).contains("usage: companion " + command);
        assertThat(sandbox.run("help", command).out()).isEqualTo(run.out());
        assertThat(sandbox.home()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "stauts, companion status",
        "status --al, --all",
        "task x --wirte, --write",
        "logs x --folow, --follow",
        "help stats, companion status"
    })
    void a_typing_error_gets_a_suggestion(String line, String suggestion) {
        Run run = sandbox.run(line.split(" "));

        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run.stderr()).contains("did you mean").contains(suggestion);
    }

    @Test
    void no_command_at_all_shows_the_overview_and_is_exit_2() {
        Run run = sandbox.run();

        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(run.stderr())
                .contains("commands, in the order in which you meet them")
                .doesNotContain("worker");
    }

    @Test
    void the_overview_names_every_command_in_the_order_of_the_table() {
        Run run = sandbox.run("help");

        assertThat(run.exit()).isEqualTo(ExitCode.OK);
        String[] shown = Stream.of(CommandTable.Row.values())
                .filter(row -> !row.isHidden())
                .map(row -> "\n  " + row.commandName() + " ")
                .toArray(String[]::new);
        assertThat(run.out()).containsSubsequence(shown);
    }

    @Test
    void the_exit_codes_are_those_of_the_program() {
        Run run = sandbox.run("help", "exit-codes");

        assertThat(run.out().lines()).hasSize(ExitCode.values().length);
        for (ExitCode code : ExitCode.values()) {
            assertThat(run.out()).containsPattern("(?m)^ *" + code.code() + "  " + code.name() + " ");
        }
    }

    @Test
    void options_of_all_commands_work_before_and_after_the_command() {
        assertThat(sandbox.run("--output", "id", "status").exit()).isEqualTo(ExitCode.OK);
        assertThat(sandbox.run("status", "--output", "id").exit()).isEqualTo(ExitCode.OK);
        assertThat(sandbox.run("-q", "status").stderr()).isEmpty();
        assertThat(sandbox.run("status", "-q").stderr()).isEmpty();
    }
}
