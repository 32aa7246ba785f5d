package dev.companion.cli.command;

import static dev.companion.cli.command.Options.flag;
import static dev.companion.cli.command.Options.hiddenValue;
import static dev.companion.cli.command.Options.value;
import static dev.companion.cli.command.Options.values;

import picocli.CommandLine.Model.CommandSpec;

/** The options that every command has which makes a job, described once. */
final class JobOptions {
    private JobOptions() {}

    static void addTo(CommandSpec spec) {
        spec.addOption(flag("print the job id and return; the job goes on", "--background"));
        spec.addOption(value("MODEL", "the model; default is Codex's own setting", "-m", "--model"));
        spec.addOption(value("EFFORT", "none, minimal, low, medium, high, xhigh, …", "--effort"));
        spec.addOption(value("D", "stop the job after 90s, 15m, 2h", "--timeout"));
        spec.addOption(value("D", "stop it when Codex was silent for so long (10m)", "--stall-timeout"));
        spec.addOption(hiddenValue("MS", "--timeout-ms"));
        spec.addOption(value("KEY", "a repeated call with this key returns the first job", "--idempotency-key"));
        spec.addOption(values("K=V", "a label", "--label"));
        spec.addOption(value("NAME", "auto, broker, direct, exec or remote", "--transport"));
        spec.addOption(flag("a Codex of its own, not the resident one", "--no-broker"));
        spec.addOption(value("URL", "the app-server of the transport remote: ws://… or wss://…", "--remote"));
        spec.addOption(value("FILE", "a file with the token for it, which only you can read", "--remote-token-file"));
        spec.addOption(value("NAME", "an environment variable with the token for it", "--remote-token-env"));
        spec.addOption(flag("show what would be sent, and under which policy", "--dry-run"));
    }
}
