package dev.companion.core.codex;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Which threads a new process can resume: those that the scenario names, and those that have begun a turn. */
final class ScriptedRollouts {
    private final Path file;
    private final List<String> named;

    ScriptedRollouts(Path file, List<String> named) {
        this.file = file;
        this.named = named;
    }

    boolean has(String threadId) {
        try {
            return named.contains(threadId)
                    || (Files.exists(file) && Files.readAllLines(file).contains(threadId));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(String threadId) {
        if (has(threadId)) {
            return;
        }
        try {
            Files.writeString(file, threadId + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
