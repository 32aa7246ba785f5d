package dev.companion.core.transfer;

import dev.companion.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A session of Claude Code.
 *
 * @param file its transcript, without any link in the path
 * @param id as Claude Code names it
 */
public record ClaudeSession(Path file, String id) {
    /** What tells of the session itself stands in the first lines; a transcript may be very long. */
    private static final int HEAD = 1 << 20;

    /**
     * Where the session was begun, as its transcript says; empty if it does not say, or there is no such directory any more.
     *
     * @throws IOException if the transcript cannot be read
     */
    public Optional<Path> directory() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
            return head.lines().flatMap(ClaudeSession::directory).findFirst().filter(Files::isDirectory);
        }
    }

    private static Stream<Path> directory(String line) {
        try {
            return Json.readMessage(line.getBytes(StandardCharsets.UTF_8))
                    .string("cwd")
                    .map(Path::of)
                    .filter(Path::isAbsolute)
                    .stream();
        } catch (UncheckedIOException | InvalidPathException e) {
            // The last line may be cut, and what stands in the others is not ours.
            return Stream.empty();
        }
    }
}
