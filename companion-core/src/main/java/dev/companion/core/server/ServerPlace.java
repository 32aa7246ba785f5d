package dev.companion.core.server;

import static java.util.Objects.requireNonNull;

import dev.companion.core.job.JobId;
import dev.companion.core.job.StateRoot;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of one resident server, below {@code run/servers/<fingerprint>}; private to the user. */
public record ServerPlace(Path directory) {
    /** Requires it. */
    public ServerPlace {
        requireNonNull(directory, "directory");
    }

    /** Where all of them are. */
    static Path all(StateRoot root) {
        return root.run().resolve("servers");
    }

    /** The place of the server with this fingerprint; nothing is created. */
    public static ServerPlace of(StateRoot root, String fingerprint) {
        return new ServerPlace(all(root).resolve(fingerprint));
    }

    /** Every place there is, of living and of stopped servers. */
    public static List<ServerPlace> list(StateRoot root) {
        List<ServerPlace> places = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(all(root), Files::isDirectory)) {
            entries.forEach(entry -> places.add(new ServerPlace(entry)));
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        places.sort((a, b) -> a.id().compareTo(b.id()));
        return places;
    }

    void create(StateRoot root) {
        root.createDirectory(root.run());
        root.createDirectory(all(root));
        root.createDirectory(directory);
        root.createDirectory(clients());
        root.createDirectory(threads());
    }

    /** The fingerprint. */
    public String id() {
        return directory.getFileName().toString();
    }

    /** Where the server listens: Codex makes it a link into a directory that its sandbox hides. */
    public Path socket() {
        return directory.resolve("socket");
    }

    /** Which process serves, see {@link Descriptor}. */
    public Path descriptor() {
        return directory.resolve("server.properties");
    }

    /** Held by the keeper for its whole life. */
    Path keeperLock() {
        return directory.resolve("keeper.lock");
    }

    /** Held by a worker while it says that it comes, and by the keeper while it makes sure that nobody is there. */
    Path gate() {
        return directory.resolve("gate.lock");
    }

    /** One file for each job that uses the server, locked by its worker. */
    Path clients() {
        return directory.resolve("clients");
    }

    /** One file for each thread on which a job works, locked by its worker. */
    Path threads() {
        return directory.resolve("threads");
    }

    Path client(JobId job) {
        return clients().resolve(job.value());
    }

    /** Why the last start failed; gone after a good one. */
    Path startFailure() {
        return directory.resolve("start-failure");
    }

    /** Exists once somebody asked to stop the server; holds the reason. */
    Path stopRequest() {
        return directory.resolve("stop");
    }

    /** How earlier servers ended, one line of JSON each. */
    Path stops() {
        return directory.resolve("stops.jsonl");
    }

    /** What the keeper says. */
    public Path keeperLog() {
        return directory.resolve("keeper.log");
    }

    /** What the server says on stdout and stderr. */
    public Path serverLog() {
        return directory.resolve("server.log");
    }
}
