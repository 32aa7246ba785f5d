package dev.companion.cli.demo;

import dev.companion.cli.app.App;
import dev.companion.core.codex.CodexInstallation;
import dev.companion.core.codex.CodexVersion;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.StateRoot;
import dev.companion.core.process.ProcessTree;
import dev.companion.core.process.ProgramPath;
import dev.companion.core.settings.Setting;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The Codex of the demonstration: the user's own; else the one that an earlier demonstration installed; else the tested
 * version from npm, below the state directory, where no other program finds it.
 */
final class DemoCodex {
    private static final String PACKAGE = "@openai/codex@" + CodexVersion.TESTED;
    private static final Duration INSTALLS_WITHIN = Duration.ofMinutes(5);
    private static final Set<FailureCode> MENDED_BY_INSTALLING = Set.of(
            FailureCode.CODEX_MISSING,
            FailureCode.CODEX_NOT_EXECUTABLE,
            FailureCode.CODEX_BROKEN,
            FailureCode.CODEX_TOO_OLD);

    /** A Codex, and whether this demonstration installed it. */
    record Found(CodexInstallation codex, boolean installed) {}

    private final App app;
    private final Path home;
    private final Path memory;

    DemoCodex(App app) {
        this.app = app;
        StateRoot root = app.root();
        this.home = root.directory().resolve("codex");
        this.memory = root.createDirectory(root.run()).resolve("demo-codex.properties");
    }

    /**
     * Finds or installs it.
     *
     * @param say told before anything is installed
     * @throws Failure if the user named one that does not work, {@code TOOL_MISSING} without npm, {@code CODEX_MISSING}
     *     if npm fails
     */
    Found find(Consumer<String> say) {
        try {
            return new Found(app.codex(), false);
        } catch (Failure failure) {
            if (app.settings().text(Setting.CODEX).isPresent() || !MENDED_BY_INSTALLING.contains(failure.code())) {
                throw failure;
            }
            if (Files.exists(program(home))) {
                return new Found(at(home), false);
            }
            say.accept(failure.message());
        }
        say.accept("installing " + PACKAGE + " from npm below " + home + " (once; delete it whenever you like)");
        install();
        return new Found(at(home), true);
    }

    private CodexInstallation at(Path directory) {
        return CodexInstallation.find(Optional.of(program(directory).toString()), app.environment(), memory);
    }

    private static Path program(Path directory) {
        return directory.resolve("node_modules").resolve(".bin").resolve("codex");
    }

    /** Into a directory of its own first: a demonstration that runs at the same time sees all of it or nothing. */
    private void install() {
        String npm = requireNpm();
        Optional<Path> draft = Optional.empty();
        try {
            Path fresh =
                    Files.createTempDirectory(app.root().directory(), "codex-", PrivateFiles.directoryAttributes());
            draft = Optional.of(fresh);
            npmInstall(npm, fresh);
            Files.move(fresh, home);
        } catch (IOException e) {
            if (!Files.exists(program(home))) {
                throw failed("the state directory cannot be written", e);
            }
        } finally {
            draft.ifPresent(DirectoryTree::delete);
        }
    }

    private String requireNpm() {
        return ProgramPath.find("npm", app.environment().variable("PATH").orElse(""))
                .map(Path::toString)
                .orElseThrow(() -> new Failure(
                        FailureCode.TOOL_MISSING,
                        "Codex is not installed, and there is no npm on PATH to install it with",
                        "install Node.js with npm, then run the demonstration again; or set COMPANION_CODEX to a"
                                + " Codex"));
    }

    private void npmInstall(String npm, Path directory) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                npm,
                "install",
                "--prefix",
                directory.toString(),
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
                PACKAGE));
        builder.environment().clear();
        builder.environment().putAll(app.environment().variables());
        builder.directory(directory.toFile());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        // What npm has to say about its failure is for the user as it is.
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        Process process = builder.start();
        try {
            if (!process.waitFor(INSTALLS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failed("npm did not end within " + INSTALLS_WITHIN.toMinutes() + " minutes", null);
            }
            if (process.exitValue() != 0) {
                throw failed("npm ended with exit " + process.exitValue(), null);
            }
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        } finally {
            ProcessTree.kill(ProcessTree.withDescendants(List.of(process.toHandle())));
        }
    }

    private static Failure failed(String why, @Nullable Throwable cause) {
        return new Failure(
                FailureCode.CODEX_MISSING,
                "Codex could not be installed: " + why,
                "install it yourself: npm install -g @openai/codex, then run the demonstration again",
                cause);
    }
}
