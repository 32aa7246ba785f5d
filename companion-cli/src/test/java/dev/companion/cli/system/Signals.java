package dev.companion.cli.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Signals that Java cannot send. */
final class Signals {
    private Signals() {}

    /** Sends one to processes, all at once; to a whole group if the number is negative. */
    static void send(String name, Long... pids) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, "--"));
        for (Long pid : pids) {
            command.add(pid.toString());
        }
        try {
            new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
