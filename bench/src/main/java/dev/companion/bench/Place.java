package dev.companion.bench;

import dev.companion.core.codex.RealCodex;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.OfflineModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/** A directory with all that the measured commands touch: a working tree, an offline model, a Codex home, state directories. */
final class Place implements AutoCloseable {
    private final Path directory;
    private final OfflineModel model;
    private final Map<String, String> environment = new HashMap<>();

    Place() throws IOException {
        directory = Files.createTempDirectory("companion-bench").toRealPath();
        model = OfflineModel.start(OfflineModel.Recording.BOUNDED);
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("LC_ALL", "C.UTF-8");
        OfflineCodexHome.create(directory.resolve("offline"), model.baseUrl()).applyTo(environment);
        environment.put("COMPANION_TRANSPORT", "direct");
        environment.put("COMPANION_CODEX", RealCodex.binary().toString());
        Files.createDirectories(workspace().resolve(".git/objects"));
        Files.createDirectories(workspace().resolve(".git/refs"));
        Files.writeString(workspace().resolve(".git/HEAD"), "ref: refs/heads/main\n");
    }

    /** From now on commands run on this Java. */
    void use(Path java) {
        environment.put("COMPANION_JAVA", java.toString());
    }

    Path directory() {
        return directory;
    }

    Path workspace() {
        return directory.resolve("workspace");
    }

    /** A state directory of that name; not created. */
    Path state(String name) {
        return directory.resolve("state-" + name);
    }

    /** Commands on a state directory. */
    Program program(Path state) {
        Map<String, String> own = new HashMap<>(environment);
        own.put("COMPANION_HOME", state.toString());
        return new Program(workspace(), own);
    }

    @Override
    public void close() throws IOException {
        model.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted((one, other) -> other.compareTo(one)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
