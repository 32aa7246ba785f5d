package dev.companion.core.settings;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What the program was started in: variables, working directory and home. Immutable; the one place where they are read,
 * so that a test or the demo can give others.
 */
public final class Environment {
    private final Map<String, String> variables;
    private final Optional<Path> workingDirectory;
    private final Optional<Path> passwdHome;

    /**
     * An environment.
     *
     * @param workingDirectory absolute; empty if it was deleted
     * @param passwdHome the home that the system knows, for when {@code HOME} is unset
     */
    public Environment(Map<String, String> variables, Optional<Path> workingDirectory, Optional<Path> passwdHome) {
        this.variables = Map.copyOf(variables);
        this.workingDirectory = workingDirectory;
        this.passwdHome = passwdHome;
    }

    /** A variable that is set and not blank. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /** All variables. They hold secrets: never to be printed or logged. */
    public Map<String, String> variables() {
        return variables;
    }

    /** The working directory, absolute; empty if it was deleted. */
    public Optional<Path> workingDirectory() {
        return workingDirectory;
    }

    /** The user's home: {@code HOME}, else what the system knows. */
    public Optional<Path> home() {
        return variable("HOME").map(Path::of).filter(Path::isAbsolute).or(() -> passwdHome);
    }

    /** The same in another working directory. */
    public Environment in(Path directory) {
        return new Environment(variables, Optional.of(directory), passwdHome);
    }

    /** The same with other variables. */
    public Environment withVariables(Map<String, String> others) {
        return new Environment(others, workingDirectory, passwdHome);
    }

    /** The names are harmless, the values are not. */
    @Override
    public String toString() {
        return "Environment[" + variables.size() + " variables]";
    }
}
