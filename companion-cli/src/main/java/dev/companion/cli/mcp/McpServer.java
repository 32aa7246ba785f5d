package dev.companion.cli.mcp;

import dev.companion.cli.app.CommandRunner;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Serves the tools to one client, over one stream of lines each way, until the client goes. Jobs are not the server's:
 * they outlive it, however it ends.
 */
public final class McpServer {
    /** How long a call stays with a job unless it says otherwise: well below the minute after which hosts give up. */
    public static final Duration PATIENCE = Duration.ofSeconds(45);

    private static final String PROJECT = "CLAUDE_PROJECT_DIR";
    /** In it whatever was begun is done; a job that was being submitted is durable. */
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);
    /** Hosts kill a server that does not end soon after a signal. */
    private static final Duration ENDS_AFTER_SIGNAL_WITHIN = Duration.ofSeconds(4);

    private final Session session;

    /**
     * A server that has not read anything yet.
     *
     * @param environment of the commands that it runs
     * @param stateDirectory the value of {@code --state-dir}, absolute
     * @param runner runs a command line in this process
     * @param patience how long a call stays with a job unless it says otherwise
     * @param terminal its stdout goes to the client, and nothing else may be printed there
     * @param whenListed done each time the client has been told what the tools are
     */
    public McpServer(
            Environment environment,
            Optional<String> stateDirectory,
            CommandRunner runner,
            Duration patience,
            Terminal terminal,
            Runnable whenListed) {
        this.session = new Session(
                new Client(terminal), new ToolCalls(environment, stateDirectory, runner, patience), whenListed);
    }

    /** The same environment in the project's directory, where the host says which it is. */
    public static Environment inProject(Environment environment) {
        return environment
                .variable(PROJECT)
                .map(Path::of)
                .filter(Path::isAbsolute)
                .map(path -> environment.in(path.normalize()))
                .orElse(environment);
    }

    /** Serves until the stream ends; blocks. A signal ends the process as always, once what was begun is done. */
    public void serve(InputStream in) {
        Thread onSignal = new Thread(() -> session.end(ENDS_AFTER_SIGNAL_WITHIN), "mcp-end");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            acceptAll(new MessageLines(in));
        } finally {
            session.end(ENDS_WITHIN);
            forget(onSignal);
        }
    }

    private void acceptAll(MessageLines lines) {
        try {
            for (Optional<MessageLines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
                session.accept(line.get());
            }
        } catch (IOException e) {
            // The client is gone, only less politely.
            return;
        }
    }

    private static void forget(Thread onSignal) {
        try {
            Runtime.getRuntime().removeShutdownHook(onSignal);
        } catch (IllegalStateException e) {
            // A signal came as well: the thread is at work.
            return;
        }
    }
}
