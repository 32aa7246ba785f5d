package dev.companion.core.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds programs as a shell does. */
public final class ProgramPath {
    private ProgramPath() {}

    /**
     * The first executable file of that name; relative entries are passed over.
     *
     * @param path the value of PATH
     */
    public static Optional<Path> find(String name, String path) {
        for (String entry : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(entry).resolve(name);
            if (candidate.isAbsolute() && Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }
}
