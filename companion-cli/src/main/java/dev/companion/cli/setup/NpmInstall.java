package dev.companion.cli.setup;

import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.process.ProcessTree;
import dev.companion.core.process.ProgramPath;
import dev.companion.core.settings.Environment;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Installs Codex as its makers say. What npm says goes to stderr. */
final class NpmInstall {
    private static final List<String> ARGUMENTS = List.of("install", "-g", "@openai/codex");
    private static final Duration ENDS_WITHIN = Duration.ofMinutes(10);

    private final Environment environment;
    private final Terminal terminal;

    NpmInstall(Environment environment, Terminal terminal) {
        this.environment = environment;
        this.terminal = terminal;
    }

    /**
     * Runs it.
     *
     * @return what was done, for people
     * @throws Failure {@code TOOL_MISSING} without npm, {@code CODEX_MISSING} if npm fails
     */
    String run() {
        Path npm = ProgramPath.find("npm", environment.variable("PATH").orElse(""))
                .orElseThrow(() -> new Failure(
                        FailureCode.TOOL_MISSING,
                        "there is no npm on PATH to install Codex with",
                        "install Node.js with npm, then run it again; or set COMPANION_CODEX to a Codex"));
        ProcessBuilder builder = new ProcessBuilder(npm.toString());
        builder.command().addAll(ARGUMENTS);
        builder.environment().clear();
        builder.environment().putAll(environment.variables());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        try {
            Process process = builder.start();
            try {
                watch(process);
            } finally {
                ProcessTree.kill(ProcessTree.withDescendants(List.of(process.toHandle())));
            }
        } catch (IOException e) {
            throw failed("npm cannot be started", e);
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        }
        return "ran npm " + String.join(" ", ARGUMENTS);
    }

    private void watch(Process process) throws InterruptedException {
        Thread words = new Thread(() -> tell(process), "npm-output");
        words.setDaemon(true);
        words.start();
        if (!process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failed("npm did not end within " + ENDS_WITHIN.toMinutes() + " minutes", null);
        }
        words.join(Duration.ofSeconds(1).toMillis());
        if (process.exitValue() != 0) {
            throw failed("npm ended with exit " + process.exitValue(), null);
        }
    }

    private void tell(Process process) {
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                terminal.say(line);
            }
        } catch (IOException e) {
            // npm was killed.
            return;
        }
    }

    private static Failure failed(String why, @Nullable Throwable cause) {
        return new Failure(
                FailureCode.CODEX_MISSING,
                "Codex could not be installed: " + why,
                "install it yourself: npm install -g @openai/codex",
                cause);
    }
}
