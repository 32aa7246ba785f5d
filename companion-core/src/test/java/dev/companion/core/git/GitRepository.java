package dev.companion.core.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A real repository for tests, which knows nothing of the configuration of whoever runs them. */
public final class GitRepository {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path root;

    private GitRepository(Path root) {
        this.root = root;
    }

    /** An empty one on the branch {@code main}. */
    public static GitRepository create(Path directory) {
        try {
            GitRepository repository =
                    new GitRepository(Files.createDirectories(directory).toRealPath());
            repository.run("init", "--quiet", "--initial-branch=main");
            return repository;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that is there already. */
    public static GitRepository at(Path directory) {
        return new GitRepository(directory);
    }

    /** Its working tree. */
    public Path root() {
        return root;
    }

    /** Git as the program runs it. */
    public Git git() {
        return git(environment());
    }

    /** Git as the program runs it when it was started with these variables. */
    public Git git(Map<String, String> environment) {
        return Git.in(WorkingTree.find(root).orElseThrow(), environment, PATIENCE);
    }

    /** What a user's shell would have, without configuration. */
    public static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        environment.put("PATH", System.getenv("PATH"));
        environment.put("HOME", "/nonexistent");
        environment.put("GIT_CONFIG_GLOBAL", "/dev/null");
        environment.put("GIT_CONFIG_SYSTEM", "/dev/null");
        return environment;
    }

    /** Writes a file. */
    public GitRepository write(String name, String text) {
        return write(name, text.getBytes(UTF_8));
    }

    /** Writes a file. */
    public GitRepository write(String name, byte[] bytes) {
        try {
            Path file = root.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a symbolic link. */
    public GitRepository link(String name, String target) {
        try {
            Files.createSymbolicLink(root.resolve(name), Path.of(target));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a file. */
    public GitRepository delete(String name) {
        try {
            Files.delete(root.resolve(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Commits everything that there is and returns the hash. */
    public String commit(String message) {
        run("add", "--all");
        run("commit", "--quiet", "--allow-empty", "--message", message);
        return run("rev-parse", "HEAD");
    }

    /** Runs git as a user would and returns what it prints, without the line's end. */
    public String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "-c", "protocol.file.allow=always"));
        command.addAll(List.of(arguments));
        return start(command);
    }

    /** Runs a line of shell in the repository, for names that Java cannot make. */
    public String shell(String line) {
        return start(List.of("sh", "-c", line));
    }

    private String start(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(root.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment());
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            builder.environment().put("GIT_" + who + "_NAME", "Ada");
            builder.environment().put("GIT_" + who + "_EMAIL", "ada@example.org");
            builder.environment().put("GIT_" + who + "_DATE", "2026-01-02T03:04:05Z");
        }
        try {
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            int exitCode = process.onExit()
                    .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .join()
                    .exitValue();
            if (exitCode != 0) {
                throw new IllegalStateException(command + " ended with " + exitCode + ": " + output);
            }
            return output.strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
