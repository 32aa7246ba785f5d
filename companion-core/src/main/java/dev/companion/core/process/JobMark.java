package dev.companion.core.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The environment variable that every process of a job inherits. A command that a full-access Codex started may outlive
 * its parent and be nobody's child; the mark still finds it. Linux only: elsewhere nothing is found.
 */
public final class JobMark {
    /** The variable; its value is the job's id. */
    public static final String VARIABLE = "COMPANION_JOB_ID";

    /** Codex's own, in the environment of each command. */
    public static final String THREAD_VARIABLE = "CODEX_THREAD_ID";

    private static final Path PROC = Path.of("/proc");

    private JobMark() {}

    /** Marks the environment of a process that is about to be started. */
    public static void put(Map<String, String> environment, String jobId) {
        environment.put(VARIABLE, jobId);
    }

    /** The living processes that bear the mark, without this one. */
    public static List<ProcessHandle> find(String jobId) {
        return find(VARIABLE, jobId);
    }

    /** The living commands that Codex started on the thread, without this process: Codex marks them itself. */
    public static List<ProcessHandle> findOfThread(String threadId) {
        return find(THREAD_VARIABLE, threadId);
    }

    private static List<ProcessHandle> find(String variable, String value) {
        if (!Files.isDirectory(PROC.resolve("self"))) {
            return List.of();
        }
        byte[] mark = (variable + "=" + value + "\0").getBytes(StandardCharsets.UTF_8);
        List<ProcessHandle> marked = new ArrayList<>();
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> bears(process.pid(), mark))
                .forEach(marked::add);
        return marked;
    }

    private static boolean bears(long pid, byte[] mark) {
        try {
            byte[] environment =
                    Files.readAllBytes(PROC.resolve(Long.toString(pid)).resolve("environ"));
            return startsAnEntry(environment, mark);
        } catch (IOException e) {
            // Gone, or another user's: not ours.
            return false;
        }
    }

    private static boolean startsAnEntry(byte[] environment, byte[] mark) {
        int entry = 0;
        while (entry + mark.length <= environment.length) {
            if (Arrays.equals(environment, entry, entry + mark.length, mark, 0, mark.length)) {
                return true;
            }
            while (entry < environment.length && environment[entry] != 0) {
                entry++;
            }
            entry++;
        }
        return false;
    }
}
