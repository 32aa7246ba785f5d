package dev.companion.cli.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** A copy of the launcher in a directory of its own, with or without a (probe) program beside it. */
record LauncherTree(Path root) {

    /** The launcher alone, as after a clone. */
    static LauncherTree unbuilt(Path root) {
        try {
            Files.createDirectories(root);
            Files.copy(realLauncher(), root.resolve("companion"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LauncherTree(root);
    }

    /** The launcher with a probe in the program's place. */
    static LauncherTree built(Path root) {
        LauncherTree tree = unbuilt(root);
        tree.build("1");
        return tree;
    }

    /** The launcher of this checkout. */
    static Path realLauncher() {
        return Path.of(Objects.requireNonNull(System.getProperty("companion.launcher"), "companion.launcher"));
    }

    /** Puts the probe where the build puts the program, and says which build it is. */
    void build(String id) {
        try {
            Path library = distribution().resolve("lib/probe.jar");
            Files.createDirectories(library.getParent());
            ProbeProgram.writeTo(library, Files.createTempDirectory(root, "probe"));
            Files.writeString(distribution().resolve("build"), id + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path launcher() {
        return root.resolve("companion");
    }

    Path distribution() {
        return root.resolve("companion-cli/target/companion");
    }

    /** A start of this launcher with these arguments. */
    Launch launch(String... arguments) {
        return Launch.of(launcher(), arguments);
    }

    /** The class-data archives beside the program, drafts included. */
    List<Path> archives() {
        return archivesIn(distribution().resolve("archive"));
    }

    /** The class-data archives in a directory, drafts included. */
    static List<Path> archivesIn(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().endsWith(".lock"))
                    .filter(file -> !file.toString().endsWith(".id"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
