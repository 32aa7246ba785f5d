package dev.companion.cli.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes the commands that a test wants on the PATH. */
final class Commands {
    private Commands() {}

    /** An executable of one shell line; replaces an earlier one. */
    static void write(Path file, String line) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Makes only these of the system's commands available in a directory. */
    static void lend(Path bin, String... names) throws IOException {
        for (String name : names) {
            write(bin.resolve(name), "PATH=/usr/bin:/bin exec " + name + " \"$@\"");
        }
    }
}
