package dev.companion.core.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** Which process is the keeper of a place, for asking it to end; whether it lives is told by its lock alone. */
final class KeeperIdentity {
    private KeeperIdentity() {}

    private static Path file(ServerPlace place) {
        return place.directory().resolve("keeper.pid");
    }

    static void write(ServerPlace place) throws IOException {
        ProcessIdentity own = ProcessIdentity.current();
        String line = own.pid() + " " + own.startedAt();
        PrivateFiles.writeWhole(file(place), out -> out.write(line.getBytes(UTF_8)));
    }

    static Optional<ProcessIdentity> read(ServerPlace place) {
        String[] words = ResidentServers.line(file(place)).orElse("").split(" ", 2);
        try {
            return words.length == 2
                    ? Optional.of(new ProcessIdentity(Long.parseLong(words[0]), Instant.parse(words[1])))
                    : Optional.empty();
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
