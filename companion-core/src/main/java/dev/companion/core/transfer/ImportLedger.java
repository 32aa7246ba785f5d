package dev.companion.core.transfer;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.settings.Environment;
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

    private final Optional<Path> file;

    private ImportLedger(Optional<Path> file) {
        this.file = file;
    }

    /** The one of the Codex home of this environment. */
    static ImportLedger of(Environment environment) {
        return new ImportLedger(environment
                .variable("CODEX_HOME")
                .map(Path::of)
                .or(() -> environment.home().map(home -> home.resolve(".codex")))
                .map(home -> home.resolve("external_agent_session_imports.json")));
    }

    /** The thread that a transcript became when it was imported last; empty if the list does not say. */
    Optional<String> thread(Path transcript) {
        List<String> threads = file.map(ImportLedger::records).orElse(List.of()).stream()
                .filter(entry -> entry.string("source_path")
                        .filter(transcript.toString()::equals)
                        .isPresent())
                .flatMap(entry -> entry.string("imported_thread_id").stream())
                .toList();
        return threads.isEmpty() ? Optional.empty() : Optional.of(threads.get(threads.size() - 1));
    }

    private static List<JsonObject> records(Path file) {
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
