package dev.companion.core.worker;

import dev.companion.core.codex.TurnEvent;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.JobDirectory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the message that the model is at to a file as it comes, so that a cut turn leaves what there was. Best effort: a
 * full disk is met again, and reported, when the output itself is written. Thread-safe.
 */
final class PartialOutput {
    private static final Logger LOG = LoggerFactory.getLogger(PartialOutput.class);

    private final JobDirectory directory;
    private String itemId = "";
    private Optional<OutputStream> out = Optional.empty();

    PartialOutput(JobDirectory directory) {
        this.directory = directory;
    }

    synchronized void append(TurnEvent.MessageDelta delta) {
        try {
            if (out.isEmpty() || !itemId.equals(delta.itemId())) {
                close();
                itemId = delta.itemId();
                out = Optional.of(new BufferedOutputStream(Channels.newOutputStream(PrivateFiles.open(
                        directory.partialOutput(), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING))));
            }
            out.get().write(delta.text().getBytes(StandardCharsets.UTF_8));
            out.get().flush();
        } catch (IOException e) {
            LOG.debug("the partial output cannot be written: {}", e.getClass().getSimpleName());
        }
    }

    /** The message is whole: the partial one is not needed any more. */
    synchronized void finished() {
        close();
        try {
            Files.deleteIfExists(directory.partialOutput());
        } catch (IOException e) {
            LOG.debug("the partial output cannot be removed: {}", e.getClass().getSimpleName());
        }
    }

    synchronized void close() {
        try {
            if (out.isPresent()) {
                out.get().close();
            }
        } catch (IOException e) {
            LOG.debug("the partial output cannot be closed: {}", e.getClass().getSimpleName());
        }
        out = Optional.empty();
    }
}
