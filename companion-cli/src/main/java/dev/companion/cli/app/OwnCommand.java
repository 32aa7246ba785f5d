package dev.companion.cli.app;

import dev.companion.core.job.StateRoot;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command lines that start this same program again: this Java, this class path, the launcher's archive flags. */
final class OwnCommand {
    private static final String MAIN = "dev.companion.cli.Main";
    private static final String FLAGS_PROPERTY = "companion.jvm.flags";
    private static final List<String> SMALL =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xss512k");

    private OwnCommand() {}

    /** What a process is for: the property with its archive's flag, and flags of its own. */
    private enum Role {
        WORKER("companion.archive.worker", "-Xms16m", "-Xmx160m"),
        /** It has so little to do that compiled code would only take memory. */
        KEEPER("companion.archive.keeper", "-Xms4m", "-Xmx24m", "-Xint");

        private final String archiveProperty;
        private final List<String> flags;

        Role(String archiveProperty, String... flags) {
            this.archiveProperty = archiveProperty;
            this.flags = List.of(flags);
        }

        private String archiveFlag() {
            return System.getProperty(archiveProperty, "");
        }
    }

    /** All of a worker's but the job's id. */
    static List<String> worker(StateRoot root, String logLevel) {
        List<String> command = of(Role.WORKER, root, logLevel);
        command.addAll(List.of("worker", "--job"));
        return command;
    }

    /** All of a keeper's but its own words: it waits most of the time. */
    static List<String> keeper(StateRoot root, String logLevel) {
        List<String> command = of(Role.KEEPER, root, logLevel);
        command.addAll(List.of("broker", "run"));
        return command;
    }

    /** What looks after the turns of dead workers: it uses the store, as a worker does. */
    static List<String> sweep(StateRoot root, String logLevel) {
        List<String> command = of(Role.WORKER, root, logLevel);
        command.addAll(List.of("broker", "sweep"));
        return command;
    }

    private static List<String> of(Role role, StateRoot root, String logLevel) {
        String flags = System.getProperty(FLAGS_PROPERTY, "");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(SMALL);
        command.addAll(role.flags);
        for (String flag : (flags + "\n" + role.archiveFlag()).split("\n", -1)) {
            if (!flag.isBlank()) {
                command.add(flag);
            }
        }
        // A worker starts keepers, a keeper starts workers.
        command.add("-D" + FLAGS_PROPERTY + "=" + flags);
        for (Role other : Role.values()) {
            command.add("-D" + other.archiveProperty + "=" + other.archiveFlag());
        }
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=" + logLevel);
        command.add("-cp");
        command.add(absoluteClassPath());
        command.add(MAIN);
        command.addAll(List.of("--state-dir", root.directory().toString()));
        return command;
    }

    private static String absoluteClassPath() {
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }
}
