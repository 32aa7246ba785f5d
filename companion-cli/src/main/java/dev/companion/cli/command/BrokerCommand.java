package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.render.BrokerOutput;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.server.ServerPlace;
import dev.companion.core.server.ServerReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code broker}: the resident servers; its hidden actions are what a worker and a keeper start. */
final class BrokerCommand implements Command {
    private static final String BY_COMMAND = "companion broker stop";

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(Options.word("ACTION", "status, stop or logs"));
        spec.addOption(Options.flag("stop those of other environments, too", "--all"));
        spec.addOption(Options.flag("stop also one that works for jobs: they fail", "--force"));
        spec.addOption(Options.hiddenValue("ID", "--server"));
        spec.addOption(Options.hiddenValue("PATH", "--codex"));
        spec.addOption(Options.hiddenValue("D", "--idle"));
        spec.addOption(Options.hiddenValue("D", "--answers-within"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        String action = invocation.word().orElse("status");
        return switch (action) {
            case "status" -> status(invocation);
            case "stop" -> stop(invocation);
            case "logs" -> logs(invocation);
            case "run" -> keep(invocation);
            case "sweep" -> sweep(invocation);
            default -> throw Invocation.badValue("broker", action, "companion broker status, stop or logs");
        };
    }

    private static ExitCode status(Invocation invocation) {
        Format format = invocation.format(Format.TEXT, Format.JSON);
        output(invocation).status(invocation.app().servers(), format);
        return ExitCode.OK;
    }

    private static BrokerOutput output(Invocation invocation) {
        return new BrokerOutput(invocation.app(), invocation.terminal());
    }

    private static ExitCode stop(Invocation invocation) {
        Format format = invocation.format(Format.TEXT, Format.JSON);
        App app = invocation.app();
        boolean all = invocation.flag("--all");
        List<ServerReport> running = app.servers().stream()
                .filter(server -> server.runs() || server.kept())
                .filter(server ->
                        all || server.place().id().equals(app.fingerprint().id()))
                .toList();
        if (!invocation.flag("--force")) {
            running.forEach(BrokerCommand::requireUnused);
        }
        List<ServerReport> stopped = running.stream()
                .filter(server -> app.serverStop().stop(server.place(), BY_COMMAND))
                .toList();
        output(invocation).stopped(stopped, format);
        if (stopped.size() < running.size()) {
            throw new Failure(
                    FailureCode.BROKER_NOT_STOPPED,
                    "a resident server did not end in time",
                    "see what it does: companion broker status");
        }
        return ExitCode.OK;
    }

    private static void requireUnused(ServerReport server) {
        if (!server.clients().isEmpty()) {
            throw new Failure(
                    FailureCode.BROKER_BUSY,
                    "the resident server works for " + server.clients().size() + " job(s): "
                            + server.clients().get(0),
                    "wait for them (companion wait " + server.clients().get(0)
                            + "), or let them fail: companion broker stop --force");
        }
    }

    private static ExitCode logs(Invocation invocation) {
        invocation.format(Format.TEXT);
        App app = invocation.app();
        boolean all = invocation.flag("--all");
        output(invocation)
                .logs(app.servers().stream()
                        .map(ServerReport::place)
                        .filter(place ->
                                all || place.id().equals(app.fingerprint().id()))
                        .toList());
        return ExitCode.OK;
    }

    private static ExitCode keep(Invocation invocation) {
        App app = invocation.app();
        String id = internal(invocation, "--server");
        if (!id.matches("[0-9a-f]{32}")) {
            throw Invocation.badValue("--server", id, "it is started by companion task");
        }
        Path codex = Path.of(internal(invocation, "--codex"));
        Duration idle = invocation.duration("--idle").orElse(Duration.ofMinutes(10));
        Duration answersWithin = invocation.duration("--answers-within").orElse(Duration.ofSeconds(30));
        return app.keeper(ServerPlace.of(app.root(), id), codex, idle, answersWithin)
                .run(app.root());
    }

    private static String internal(Invocation invocation, String option) {
        return invocation
                .text(option)
                .orElseThrow(() -> new Failure(
                        FailureCode.BAD_VALUE, "broker run needs " + option, "it is started by companion task"));
    }

    private static ExitCode sweep(Invocation invocation) {
        invocation.app().sweep().run();
        return ExitCode.OK;
    }
}
