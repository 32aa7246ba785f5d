package dev.companion.cli.app;

import dev.companion.core.job.StateRoot;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line that starts this same program again as a worker. */
final class WorkerCommand {
    private static final String MAIN = "dev.companion.cli.Main";
    private static final List<String> FLAGS = List.of(
            "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms16m", "-Xmx160m", "-Xss512k", "-XX:-UsePerfData");

    private WorkerCommand() {}

    /** All but the job's id: this Java, this class path, the launcher's archive flags. */
    static List<String> of(StateRoot root, String logLevel) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(FLAGS);
        for (String flag : System.getProperty("companion.jvm.flags", "").split("\n", -1)) {
            if (!flag.isBlank()) {
                command.add(flag);
            }
        }
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=" + logLevel);
        command.add("-cp");
        command.add(absoluteClassPath());
        command.add(MAIN);
        command.addAll(List.of("--state-dir", root.directory().toString(), "worker", "--job"));
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
