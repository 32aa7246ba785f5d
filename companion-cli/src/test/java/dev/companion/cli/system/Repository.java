package dev.companion.cli.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Real git repositories. */
final class Repository {
    private Repository() {}

    /** Makes a repository with one commit. */
    static void create(Path directory) throws IOException {
        Files.createDirectories(directory);
        Files.writeString(directory.resolve("README"), "a workspace\n");
        git(directory, "init", "--quiet", "--initial-branch=main");
        git(directory, "add", "README");
        git(directory, "-c", "user.name=Test", "-c", "user.email=test@localhost", "commit", "--quiet", "-m", "first");
    }

    /** Runs git there. */
    static void git(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        builder.environment().put("GIT_CONFIG_SYSTEM", "/dev/null");
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (process.waitFor() != 0) {
                throw new IOException("git " + List.of(arguments) + " failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }
}
