package dev.companion.core.transfer;

import dev.companion.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
     * Where the session was begun, as its transcript says; it need not be there any more.
     *
     * @throws IOException if the transcript cannot be read
     */
    Optional<Path> directory() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
            return head.lines().flatMap(ClaudeSession::directory).findFirst();
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

    /**
     * SHA-256 of the transcript as it is now, lower-case hex.
     *
     * @throws IOException if it cannot be read
     */
    String digest() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, sha256).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(sha256.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
