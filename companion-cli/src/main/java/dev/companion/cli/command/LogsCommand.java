package dev.companion.cli.command;

import dev.companion.cli.App;
import dev.companion.cli.render.EndingText;
import dev.companion.cli.render.Format;
import dev.companion.cli.render.LogLines;
import dev.companion.cli.render.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.EventReader;
import dev.companion.core.job.Job;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code logs}: what a job did, event by event. Ctrl-C leaves; the job goes on. */
final class LogsCommand implements Command {
    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("JOB", "its id or a prefix"));
        spec.addOption(Options.flag("stay until the job has ended", "-f", "--follow"));
        spec.addOption(Options.value("SEQ", "only events after this number", "--after"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(Format.TEXT, Format.JSON, Format.JSONL);
        int after = invocation.number("--after").orElse(0);
        Terminal terminal = invocation.terminal();
        App app = invocation.app();
        Job job = app.references().resolve(invocation.requireWord("JOB"));
        LogLines lines = new LogLines(terminal, format != Format.TEXT, after);
        if (!invocation.flag("--follow")) {
            try (EventReader reader = EventReader.fromStart(app.recovery().directory(job))) {
                reader.readLines(lines);
            }
            return ExitCode.OK;
        }
        Optional<Job> ended = app.follower().follow(job, lines, () -> {
            terminal.flushOrStop();
            return false;
        });
        terminal.flushOrStop();
        ended.ifPresent(now -> terminal.hint("next: " + EndingText.next(now)));
        return ExitCode.OK;
    }
}
