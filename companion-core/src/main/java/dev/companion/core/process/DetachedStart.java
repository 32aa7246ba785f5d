package dev.companion.core.process;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Starts a process that nothing of its starter can end: in a session of its own, nobody's child, with stdin, stdout and
 * stderr away from the caller's. Hosts end a command by walking parent links, so a mere {@code setsid} is not enough: the
 * process in between exits at once and the new one is adopted by the system.
 */
public final class DetachedStart {
    private static final long START_SECONDS = 10;
    /** For systems without util-linux; fork twice in spirit: the parent exits, the child leads a new session. */
    private static final String PERL =
            "use POSIX (); POSIX::setsid(); my $p = fork; defined $p or exit 71; exit 0 if $p; POSIX::setsid(); exec {$ARGV[0]} @ARGV;";

    private DetachedStart() {}

    /**
     * Starts the command and returns once it is on its own.
     *
     * @param command the program and its arguments; no shell is involved
     * @param environment all of its environment
     * @param log takes its stdout and stderr, appended
     * @throws Failure {@code SPAWN_FAILED}
     */
    public static void start(List<String> command, Map<String, String> environment, Path directory, Path log) {
        ProcessBuilder builder = new ProcessBuilder(detached(command));
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.directory(directory.toFile());
        builder.redirectInput(ProcessBuilder.Redirect.from(nullDevice()));
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.redirectErrorStream(true);
        try {
            Process between = builder.start();
            if (isWindows()) {
                return;
            }
            if (!between.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                between.destroyForcibly();
                throw failed("the worker could not be detached in time", null);
            }
            if (between.exitValue() != 0) {
                throw failed("the worker could not be detached (exit " + between.exitValue() + ")", null);
            }
        } catch (IOException e) {
            throw failed("the worker could not be started: " + e.getClass().getSimpleName(), e);
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        }
    }

    private static List<String> detached(List<String> command) {
        if (isWindows()) {
            return command;
        }
        List<String> full = new ArrayList<>();
        if (isLinux()) {
            // The first one, because the second lets its parent go before its child has left the caller's process
            // group.
            full.addAll(List.of("setsid", "setsid", "--fork"));
        } else {
            full.addAll(List.of("perl", "-e", PERL));
        }
        full.addAll(command);
        return full;
    }

    private static File nullDevice() {
        return new File(isWindows() ? "NUL" : "/dev/null");
    }

    private static boolean isLinux() {
        return System.getProperty("os.name", "").startsWith("Linux");
    }

    private static boolean isWindows() {
        return System.getProperty("os.name", "").startsWith("Windows");
    }

    private static Failure failed(String what, @org.jspecify.annotations.Nullable Throwable cause) {
        return new Failure(
                FailureCode.SPAWN_FAILED, what, "see that processes can be started here, then companion retry", cause);
    }
}
