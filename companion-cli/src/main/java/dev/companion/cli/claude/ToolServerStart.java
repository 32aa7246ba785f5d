package dev.companion.cli.claude;

import dev.companion.core.job.Pause;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Whether the session's tools are on their way. The host starts their server beside everything else and does not wait for it; an
 * agent that is started before it has answered has no tools. The plugin's {@code bin/companion} leaves a file when it starts the
 * server, and the server deletes it once it has told what its tools are.
 */
public final class ToolServerStart {
    /** One that takes longer has failed. */
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final Path file;

    private ToolServerStart(Path file) {
        this.file = file;
    }

    /** That of the session that the environment is of; empty outside of the host. */
    public static Optional<ToolServerStart> find(Environment environment) {
        return environment
                .variable("CLAUDE_CODE_SESSION_ID")
                .filter(session -> environment.variable("CLAUDE_PLUGIN_DATA").isPresent())
                .map(session -> new ToolServerStart(PluginData.of(environment).file("starting", session)));
    }

    /** The client knows the tools. */
    public void done() {
        PluginData.delete(file);
    }

    /** Waits until the client knows the tools, or until a server that was started would have told it long ago. */
    void await(InstantSource clock, Pause pause) {
        while (isOnItsWay(clock.instant())) {
            pause.pause(BETWEEN_LOOKS);
        }
    }

    private boolean isOnItsWay(Instant now) {
        try {
            Instant begun =
                    Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
            return Duration.between(begun, now).abs().compareTo(LONGEST) < 0;
        } catch (IOException e) {
            return false;
        }
    }
}
