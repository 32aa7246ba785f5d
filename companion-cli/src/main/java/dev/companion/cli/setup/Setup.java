package dev.companion.cli.setup;

import dev.companion.cli.app.App;
import dev.companion.cli.demo.SelfTest;
import dev.companion.cli.render.LimitsText;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.ReviewGate;
import dev.companion.core.job.Workspace;
import dev.companion.core.server.ServerReport;
import dev.companion.core.settings.Environment;
import dev.companion.core.settings.Setting;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks at all that a job needs, from Java to Codex's sandbox, and tells what is missing and what to do. Signs nobody in,
 * and changes only what it was asked to. One thread, one run.
 */
public final class Setup {
    private static final Duration CODEX_ANSWERS_WITHIN = Duration.ofSeconds(10);

    /**
     * What the user wants besides looking.
     *
     * @param reviewGate to switch the review gate on or off for this repository
     */
    public record Wishes(boolean installCodex, Optional<Boolean> reviewGate, boolean selfTest) {}

    private final App app;
    private final Terminal terminal;
    private final List<Finding> findings = new ArrayList<>();
    private final List<String> actions = new ArrayList<>();

    /** Looks at what the commands of the program would use. */
    public Setup(App app, Terminal terminal) {
        this.app = app;
        this.terminal = terminal;
    }

    /**
     * Does it and prints the report.
     *
     * @return OK if jobs can do their work, else NOT_READY
     * @throws Failure if something that was asked for cannot be done
     */
    public ExitCode run(Wishes wishes, boolean json) {
        wishes.reviewGate().ifPresent(this::switchReviewGate);
        if (wishes.installCodex()) {
            actions.add(new NpmInstall(app.environment(), terminal).run());
        }
        SetupReport report = look(wishes.selfTest());
        if (json) {
            terminal.print(new SetupJson(report)::write);
        } else {
            new SetupText(terminal).print(report);
        }
        return report.isReady() ? ExitCode.OK : ExitCode.NOT_READY;
    }

    private void switchReviewGate(boolean enabled) {
        String repository = app.workingTree()
                .flatMap(Workspace::repository)
                .orElseThrow(() -> new Failure(
                        FailureCode.NOT_A_REPOSITORY,
                        app.directory() + " is not in a git repository",
                        "the review gate belongs to a repository: name one with -C DIR"));
        if (new ReviewGate(app.root()).set(repository, enabled)) {
            actions.add("switched the review gate " + (enabled ? "on" : "off") + " for " + repository);
        }
    }

    private SetupReport look(boolean selfTest) {
        Environment environment = app.environment();
        findings.add(
                Finding.ok("java", "Java " + Runtime.version().feature() + " in " + System.getProperty("java.home")));
        Tool git = tool("git", "install git: Codex and the review commands use it");
        CodexProbe probe = new CodexProbe(
                environment,
                app.settings().text(Setting.CODEX),
                shorter(app.settings().requireDuration(Setting.RPC_TIMEOUT)));
        CodexFacts codex = probe.ask();
        boolean installed = codex.installation().isPresent();
        Tool node = installer("node", installed);
        Tool npm = installer("npm", installed);
        findings.addAll(probe.findings());
        StateProbe states = new StateProbe(app);
        StateFacts state = states.look();
        findings.addAll(states.findings());
        if (codex.limits().isEmpty()) {
            state.lastLimits()
                    .ifPresent(limits -> findings.add(Finding.ok(
                            "last-usage-limits", "usage limits as a job heard them: " + LimitsText.inWords(limits))));
        }
        List<ServerReport> servers = state.exists() && state.usable() ? running() : List.of();
        servers.forEach(server -> findings.add(Finding.ok("server", inWords(server))));
        if (selfTest) {
            selfTest(codex);
        }
        return new SetupReport(git, node, npm, codex, state, servers, isReviewGateOn(state), actions, findings);
    }

    private static Duration shorter(Duration patience) {
        return patience.compareTo(CODEX_ANSWERS_WITHIN) < 0 ? patience : CODEX_ANSWERS_WITHIN;
    }

    private Tool tool(String name, String remedy) {
        Tool tool = Tool.find(name, app.environment());
        findings.add(tool.works() ? Finding.ok(name, tool.detail()) : Finding.warning(name, tool.detail(), remedy));
        return tool;
    }

    /** Node and npm only bring Codex here: once it is there, nobody misses them. */
    private Tool installer(String name, boolean codexIsThere) {
        if (!codexIsThere) {
            return tool(name, "install Node.js with npm: it installs Codex");
        }
        Tool tool = Tool.find(name, app.environment());
        findings.add(Finding.ok(name, tool.works() ? tool.detail() : tool.detail() + "; only needed to install Codex"));
        return tool;
    }

    private boolean isReviewGateOn(StateFacts state) {
        boolean exists = state.root()
                .filter(root -> Files.exists(root, LinkOption.NOFOLLOW_LINKS))
                .isPresent();
        return exists && state.usable() && app.isReviewGateOn();
    }

    private List<ServerReport> running() {
        return app.servers().stream().filter(ServerReport::runs).toList();
    }

    private static String inWords(ServerReport server) {
        return "a resident Codex runs"
                + server.descriptor()
                        .map(known -> ": pid " + known.server().pid() + ", Codex " + known.codexVersion())
                        .orElse("")
                + ", " + server.clients().size() + " job(s) use it";
    }

    private void selfTest(CodexFacts codex) {
        if (codex.installation().isEmpty() || codex.handshake().isEmpty()) {
            findings.add(Finding.problem("self-test", "no self-test without a Codex that works", "mend that first"));
            return;
        }
        for (SelfTest.Result result : new SelfTest(app, codex.installation().get(), terminal).run()) {
            String id = "self-test-" + result.transport();
            if (result.trouble().isEmpty()) {
                findings.add(Finding.ok(
                        id,
                        "a whole job over the transport " + result.transport() + " in "
                                + result.duration().toMillis() + " ms"));
            } else {
                findings.add(Finding.problem(
                        id,
                        "the job of the self-test over the transport " + result.transport() + " failed: "
                                + result.trouble().get(),
                        "look closer: companion demo --keep"));
            }
        }
    }
}
