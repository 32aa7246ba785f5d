package dev.companion.cli.setup;

import dev.companion.cli.app.Version;
import dev.companion.cli.demo.DirectoryTree;
import dev.companion.cli.render.LimitsText;
import dev.companion.core.codex.CodexClient;
import dev.companion.core.codex.CodexConfiguration;
import dev.companion.core.codex.CodexInspection;
import dev.companion.core.codex.CodexInstallation;
import dev.companion.core.codex.CodexVersion;
import dev.companion.core.codex.ModelEntry;
import dev.companion.core.codex.RateLimits;
import dev.companion.core.codex.SandboxTrouble;
import dev.companion.core.codex.SignIn;
import dev.companion.core.failure.Failure;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.rpc.RpcFailure;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Asks the installed Codex what a job would meet. Every question has a deadline; the first one that is not answered at all
 * is the last one. For one thread, one use.
 */
final class CodexProbe {
    private static final Duration COMMAND_ENDS_WITHIN = Duration.ofSeconds(5);
    private static final List<String> NOTHING = List.of("/bin/sh", "-c", "exit 0");

    private final Environment environment;
    private final Optional<String> configured;
    private final Duration answerTimeout;
    private final List<Finding> findings = new ArrayList<>();
    private boolean unheard;

    /**
     * A probe that has asked nothing yet.
     *
     * @param configured the Codex that the user named
     * @param answerTimeout how long one answer may take
     */
    CodexProbe(Environment environment, Optional<String> configured, Duration answerTimeout) {
        this.environment = environment;
        this.configured = configured;
        this.answerTimeout = answerTimeout;
    }

    /** What was found, in the order of asking. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Asks all of it; what goes wrong is a finding. */
    CodexFacts ask() {
        Path scratch = scratch();
        try {
            // Asked anew every time: the version that was remembered says nothing about the program of now.
            CodexInstallation codex =
                    CodexInstallation.find(configured, environment, scratch.resolve("codex.properties"));
            addInstallation(codex);
            return ask(codex, scratch);
        } catch (Failure failure) {
            findings.add(Finding.problem("codex", failure.message(), failure.remedy()));
            return CodexFacts.NONE;
        } finally {
            DirectoryTree.delete(scratch);
        }
    }

    private static Path scratch() {
        try {
            return Files.createTempDirectory("companion-setup", PrivateFiles.directoryAttributes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void addInstallation(CodexInstallation codex) {
        String what =
                "Codex " + codex.version() + ", " + (codex.isNative() ? codex.binary() : "a script: " + codex.binary());
        if (CodexVersion.isNewerThanTested(codex.version())) {
            findings.add(Finding.warning(
                    "codex",
                    what + "; newer than the tested " + CodexVersion.TESTED,
                    "only if something fails: npm install -g @openai/codex@" + CodexVersion.TESTED));
        } else {
            findings.add(Finding.ok("codex", what));
        }
    }

    private CodexFacts ask(CodexInstallation codex, Path scratch) {
        Optional<CodexInstallation> installation = Optional.of(codex);
        CodexInspection.Start start = new CodexInspection.Start(
                codex.binary(),
                environment.variables(),
                scratch,
                answerTimeout,
                InstantSource.system(),
                Version.CURRENT);
        try (CodexInspection inspection = CodexInspection.start(start)) {
            CodexClient client = inspection.client();
            Optional<Duration> handshake = handshake(client);
            if (handshake.isEmpty()) {
                return with(installation);
            }
            Optional<SignIn> signIn = asked("sign-in", "how it is signed in", client::signIn);
            signIn.ifPresent(this::addSignIn);
            Optional<RateLimits> limits = signIn.filter(SignIn::isChatGpt).flatMap(account -> limits(client));
            List<ModelEntry> models =
                    asked("models", "its models", client::models).orElse(List.of());
            Path directory = environment.workingDirectory().orElse(scratch);
            Optional<CodexConfiguration> configuration =
                    asked("configuration", "its configuration", () -> client.configuration(directory));
            Optional<Boolean> sandbox = sandbox(client, directory);
            CodexFacts facts = new CodexFacts(installation, handshake, signIn, configuration, limits, models, sandbox);
            addModels(facts);
            addFastMode(facts);
            return facts;
        } catch (IOException e) {
            findings.add(Finding.problem(
                    "app-server",
                    "codex app-server cannot be started: " + codex.binary(),
                    "reinstall it: npm install -g @openai/codex, or set COMPANION_CODEX to another one"));
            return with(installation);
        }
    }

    private static CodexFacts with(Optional<CodexInstallation> installation) {
        return new CodexFacts(
                installation,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty());
    }

    private Optional<Duration> handshake(CodexClient client) {
        long start = System.nanoTime();
        try {
            client.initialize();
        } catch (RpcFailure failure) {
            findings.add(Finding.problem(
                    "app-server",
                    "codex app-server does not work: " + failure.message(),
                    "try it: codex app-server --help; update it: npm install -g @openai/codex"));
            return Optional.empty();
        }
        Duration took = Duration.ofNanos(System.nanoTime() - start);
        findings.add(Finding.ok("app-server", "codex app-server answers after " + took.toMillis() + " ms"));
        return Optional.of(took);
    }

    /** An answer; without one a finding of this id says so, and after silence nothing more is asked. */
    private <T> Optional<T> asked(String id, String what, Supplier<T> question) {
        if (unheard) {
            return Optional.empty();
        }
        try {
            return Optional.of(question.get());
        } catch (RpcFailure failure) {
            unheard = failure.kind() == RpcFailure.Kind.TIMEOUT || failure.kind() == RpcFailure.Kind.CLOSED;
            String message = "Codex did not tell " + what + ": " + failure.message();
            String remedy = "see what Codex says itself: codex login status";
            findings.add(unheard ? Finding.problem(id, message, remedy) : Finding.warning(id, message, remedy));
            return Optional.empty();
        }
    }

    private void addSignIn(SignIn account) {
        if (account.isMissing()) {
            findings.add(Finding.problem("sign-in", "Codex is not signed in", "sign in: codex login"));
        } else if (account.method().isEmpty()) {
            findings.add(Finding.ok("sign-in", "the model provider of Codex needs no sign-in at OpenAI"));
        } else {
            findings.add(Finding.ok("sign-in", "signed in with " + account.inWords()));
        }
    }

    private Optional<RateLimits> limits(CodexClient client) {
        try {
            RateLimits limits = client.rateLimits();
            findings.add(limitsFinding(limits));
            return Optional.of(limits);
        } catch (RpcFailure failure) {
            findings.add(Finding.warning(
                    "usage-limits",
                    "the usage limits could not be read: " + failure.message(),
                    "see them in Codex: codex, then /status"));
            return Optional.empty();
        }
    }

    private static Finding limitsFinding(RateLimits limits) {
        if (!limits.isKnown()) {
            return Finding.ok("usage-limits", "no usage limits are told");
        }
        String message = "usage limits: " + LimitsText.inWords(limits, Instant.now());
        return limits.isReached()
                ? Finding.warning("usage-limits", message, "for a job that failed: companion retry JOB --when-allowed")
                : Finding.ok("usage-limits", message);
    }

    private void addModels(CodexFacts facts) {
        if (facts.models().isEmpty()) {
            return;
        }
        String usual = facts.usualModel()
                .map(model -> "; usually " + model.id() + ", efforts " + String.join(" ", model.efforts()))
                .orElse("");
        findings.add(Finding.ok("models", facts.models().size() + " models" + usual));
    }

    private void addFastMode(CodexFacts facts) {
        facts.offersFastMode()
                .ifPresent(offered -> findings.add(Finding.ok(
                        "fast-mode",
                        offered
                                ? "Fast mode can be had: task --fast"
                                : "no Fast mode: it takes a sign-in with ChatGPT and a model that offers it")));
    }

    private Optional<Boolean> sandbox(CodexClient client, Path directory) {
        if (!Files.isExecutable(Path.of(NOTHING.get(0)))) {
            return Optional.empty();
        }
        return asked("sandbox", "how its sandbox is", () -> client.runReadOnly(NOTHING, directory, COMMAND_ENDS_WITHIN))
                .map(this::judge);
    }

    private boolean judge(CodexClient.SandboxedCommand command) {
        if (command.exitCode() == 0) {
            findings.add(Finding.ok("sandbox", "a command runs in Codex's sandbox"));
            return true;
        }
        String said = command.stderr().strip().lines().findFirst().orElse("exit " + command.exitCode());
        String why =
                SandboxTrouble.isToldBy(command.stderr()) ? "it cannot start" : "a command that does nothing fails";
        findings.add(Finding.problem(
                "sandbox", "Codex's sandbox does not work here, " + why + ": " + said, SandboxRemedy.here()));
        return false;
    }
}
