package dev.companion.core.rpc;

import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps memory bounded when a message holds a very long string: the string goes to a file and the message holds a
 * reference in its place. A reference cannot be forged from outside, it holds a number drawn anew for each connection.
 * Used by the reading thread only.
 */
public final class LongTexts {
    private final Path directory;
    private final String prefix = "companion-long-text:" + UUID.randomUUID() + ":";
    private final Map<String, Path> current = new HashMap<>();
    private final List<Path> kept = new ArrayList<>();
    private int count;

    /** Keeps them in the directory, as files {@code long-text-N.json}. */
    public LongTexts(Path directory) {
        this.directory = directory;
    }

    /** A new file for a string, to be written as it stands in JSON, escapes and all, without the quotes. */
    Spill begin() throws IOException {
        count++;
        Path file = directory.resolve("long-text-" + count + ".json");
        OutputStream out = Channels.newOutputStream(
                PrivateFiles.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
        return new Spill(prefix + count, file, out);
    }

    void add(Spill spill) {
        current.put(spill.reference(), spill.file());
    }

    /** Whether the string stands for a long text. */
    public boolean isReference(String text) {
        return text.startsWith(prefix);
    }

    /** The file behind a reference, which stays until {@link #deleteAll}; empty if the text is an ordinary one. */
    public Optional<Path> keep(String text) {
        Optional<Path> file = Optional.ofNullable(current.remove(text));
        file.ifPresent(kept::add);
        return file;
    }

    /** Deletes what the last message brought and nobody kept. */
    void discardRest() {
        current.values().forEach(LongTexts::delete);
        current.clear();
    }

    /** Deletes all files. */
    public void deleteAll() {
        discardRest();
        kept.forEach(LongTexts::delete);
        kept.clear();
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // It goes with the job's directory.
            return;
        }
    }

    /** A string that is being written to its file. */
    record Spill(String reference, Path file, OutputStream out) {}
}
