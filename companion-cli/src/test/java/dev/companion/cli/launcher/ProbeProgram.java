package dev.companion.cli.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A program under the real one's name that reports how it was started. Its source is a test resource. */
final class ProbeProgram {
    private static final String CLASS_FILE = "dev/companion/cli/Main.class";

    private ProbeProgram() {}

    /** Compiles the probe and writes it as a library, as the build would write the program. */
    static void writeTo(Path jar, Path scratch) {
        try {
            Path source = scratch.resolve("Main.java");
            try (var resource = ProbeProgram.class.getResourceAsStream("/launcher/Main.java")) {
                if (resource == null) {
                    throw new IllegalStateException("the probe's source is not among the test resources");
                }
                Files.copy(resource, source);
            }
            int status = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "--release", "17", "-d", scratch.toString(), source.toString());
            if (status != 0) {
                throw new IllegalStateException("the probe does not compile");
            }
            try (OutputStream file = Files.newOutputStream(jar);
                    JarOutputStream library = new JarOutputStream(file)) {
                library.putNextEntry(new JarEntry(CLASS_FILE));
                Files.copy(scratch.resolve(CLASS_FILE), library);
                library.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the probe reported under this name; the values in order, for names that repeat. */
    static List<String> reported(String output, String name) {
        return output.lines()
                .filter(line -> line.startsWith(name + "="))
                .map(line -> line.substring(name.length() + 1))
                .toList();
    }
}
