package dev.companion.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What Linux tells of processes: memory and processor time. A process that has ended counts nothing. */
final class Processes {
    private static final int FIELDS_BEFORE_STATE = 2;
    private static final int USER_TIME = 13 - FIELDS_BEFORE_STATE;
    private static final int TIMES = 4;
    /** Linux tells times in hundredths of a second, whatever its own clock does. */
    private static final double TICKS_PER_SECOND = 100;

    private Processes() {}

    /**
     * Memory, in KiB, summed over processes.
     *
     * @param resident RSS: a page that several share is counted for each
     * @param share PSS: a page that several share is divided between them
     */
    record Memory(long resident, long share) {
        private Memory plus(Memory other) {
            return new Memory(resident + other.resident, share + other.share);
        }
    }

    /** The process and all below it. */
    static List<Long> tree(long pid) {
        List<Long> all = new ArrayList<>(List.of(pid));
        ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid)
                .forEach(all::add);
        return all;
    }

    static Memory memory(Stream<Long> pids) {
        return pids.map(Processes::memory).reduce(new Memory(0, 0), Memory::plus);
    }

    private static Memory memory(long pid) {
        List<String> lines;
        try {
            lines = Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"));
        } catch (IOException e) {
            return new Memory(0, 0);
        }
        return new Memory(kibibytes(lines, "Rss"), kibibytes(lines, "Pss"));
    }

    private static long kibibytes(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0L);
    }

    /** Processor time of a process and of its children that have ended, in seconds, to a hundredth. */
    static double processorSeconds(long pid) {
        String line = read(Path.of("/proc/" + pid + "/stat"));
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        long ticks = 0;
        for (int n = 0; n < TIMES; n++) {
            ticks += Long.parseLong(fields[USER_TIME + n]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    /** The words of its command line. */
    static List<String> commandLine(long pid) {
        return List.of(read(Path.of("/proc/" + pid + "/cmdline")).split("\0", -1));
    }

    /** How many processes wait for the machine, on average over the last minute. */
    static String load() {
        return read(Path.of("/proc/loadavg")).split(" ", 2)[0];
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
