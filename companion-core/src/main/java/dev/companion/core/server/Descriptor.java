package dev.companion.core.server;

import static java.util.Objects.requireNonNull;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.process.ProcessIdentity;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Which process is the resident server, and of what kind it is: {@code server.properties}. It holds no secret.
 *
 * @param server the process; used only after its identity was checked
 * @param codexVersion as the server said
 * @param startedAt when it was ready
 * @param variables by name, a keyed hash of each value of its environment
 */
public record Descriptor(
        ProcessIdentity server,
        Path binary,
        String codexVersion,
        String codexHome,
        Instant startedAt,
        Map<String, String> variables) {
    private static final String VARIABLE = "variable.";

    /** Requires all, copies. */
    public Descriptor {
        requireNonNull(server, "server");
        requireNonNull(binary, "binary");
        requireNonNull(codexVersion, "codexVersion");
        requireNonNull(codexHome, "codexHome");
        requireNonNull(startedAt, "startedAt");
        variables = Map.copyOf(variables);
    }

    /** The descriptor of the place, if there is one that can be read. */
    public static Optional<Descriptor> read(ServerPlace place) {
        if (!Files.isRegularFile(place.descriptor(), LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        Properties fields = new Properties();
        try {
            byte[] bytes = PrivateFiles.read(place.descriptor());
            fields.load(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8));
            return Optional.of(decode(fields));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            // Removed at this moment, or not ours: there is none.
            return Optional.empty();
        }
    }

    private static Descriptor decode(Properties fields) {
        Map<String, String> variables = new TreeMap<>();
        for (String name : fields.stringPropertyNames()) {
            if (name.startsWith(VARIABLE)) {
                variables.put(name.substring(VARIABLE.length()), fields.getProperty(name));
            }
        }
        return new Descriptor(
                new ProcessIdentity(
                        Long.parseLong(fields.getProperty("pid", "")),
                        Instant.parse(fields.getProperty("processStartedAt", ""))),
                Path.of(fields.getProperty("binary", "")),
                fields.getProperty("codexVersion", ""),
                fields.getProperty("codexHome", ""),
                Instant.parse(fields.getProperty("startedAt", "")),
                variables);
    }

    /** Makes this the descriptor of the place. */
    void write(ServerPlace place) throws IOException {
        Properties fields = new Properties();
        fields.setProperty("pid", Long.toString(server.pid()));
        fields.setProperty("processStartedAt", server.startedAt().toString());
        fields.setProperty("binary", binary.toString());
        fields.setProperty("codexVersion", codexVersion);
        fields.setProperty("codexHome", codexHome);
        fields.setProperty("startedAt", startedAt.toString());
        variables.forEach((name, hash) -> fields.setProperty(VARIABLE + name, hash));
        PrivateFiles.writeWhole(place.descriptor(), out -> {
            OutputStreamWriter writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            fields.store(writer, null);
            writer.flush();
        });
    }

    /** Removes the descriptor of the place if it still names this server. */
    void removeFrom(ServerPlace place) throws IOException {
        if (read(place).filter(current -> current.server().equals(server)).isPresent()) {
            Files.deleteIfExists(place.descriptor());
        }
    }

    /** The server, if it still runs. */
    public Optional<ProcessHandle> process() {
        return server.find();
    }
}
