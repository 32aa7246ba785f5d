package dev.companion.cli.command;

import dev.companion.cli.demo.DirectoryTree;
import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A private directory for as long as a command runs; it also goes when the command is interrupted. For one thread. */
final class Scratch implements AutoCloseable {
    private final Path directory;
    private final Thread hook;

    /** Makes one whose name begins so. */
    Scratch(String prefix) {
        try {
            directory = Files.createTempDirectory(prefix, PrivateFiles.directoryAttributes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        hook = new Thread(() -> DirectoryTree.delete(directory), "scratch");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    Path directory() {
        return directory;
    }

    @Override
    public void close() {
        DirectoryTree.delete(directory);
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The process is ending: the hook does the same.
            return;
        }
    }
}
