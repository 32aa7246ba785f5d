package dev.companion.core.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ChildChannelTest {
    @TempDir
    Path directory;

    private ChildChannel shell(String script) throws IOException {
        return ChildChannel.start(
                List.of("/bin/sh", "-c", script),
                Map.of("PATH", "/usr/bin:/bin", "ONLY", "this"),
                directory,
                directory.resolve("log"));
    }

    private static String receive(ChildChannel channel) throws IOException {
        return new String(channel.receive().orElseThrow(), UTF_8);
    }

    @Test
    void lines_go_both_ways_and_stderr_goes_to_the_log() throws IOException {
        Files.writeString(directory.resolve("log"), "before\n");
        try (ChildChannel channel = shell("echo oops >&2; cat")) {
            channel.send("{\"a\":\"\u2028\"}".getBytes(UTF_8));

            assertThat(receive(channel)).isEqualTo("{\"a\":\"\u2028\"}");
        }
        assertThat(directory.resolve("log")).hasContent("before\noops");
    }

    @Test
    void a_child_that_never_stops_complaining_is_not_held_up_and_does_not_fill_the_disk() throws IOException {
        try (ChildChannel channel = shell("yes complaint | head -c 40000000 >&2; echo done; cat")) {
            assertThat(receive(channel)).isEqualTo("done");
        }
        assertThat(directory.resolve("log")).content().startsWith("complaint\n").endsWith("the rest is left out]\n");
        assertThat(Files.size(directory.resolve("log"))).isLessThan(ErrorOutput.KEPT + 1_000);
    }

    @Test
    void the_child_has_the_given_environment_and_nothing_else() throws IOException {
        try (ChildChannel channel = shell("echo $ONLY; echo ${HOME-none}; pwd -P")) {
            assertThat(receive(channel)).isEqualTo("this");
            assertThat(receive(channel)).isEqualTo("none");
            assertThat(receive(channel)).isEqualTo(directory.toRealPath().toString());
        }
    }

    @Test
    void the_exit_status_is_known_once_the_child_has_ended() throws IOException {
        ChildChannel channel = shell("read line; exit 3");
        assertThat(channel.exitStatus()).isEmpty();

        channel.send("go".getBytes(UTF_8));

        assertThat(channel.receive()).isEmpty();
        channel.close();
        assertThat(channel.exitStatus()).contains(3);
    }

    @Test
    void closing_ends_a_child_that_ignores_everything_and_what_is_below_it() throws IOException {
        ChildChannel channel =
                shell("trap '' TERM HUP INT; sh -c 'trap \"\" TERM; echo $$; exec sleep 300' & echo up; wait");
        List<String> lines = List.of(receive(channel), receive(channel));
        long child = lines.stream()
                .filter(line -> !line.equals("up"))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
        long start = System.nanoTime();

        channel.close();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
        assertThat(channel.exitStatus()).isPresent();
        // Whoever adopted it may take a moment to reap it.
        ProcessHandle.of(child)
                .ifPresent(killed ->
                        killed.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }

    @Test
    void closing_frees_a_writer_whose_child_does_not_read() throws Exception {
        ChildChannel channel = shell("echo up; exec sleep 300");
        receive(channel);
        Thread writer = new Thread(
                () -> {
                    try {
                        channel.send(new byte[4 << 20]);
                    } catch (IOException e) {
                        return; // As it should be.
                    }
                },
                "blocked-writer");
        writer.start();

        channel.close();
        writer.join(Duration.ofSeconds(20).toMillis());

        assertThat(writer.isAlive()).isFalse();
    }

    @Test
    void a_program_that_is_not_there_is_an_error() {
        assertThatThrownBy(() ->
                        ChildChannel.start(List.of("/no/such/codex"), Map.of(), directory, directory.resolve("log")))
                .isInstanceOf(IOException.class);
    }
}
