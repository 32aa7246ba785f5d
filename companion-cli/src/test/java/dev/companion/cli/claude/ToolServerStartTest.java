package dev.companion.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.Pause;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An agent waits until the host knows the tools of the server that it needs. */
class ToolServerStartTest {
    @TempDir
    Path folder;

    private ToolServerStart start;

    private static Optional<ToolServerStart> find(Map<String, String> variables) {
        return ToolServerStart.find(new Environment(variables, Optional.empty(), Optional.empty()));
    }

    @BeforeEach
    void begun() throws IOException {
        Files.createFile(Files.createDirectory(folder.resolve("starting")).resolve("s-1"));
        start = find(Map.of("CLAUDE_PLUGIN_DATA", folder.toString(), "CLAUDE_CODE_SESSION_ID", "s-1"))
                .orElseThrow();
    }

    private int looks(ToolServerStart of, InstantSource clock) {
        AtomicInteger looks = new AtomicInteger();
        Pause pause = duration -> {
            if (looks.incrementAndGet() == 3) {
                start.done();
            }
        };
        of.await(clock, pause);
        return looks.get();
    }

    @Test
    void it_is_waited_for_until_the_server_has_told_its_tools() {
        assertThat(looks(start, InstantSource.system())).isEqualTo(3);
        assertThat(looks(start, InstantSource.system())).isZero();
    }

    @Test
    void one_that_takes_too_long_has_failed() {
        assertThat(looks(start, InstantSource.fixed(Instant.now().plusSeconds(31))))
                .isZero();
    }

    @Test
    void a_session_without_a_server_waits_for_none() {
        ToolServerStart other = find(Map.of("CLAUDE_PLUGIN_DATA", folder.toString(), "CLAUDE_CODE_SESSION_ID", "s-2"))
                .orElseThrow();

        assertThat(looks(other, InstantSource.system())).isZero();
        assertThat(find(Map.of("CLAUDE_CODE_SESSION_ID", "s-1"))).isEmpty();
    }
}
