package dev.companion.core.codex;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The real Codex that tests run against: {@code COMPANION_TEST_CODEX} (system property or environment variable), else the
 * one that was installed below {@code target/codex} of the project's root, else {@code codex} on the PATH.
 *
 * <p>Always the native binary, not the script that npm puts before it: killing the script would leave the binary running.
 */
public final class RealCodex {
    private static final String SETTING = "COMPANION_TEST_CODEX";
    private static final String REQUIREMENT = "COMPANION_REAL_CODEX";
    private static final String MISSING = "no real Codex: run `npm install --prefix target/codex @openai/codex@0.169.0`"
            + " in the project's root, or set " + SETTING + " to the binary";

    private RealCodex() {}

    /**
     * The native binary. Without one the calling test is skipped, or fails if the environment says
     * {@code COMPANION_REAL_CODEX=required}.
     */
    public static Path binary() {
        Optional<Path> found = find();
        if (found.isEmpty()) {
            return missing();
        }
        return found.orElseThrow();
    }

    private static Path missing() {
        if ("required".equals(System.getenv(REQUIREMENT))) {
            return fail(MISSING);
        }
        return abort(MISSING);
    }

    /** The native binary, if there is one. */
    public static Optional<Path> find() {
        Optional<String> named =
                Optional.ofNullable(System.getProperty(SETTING)).or(() -> Optional.ofNullable(System.getenv(SETTING)));
        if (named.isPresent()) {
            return named.map(Path::of).flatMap(RealCodex::behindShim);
        }
        return installed().or(RealCodex::onPath);
    }

    /** The root of the project: the highest directory with a pom above the working directory. */
    public static Path projectRoot() {
        Path root = Path.of("").toAbsolutePath();
        for (Path parent = root.getParent();
                parent != null && Files.exists(parent.resolve("pom.xml"));
                parent = parent.getParent()) {
            root = parent;
        }
        return root;
    }

    private static Optional<Path> installed() {
        return nativeBelow(projectRoot().resolve("target/codex/node_modules/@openai"));
    }

    private static Optional<Path> onPath() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
        return Stream.of(path.split(File.pathSeparator, -1))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, "codex"))
                .filter(Files::isExecutable)
                .findFirst()
                .flatMap(RealCodex::behindShim);
    }

    private static Optional<Path> behindShim(Path candidate) {
        try {
            Path real = candidate.toRealPath();
            if (!real.getFileName().toString().endsWith(".js")) {
                return Optional.of(real);
            }
            // …/node_modules/@openai/codex/bin/codex.js: the binary is in a neighbour of, or below, its package.
            return nativeBelow(real.resolve("../../..").normalize());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Path> nativeBelow(Path directory) {
        if (!Files.isDirectory(directory)) {
            return Optional.empty();
        }
        try (Stream<Path> paths = Files.find(directory, 9, (path, attributes) -> isNative(path))) {
            return paths.findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNative(Path path) {
        List<String> names = Stream.of("codex", "codex.exe").toList();
        return names.contains(path.getFileName().toString())
                && path.toString().contains("vendor")
                && Files.isRegularFile(path)
                && Files.isExecutable(path);
    }
}
