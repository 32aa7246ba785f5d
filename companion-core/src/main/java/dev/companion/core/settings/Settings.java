package dev.companion.core.settings;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The resolved value of every setting, each with its origin: environment, project file, user file, default. A flag of the
 * command line is stronger than all of them; the commands apply it. Immutable.
 */
public final class Settings {
    /** A value and where it comes from, in words. */
    public record Value(String text, String origin) {}

    private final Map<Setting, Value> values;
    private final Environment environment;

    private Settings(Map<Setting, Value> values, Environment environment) {
        this.values = values;
        this.environment = environment;
    }

    /**
     * Resolves all settings. Reads the configuration files only if they exist.
     *
     * @param projectRoot the top of the working tree, where {@code .companion/config.toml} may be
     * @throws Failure {@code CONFIG_INVALID} if a file cannot be read
     */
    public static Settings resolve(Environment environment, Optional<Path> projectRoot) {
        Map<Setting, Value> values = new EnumMap<>(Setting.class);
        for (Setting setting : Setting.values()) {
            setting.defaultValue().ifPresent(text -> values.put(setting, new Value(text, "default")));
        }
        userFile(environment).ifPresent(file -> values.putAll(ConfigFile.read(file, Setting.Scope.USER_ONLY)));
        projectRoot
                .map(root -> root.resolve(".companion").resolve("config.toml"))
                .ifPresent(file -> values.putAll(ConfigFile.read(file, Setting.Scope.ANYWHERE)));
        for (Setting setting : Setting.values()) {
            for (String variable : setting.variables()) {
                environment
                        .variable(variable)
                        .filter(text -> isFirst(environment, setting, variable))
                        .ifPresent(text -> values.put(setting, new Value(text, "environment " + variable)));
            }
        }
        return new Settings(values, environment);
    }

    private static boolean isFirst(Environment environment, Setting setting, String variable) {
        for (String stronger : setting.variables()) {
            if (stronger.equals(variable)) {
                return true;
            }
            if (environment.variable(stronger).isPresent()) {
                return false;
            }
        }
        throw new IllegalArgumentException(variable);
    }

    /** The user's configuration file, whether or not it exists. */
    public static Optional<Path> userFile(Environment environment) {
        return environment
                .variable("XDG_CONFIG_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .or(() -> environment.home().map(home -> home.resolve(".config")))
                .map(directory -> directory.resolve("companion").resolve("config.toml"));
    }

    /** The same with the value of a flag, which is stronger than all others. */
    public Settings withFlag(Setting setting, String text, String flag) {
        Map<Setting, Value> changed = new EnumMap<>(values);
        changed.put(setting, new Value(text, "flag " + flag));
        return new Settings(changed, environment);
    }

    /** The value with its origin. */
    public Optional<Value> value(Setting setting) {
        return Optional.ofNullable(values.get(setting));
    }

    /** The value. */
    public Optional<String> text(Setting setting) {
        return value(setting).map(Value::text);
    }

    /**
     * The value as a duration.
     *
     * @throws Failure {@code CONFIG_INVALID} if it is none
     */
    public Optional<Duration> duration(Setting setting) {
        return value(setting)
                .map(value -> Durations.parse(value.text())
                        .orElseThrow(() -> new Failure(
                                FailureCode.CONFIG_INVALID,
                                setting.key() + " is no duration (" + value.origin() + ")",
                                "give it as 90s, 15m or 2h")));
    }

    /** A duration that has a default. */
    public Duration requireDuration(Setting setting) {
        return duration(setting).orElseThrow();
    }

    /**
     * The state directory: one rule, whatever the working directory.
     *
     * @throws Failure {@code STATE_ROOT_UNWRITABLE} if there is no home to put it in
     */
    public Path stateDirectory() {
        Optional<Value> chosen = value(Setting.STATE_DIR);
        if (chosen.isPresent()) {
            Path path = Path.of(chosen.get().text());
            if (!path.isAbsolute()) {
                throw new Failure(
                        FailureCode.CONFIG_INVALID,
                        "the state directory must be an absolute path ("
                                + chosen.get().origin() + ")",
                        "set COMPANION_HOME to an absolute path");
            }
            return path.normalize();
        }
        return environment
                .variable("XDG_STATE_HOME")
                .map(Path::of)
                .filter(Path::isAbsolute)
                .or(() -> environment.home().map(Settings::platformStateHome))
                .map(directory -> directory.resolve("companion").normalize())
                .orElseThrow(() -> new Failure(
                        FailureCode.STATE_ROOT_UNWRITABLE,
                        "there is no home directory to keep jobs in",
                        "set HOME, or COMPANION_HOME to a directory of your own"));
    }

    private static Path platformStateHome(Path home) {
        String system = System.getProperty("os.name", "");
        if (system.startsWith("Mac")) {
            return home.resolve("Library").resolve("Application Support");
        }
        if (system.startsWith("Windows")) {
            return home.resolve("AppData").resolve("Local");
        }
        return home.resolve(".local").resolve("state");
    }
}
