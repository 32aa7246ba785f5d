package dev.companion.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShortCommandTest {
    private static final Map<String, String> PATH = Map.of("PATH", "/usr/bin:/bin");

    private static ShortCommand.Answer run(String line, Duration limit) throws Exception {
        return ShortCommand.run(List.of("/bin/sh", "-c", line), PATH, limit);
    }

    @Test
    void what_it_says_and_how_it_ends_is_told() throws Exception {
        ShortCommand.Answer good = run("echo one; echo two >&2", Duration.ofSeconds(20));
        ShortCommand.Answer bad = run("echo no; exit 3", Duration.ofSeconds(20));

        assertThat(good.isGood()).isTrue();
        assertThat(good.output()).isEqualTo("one\n");
        assertThat(bad.exitCode()).contains(3);
    }

    @Test
    void one_that_hangs_is_killed_with_its_children_when_its_time_is_over() throws Exception {
        String mark = "0.0" + System.nanoTime();

        ShortCommand.Answer answer =
                run("echo begun; sleep 600 " + mark + " & sleep 600 " + mark, Duration.ofMillis(300));

        assertThat(answer.exitCode()).isEqualTo(Optional.empty());
        assertThat(ProcessHandle.allProcesses().flatMap(process -> process.info().commandLine().stream()))
                .noneMatch(line -> line.contains(mark));
    }

    @Test
    void one_that_says_very_much_is_read_to_its_end_and_cut() throws Exception {
        ShortCommand.Answer answer = run("head -c 1000000 /dev/zero | tr '\\0' x", Duration.ofSeconds(20));

        assertThat(answer.isGood()).isTrue();
        assertThat(answer.output()).hasSize(4096);
    }

    @Test
    void a_child_that_holds_the_output_open_does_not_hold_up_the_answer() throws Exception {
        ShortCommand.Answer answer = run("sleep 600 & echo $!", Duration.ofSeconds(20));

        assertThat(answer.output()).matches("\\d+\n");
        ProcessHandle child =
                ProcessHandle.of(Long.parseLong(answer.output().strip())).orElseThrow();
        assertThat(child.isAlive()).isTrue();
        child.destroyForcibly();
    }

    @Test
    void one_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> ShortCommand.run(List.of("/no/such/program"), PATH, Duration.ofSeconds(1)))
                .isInstanceOf(IOException.class);
    }
}
