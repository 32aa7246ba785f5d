package dev.companion.cli;

import dev.companion.cli.render.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.StateRoot;
import dev.companion.core.settings.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs the program inside the test: a state directory, a home and a git working tree of its own, two byte arrays for streams. */
public final class Sandbox {
    /** What one command did. */
    public record Run(ExitCode exit, String out, String stderr) {}

    private final Path home;
    private final Path workspace;
    private final Map<String, String> variables = new HashMap<>();

    /** Makes everything below a directory of the test. */
    public Sandbox(Path temporary) {
        try {
            Path real = temporary.toRealPath();
            this.home = real.resolve("state");
            this.workspace = real.resolve("workspace");
            Files.createDirectories(workspace.resolve(".git").resolve("objects"));
            Files.createDirectories(workspace.resolve(".git").resolve("refs"));
            Files.writeString(workspace.resolve(".git").resolve("HEAD"), "ref: refs/heads/main\n");
            variables.put("HOME", real.toString());
            variables.put("COMPANION_HOME", home.toString());
            variables.put("PATH", System.getenv("PATH"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets an environment variable for the commands to come. */
    public Sandbox with(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /** The environment of the commands. */
    public Environment environment() {
        return new Environment(variables, Optional.of(workspace), Optional.empty());
    }

    /** The working tree that the commands run in. */
    public Path workspace() {
        return workspace;
    }

    /** Where the state is or will be. */
    public Path home() {
        return home;
    }

    /** The state directory, created. */
    public StateRoot root() {
        return StateRoot.open(home);
    }

    /** Jobs to show. */
    public StoredJobs jobs() {
        return new StoredJobs(root(), workspace);
    }

    /** Runs a command with no stream a terminal. */
    public Run run(String... arguments) {
        return runOn("", arguments);
    }

    /** Runs a command; {@code terminals} names the streams that are terminals. */
    public Run runOn(String terminals, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Environment environment = environment();
        Terminal terminal = Terminal.of(out, err, environment, terminals);
        ExitCode exit = Companion.run(List.of(arguments), environment, terminal);
        terminal.flush();
        return new Run(exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
