package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.claude.ToolServerStart;
import dev.companion.cli.mcp.McpServer;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.settings.Environment;
import java.io.InputStream;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code mcp}: serves the commands as tools to an MCP host, over stdin and stdout, until the host goes. */
final class McpCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(Options.value("D", "how long a call stays with a job unless it says otherwise (45s)", "--wait"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        invocation.format(Format.TEXT);
        Duration patience = invocation.duration("--wait").orElse(McpServer.PATIENCE);
        App app = invocation.app();
        Environment environment = app.environment();
        if (invocation.text("-C").isEmpty()) {
            environment = McpServer.inProject(environment);
        }
        if (invocation.terminal().inIsTerminal()) {
            invocation
                    .terminal()
                    .hint("this is a server for MCP hosts, which start it; see docs/mcp.md; Ctrl-D ends it");
        }
        InputStream in = System.in;
        // The protocol is read here and nowhere else.
        System.setIn(InputStream.nullInputStream());
        Optional<String> stateDirectory = invocation.text("--state-dir").map(app::absolute);
        Optional<ToolServerStart> start = ToolServerStart.find(app.environment());
        new McpServer(
                        environment,
                        stateDirectory,
                        app.runner(),
                        patience,
                        invocation.terminal(),
                        () -> start.ifPresent(ToolServerStart::done))
                .serve(in);
        return ExitCode.OK;
    }
}
