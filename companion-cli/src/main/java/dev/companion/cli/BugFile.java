package dev.companion.cli;

import dev.companion.cli.app.Version;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.Timestamps;
import dev.companion.core.settings.Environment;
import dev.companion.core.settings.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Keeps the stack trace of an unforeseen error in the state directory. Only types and places are written: the words of an
 * exception may be the user's.
 */
final class BugFile {
    private BugFile() {}

    /** Replaces the file of the last bug; empty if there is nowhere to write. */
    static Optional<Path> write(Throwable bug, Environment environment) {
        try {
            StateRoot root = StateRoot.open(
                    Settings.resolve(environment, Optional.empty()).stateDirectory());
            Path file = root.createDirectory(root.run()).resolve("last-bug.txt");
            String text = Timestamps.format(Instant.now()) + " companion " + Version.CURRENT + "\n" + trace(bug);
            PrivateFiles.writeWhole(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
            return Optional.of(file);
        } catch (IOException | RuntimeException e) {
            // The error that is being reported is the one that matters.
            return Optional.empty();
        }
    }

    private static String trace(Throwable bug) {
        StringBuilder text = new StringBuilder();
        for (Throwable cause = bug; cause != null && text.length() < 64 * 1024; cause = cause.getCause()) {
            text.append(cause.getClass().getName()).append('\n');
            for (StackTraceElement frame : cause.getStackTrace()) {
                text.append("    at ").append(frame).append('\n');
            }
        }
        return text.toString();
    }
}
