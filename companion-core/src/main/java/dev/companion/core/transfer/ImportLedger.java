package dev.companion.core.transfer;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Codex's own list of the sessions that it has imported, which is only read here. Immutable. */
final class ImportLedger {
    private static final Logger LOG = LoggerFactory.getLogger(ImportLedger.class);
    private static final int LARGEST = 64 << 20;

    private final Path file;

    /** The one in that home of Codex. */
    ImportLedger(Path codexHome) {
        this.file = codexHome.resolve("external_agent_session_imports.json");
    }

    /**
     * The last import of a transcript.
     *
     * @param digest SHA-256 of what was imported, lower-case hex; empty if the list does not say
     */
    record Entry(String threadId, String digest) {}

    /** The last import of that transcript; empty if there was none, or if the list cannot be read. */
    Optional<Entry> find(Path transcript) {
        return records().stream()
                .filter(entry -> entry.string("source_path").equals(Optional.of(transcript.toString())))
                .flatMap(entry -> entry.string("imported_thread_id").stream()
                        .map(thread ->
                                new Entry(thread, entry.string("content_sha256").orElse(""))))
                .reduce((earlier, later) -> later);
    }

    private List<JsonObject> records() {
        try (InputStream in = Files.newInputStream(file)) {
            return Json.readObject(in.readNBytes(LARGEST)).objects("records");
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | UncheckedIOException e) {
            // It is the second source only, and its form is Codex's own business.
            LOG.debug("the list of imports cannot be read: {}", e.getClass().getSimpleName());
            return List.of();
        }
    }
}
