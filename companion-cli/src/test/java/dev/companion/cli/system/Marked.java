package dev.companion.cli.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** The living processes that inherited one variable, found by their environment; Linux only. */
record Marked(String variable, String value) {
    /** All of them, as they are now. */
    List<ProcessHandle> living() {
        List<ProcessHandle> found = new ArrayList<>();
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> contains(process.pid(), "environ", variable + "=" + value + "\0"))
                .filter(ProcessHandle::isAlive)
                .forEach(found::add);
        return found;
    }

    /** Those whose command line contains a text. */
    List<ProcessHandle> running(String text) {
        return living().stream()
                .filter(process -> contains(process.pid(), "cmdline", text))
                .toList();
    }

    /** Those that are still there when the time is over. */
    List<ProcessHandle> afterAtMost(Duration limit) {
        return afterAtMost(limit, process -> true);
    }

    /** Those of some kind that are still there when the time is over. */
    List<ProcessHandle> afterAtMost(Duration limit, Predicate<ProcessHandle> kind) {
        long end = System.nanoTime() + limit.toNanos();
        List<ProcessHandle> left = living().stream().filter(kind).toList();
        while (!left.isEmpty() && System.nanoTime() < end) {
            awaitAny(left, Duration.ofNanos(end - System.nanoTime()));
            left = living().stream().filter(kind).toList();
        }
        return left;
    }

    /** Kills them until none is left. */
    void kill() {
        for (List<ProcessHandle> left = living(); !left.isEmpty(); left = living()) {
            left.forEach(ProcessHandle::destroyForcibly);
            awaitAny(left, Duration.ofSeconds(5));
        }
    }

    /** Whether a file of a process below {@code /proc} contains the text; an argument ends with a NUL. */
    static boolean contains(long pid, String file, String text) {
        return read(pid, file).contains(text);
    }

    /** A file of a process below {@code /proc}; empty if there is no such process any more. */
    static String read(long pid, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return "";
        }
    }

    /** What a failing test shows. */
    static String describe(List<ProcessHandle> processes) {
        return String.join(
                "; ",
                processes.stream()
                        .map(process -> process.pid() + " "
                                + read(process.pid(), "cmdline").replace('\0', ' '))
                        .toList());
    }

    private static void awaitAny(List<ProcessHandle> processes, Duration limit) {
        try {
            CompletableFuture.anyOf(
                            processes.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                    .get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
