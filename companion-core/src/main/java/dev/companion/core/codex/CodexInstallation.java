package dev.companion.core.codex;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.process.ShortCommand;
import dev.companion.core.settings.Environment;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A Codex on this machine.
 *
 * @param binary absolute; the native program where npm's shim was found, because the shim costs time and, killed, leaves
 *     the program behind
 * @param version as {@code --version} says
 */
public record CodexInstallation(Path binary, String version) {
    private static final String INSTALL = "install it: npm install -g @openai/codex";
    private static final Duration VERSION_WITHIN = Duration.ofSeconds(20);

    /**
     * Finds Codex and checks that it runs and is new enough.
     *
     * @param configured a path, or a name to look up on PATH
     * @param memory a file in which the version is remembered until the program changes
     * @throws Failure {@code CODEX_MISSING}, {@code CODEX_NOT_EXECUTABLE}, {@code CODEX_BROKEN} or {@code CODEX_TOO_OLD}
     */
    public static CodexInstallation find(Optional<String> configured, Environment environment, Path memory) {
        Path binary = nativeProgram(locate(configured, environment));
        String version = remembered(binary, memory).orElseGet(() -> ask(binary, environment, memory));
        if (CodexVersion.isTooOld(version)) {
            throw new Failure(
                    FailureCode.CODEX_TOO_OLD,
                    "Codex " + version + " is too old (" + binary + "), " + CodexVersion.OLDEST + " is needed",
                    "update it: npm install -g @openai/codex");
        }
        return new CodexInstallation(binary, version);
    }

    /** Whether this is the program itself; else it is a script that starts it, and costs a start of its own. */
    public boolean isNative() {
        try (InputStream in = Files.newInputStream(binary)) {
            byte[] head = in.readNBytes(2);
            return head.length < 2 || head[0] != '#' || head[1] != '!';
        } catch (IOException e) {
            return true;
        }
    }

    private static Path locate(Optional<String> configured, Environment environment) {
        String wanted = configured.orElse("codex");
        if (wanted.contains("/") || wanted.contains(File.separator)) {
            Path path = environment
                    .workingDirectory()
                    .map(cwd -> cwd.resolve(wanted))
                    .orElse(Path.of(wanted));
            if (!Files.isRegularFile(path)) {
                throw new Failure(
                        FailureCode.CODEX_MISSING, "there is no Codex at " + path, "set COMPANION_CODEX to it");
            }
            return requireExecutable(path.toAbsolutePath());
        }
        for (String entry : environment.variable("PATH").orElse("").split(File.pathSeparator, -1)) {
            Path candidate = entry.isEmpty() ? Path.of("") : Path.of(entry).resolve(wanted);
            if (candidate.isAbsolute() && Files.isRegularFile(candidate)) {
                return requireExecutable(candidate);
            }
        }
        throw new Failure(FailureCode.CODEX_MISSING, "Codex is not installed: no " + wanted + " on PATH", INSTALL);
    }

    private static Path requireExecutable(Path program) {
        if (!Files.isExecutable(program)) {
            throw new Failure(
                    FailureCode.CODEX_NOT_EXECUTABLE,
                    program + " cannot be executed",
                    "chmod u+x " + program + ", or set COMPANION_CODEX to another one");
        }
        return program;
    }

    /** {@code …/@openai/codex/bin/codex.js} starts the program that lies in a package of the platform beside it. */
    private static Path nativeProgram(Path program) {
        try {
            Path real = program.toRealPath();
            Path binDirectory = real.getParent();
            if (!real.getFileName().toString().equals("codex.js") || binDirectory == null) {
                return program.toAbsolutePath();
            }
            Path codexPackage = binDirectory.resolveSibling("").normalize();
            return inPackages(codexPackage.resolve("node_modules").resolve("@openai"))
                    .or(() -> inPackages(codexPackage.resolveSibling("")))
                    .orElse(program.toAbsolutePath());
        } catch (IOException e) {
            return program.toAbsolutePath();
        }
    }

    private static Optional<Path> inPackages(Path scope) {
        return first(scope, "codex-*")
                .flatMap(platform -> first(platform.resolve("vendor"), "*"))
                .map(vendor -> vendor.resolve("bin").resolve("codex"))
                .filter(Files::isExecutable);
    }

    private static Optional<Path> first(Path directory, String glob) {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
            for (Path entry : entries) {
                return Optional.of(entry);
            }
        } catch (IOException e) {
            // No such directory: installed in another way.
            return Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<String> remembered(Path binary, Path memory) {
        // Properties: a JSON parser takes longer to load than all the rest of a submission's reading.
        Properties known = new Properties();
        if (!Files.isRegularFile(memory)) {
            return Optional.empty();
        }
        try (Reader text = Files.newBufferedReader(memory)) {
            known.load(text);
            boolean same = binary.toString().equals(known.getProperty("binary"))
                    && changed(binary).equals(known.getProperty("changed"));
            return same ? Optional.ofNullable(known.getProperty("version")) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String changed(Path binary) throws IOException {
        return Files.getLastModifiedTime(binary).toMillis() + "/" + Files.size(binary);
    }

    private static String ask(Path binary, Environment environment, Path memory) {
        String answer = runVersion(binary, environment);
        String version =
                CodexVersion.find(answer).orElseThrow(() -> broken(binary, "its --version is no version", null));
        remember(binary, version, memory);
        return version;
    }

    private static String runVersion(Path binary, Environment environment) {
        try {
            ShortCommand.Answer answer =
                    ShortCommand.run(List.of(binary.toString(), "--version"), environment.variables(), VERSION_WITHIN);
            if (!answer.isGood()) {
                String why = answer.exitCode()
                        .map(status -> "its --version ends with exit " + status)
                        .orElse("it does not answer --version");
                throw broken(binary, why, null);
            }
            return answer.output();
        } catch (IOException e) {
            throw broken(binary, "it cannot be started", e);
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        }
    }

    private static void remember(Path binary, String version, Path memory) {
        try {
            Properties known = new Properties();
            known.setProperty("binary", binary.toString());
            known.setProperty("changed", changed(binary));
            known.setProperty("version", version);
            PrivateFiles.writeShared(
                    memory, out -> known.store(new OutputStreamWriter(out, StandardCharsets.UTF_8), null));
        } catch (IOException e) {
            // It is asked again next time.
            return;
        }
    }

    private static Failure broken(Path binary, String what, @Nullable Throwable cause) {
        return new Failure(
                FailureCode.CODEX_BROKEN,
                "Codex at " + binary + " does not work: " + what,
                "reinstall it: npm install -g @openai/codex, or set COMPANION_CODEX to another one",
                cause);
    }
}
