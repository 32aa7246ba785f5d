package dev.companion.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StreamedCommandTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("PATH", "/usr/bin:/bin", "NAME", "value");

    @TempDir
    private Path directory;

    private StreamedCommand.Ended run(Duration limit, String line, StreamedCommand.Reader reader) throws Exception {
        return StreamedCommand.run(List.of("/bin/sh", "-c", line), ENVIRONMENT, directory, limit, reader);
    }

    @Test
    void it_runs_in_its_directory_with_its_environment_and_nothing_to_read() throws Exception {
        List<String> lines = new ArrayList<>();

        StreamedCommand.Ended ended = run(
                Duration.ofMinutes(1),
                "pwd; echo $NAME; cat; echo words >&2; exit 3",
                stdout -> new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8))
                        .lines()
                        .forEach(lines::add));

        assertThat(lines).containsExactly(directory.toRealPath().toString(), "value");
        assertThat(ended).isEqualTo(new StreamedCommand.Ended(Optional.of(3), "words\n"));
    }

    @Test
    void what_the_reader_leaves_does_not_hold_it_up() throws Exception {
        StreamedCommand.Ended ended =
                run(Duration.ofMinutes(1), "head -c 10000000 /dev/zero; exit 4", stdout -> stdout.read());

        assertThat(ended.exitCode()).contains(4);
    }

    @Test
    void a_reader_that_fails_ends_it() {
        List<ProcessHandle> before = ProcessHandle.current().children().toList();

        assertThatThrownBy(() -> run(Duration.ofMinutes(1), "echo x; exec sleep 600", stdout -> {
                    throw new IOException("not what was to be expected");
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("expected");
        assertThat(ProcessHandle.current().children().toList()).isEqualTo(before);
    }

    @Test
    void after_its_time_it_is_killed_with_what_it_started() throws Exception {
        List<Long> children = new ArrayList<>();

        StreamedCommand.Ended ended = run(
                Duration.ofMillis(500),
                "sleep 600 & echo $!; wait",
                stdout -> children.add(Long.valueOf(
                        new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8)).readLine())));

        assertThat(ended.exitCode()).isEmpty();
        Optional<ProcessHandle> child = ProcessHandle.of(children.get(0));
        child.ifPresent(left -> left.onExit().orTimeout(10, TimeUnit.SECONDS).join());
        assertThat(child.filter(ProcessHandle::isAlive)).isEmpty();
    }
}
