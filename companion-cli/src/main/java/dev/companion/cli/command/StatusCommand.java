package dev.companion.cli.command;

import static dev.companion.cli.command.Options.flag;
import static dev.companion.cli.command.Options.value;

import dev.companion.cli.app.App;
import dev.companion.cli.render.StatusOutput;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobWait;
import dev.companion.core.job.Pause;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code status}: what runs and what ran, or one job. */
final class StatusCommand implements Command {
    private static final int RECENT = 9;
    private static final String[] OF_A_LISTING = {"--all", "--all-workspaces", "--session", "--watch", "--state-root"};
    private static final String[] OF_WAITING = {"--timeout", "--timeout-ms", "--poll-interval-ms"};

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("JOB", "show this one; its id or a prefix"));
        spec.addOption(flag("all jobs, not only the recent ones", "--all"));
        spec.addOption(flag("of every workspace", "--all-workspaces"));
        spec.addOption(Options.optionalValue("ID", "of this chat session; default: the present one", "--session"));
        spec.addOption(flag("show it again until nothing is active", "--watch"));
        spec.addOption(flag("with JOB: block until it has ended", "--wait"));
        spec.addOption(value("D", "with --wait: not longer than 90s, 15m, 2h", "--timeout"));
        spec.addOption(Options.hiddenValue("MS", "--timeout-ms"));
        spec.addOption(value("MS", "with --wait: look at least so often", "--poll-interval-ms"));
        spec.addOption(flag("with JOB: exit with its outcome", "--exit-status"));
        spec.addOption(flag("print where all of this is kept", "--state-root"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(Format.TEXT, Format.JSON, Format.JSONL, Format.ID, Format.MARKDOWN);
        StatusOutput output = new StatusOutput(invocation.app(), invocation.terminal(), format);
        if (invocation.word().isPresent()) {
            return one(invocation, output, invocation.word().get());
        }
        requireJob(invocation, "--wait");
        requireJob(invocation, "--exit-status");
        requireWait(invocation);
        if (invocation.flag("--state-root")) {
            return stateRoot(invocation, format);
        }
        Scope scope = scope(invocation);
        if (invocation.flag("--watch")) {
            if (format != Format.TEXT) {
                throw Invocation.contradiction("--watch is for people", "for programs: companion logs -f --json JOB");
            }
            return new StatusWatch(invocation.app(), invocation.terminal(), output).run(scope);
        }
        output.print(scope.find(invocation.app()));
        return ExitCode.OK;
    }

    private static Scope scope(Invocation invocation) {
        Optional<String> session = invocation.text("--session").map(id -> id.isEmpty() ? present(invocation) : id);
        return new Scope(
                invocation.flag("--all-workspaces"), session, invocation.flag("--all") ? Integer.MAX_VALUE : RECENT);
    }

    private static String present(Invocation invocation) {
        return invocation
                .app()
                .sessionId()
                .orElseThrow(() -> new Failure(
                        FailureCode.BAD_VALUE,
                        "--session: this is no chat session that is known",
                        "name one: --session ID, or set COMPANION_SESSION_ID"));
    }

    private static ExitCode stateRoot(Invocation invocation, Format format) {
        invocation.refuse("--state-root", "--all", "--all-workspaces", "--session", "--watch");
        if (format != Format.TEXT) {
            throw Invocation.contradiction("--state-root is a line of text", "in JSON it is always there: stateRoot");
        }
        invocation.terminal().print(invocation.app().root().directory().toString());
        return ExitCode.OK;
    }

    private static void requireJob(Invocation invocation, String option) {
        if (invocation.flag(option)) {
            throw Invocation.contradiction(option + " needs a JOB", "companion status JOB " + option);
        }
    }

    private static void requireWait(Invocation invocation) {
        if (!invocation.flag("--wait")) {
            for (String option : OF_WAITING) {
                if (invocation.text(option).isPresent()) {
                    throw Invocation.contradiction(option + " needs --wait", "companion status JOB --wait " + option);
                }
            }
        }
    }

    private static ExitCode one(Invocation invocation, StatusOutput output, String reference) {
        invocation.refuse("a JOB", OF_A_LISTING);
        requireWait(invocation);
        Optional<Duration> limit = invocation.timeout();
        Optional<Duration> interval = interval(invocation);
        App app = invocation.app();
        Job job = app.references().resolve(reference);
        if (invocation.flag("--wait")) {
            job = jobWait(app, interval).await(List.of(job), false, limit).get(0);
            output.print(job, limit);
        } else {
            output.print(job);
        }
        return invocation.flag("--exit-status") ? Outcomes.of(job) : ExitCode.OK;
    }

    private static Optional<Duration> interval(Invocation invocation) {
        Optional<Duration> interval = invocation.number("--poll-interval-ms").map(Duration::ofMillis);
        if (interval.filter(Duration::isZero).isPresent()) {
            throw Invocation.badValue("--poll-interval-ms", "0", "give more than that, or leave it out");
        }
        return interval;
    }

    private static JobWait jobWait(App app, Optional<Duration> interval) {
        if (interval.isEmpty()) {
            return app.jobWait();
        }
        Duration most = interval.get();
        Pause pause = app.pause();
        return new JobWait(
                app.store(), app.recovery(), duration -> pause.pause(duration.compareTo(most) < 0 ? duration : most));
    }
}
