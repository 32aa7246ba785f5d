package dev.companion.cli.command;

import static dev.companion.cli.command.Options.flag;
import static dev.companion.cli.command.Options.hiddenValue;
import static dev.companion.cli.command.Options.value;

import dev.companion.cli.app.App;
import dev.companion.cli.render.TransferOutput;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.transfer.ClaudeProjects;
import dev.companion.core.transfer.ClaudeSession;
import dev.companion.core.transfer.SessionTransfer;
import dev.companion.core.transfer.Transfer;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code transfer}: a session of Claude Code becomes a thread of Codex. */
final class TransferCommand implements Command {
    private static final Duration USUAL_LIMIT = Duration.ofMinutes(2);

    @Override
    public void describe(CommandSpec spec) {
        spec.addOption(
                value("ID", "this session of Claude Code; default: the one that the command runs in", "--session"));
        spec.addOption(value("FILE", "the session of this transcript, below Claude Code's projects", "--source"));
        spec.addOption(flag("as a new thread, also where it became one before", "--fresh"));
        spec.addOption(value("D", "the import may take so long (2m)", "--timeout"));
        spec.addOption(hiddenValue("MS", "--timeout-ms"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(Format.TEXT, Format.JSON, Format.ID);
        Optional<String> id = invocation.text("--session");
        Optional<String> source = invocation.text("--source");
        if (id.isPresent() && source.isPresent()) {
            throw Invocation.contradiction("--session and --source contradict", "give one of them");
        }
        Duration limit = invocation.timeout().orElse(USUAL_LIMIT);
        if (limit.isZero()) {
            throw Invocation.badValue("--timeout", "0", "give more than that, or leave it out");
        }
        App app = invocation.app();
        Optional<String> wanted = id.or(app::sessionId);
        if (source.isEmpty() && wanted.isEmpty()) {
            throw new Failure(
                    FailureCode.NO_SESSION,
                    "it is not known which session: this command does not run in Claude Code",
                    "name one: companion transfer --session ID, or --source FILE");
        }
        ClaudeProjects projects = ClaudeProjects.of(app.environment());
        ClaudeSession session = source.map(
                        file -> projects.ofFile(app.directory().resolve(file)))
                .orElseGet(() -> projects.ofId(wanted.orElseThrow()));
        try (Scratch scratch = new Scratch("companion-transfer")) {
            SessionTransfer transfer = app.sessionTransfer(scratch.directory(), limit);
            Transfer done = invocation.flag("--fresh") ? transfer.anew(session) : transfer.again(session, projects);
            new TransferOutput(invocation.terminal(), format).print(done);
        }
        return ExitCode.OK;
    }
}
