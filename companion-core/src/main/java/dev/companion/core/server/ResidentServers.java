package dev.companion.core.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.failure.Failure;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.JobId;
import dev.companion.core.job.Pause;
import dev.companion.core.job.StateRoot;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/** Finds the resident server that fits a job, or has one started. Thread-safe. */
public final class ResidentServers {
    private static final int KEY_BYTES = 32;

    private final StateRoot root;
    private final Environment environment;
    private final KeeperLauncher launcher;
    private final Pause pause;

    /** @param environment what the server, its commands and its provider get, without what is volatile in it */
    public ResidentServers(StateRoot root, Environment environment, KeeperLauncher launcher, Pause pause) {
        this.root = root;
        this.environment = environment;
        this.launcher = launcher;
        this.pause = pause;
    }

    /**
     * Says that the job uses a server: the one on which an earlier worker left it, else the one that fits its Codex and this
     * environment.
     *
     * @throws ServerUnavailable if the files of the server cannot be made
     */
    public ResidentServer join(JobId job, Path binary) throws ServerUnavailable {
        try {
            Optional<ServerPlace> left = placeOf(job);
            ServerPlace place = left.isPresent()
                    ? left.get()
                    : ServerPlace.of(root, fingerprint(binary).id());
            place.create(root);
            // Before the lease is taken: closing the file afterwards would give its lock back.
            Optional<ClientLease.Client> earlier = ClientLease.find(place, job);
            ClientLease lease = ClientLease.take(place, job, pause);
            return new ResidentServer(place, binary, earlier, lease, launcher, pause);
        } catch (IOException | Failure e) {
            throw new ServerUnavailable("the files of the resident server cannot be used: " + e.getMessage());
        }
    }

    /** Where a worker of this job is, or died. */
    Optional<ServerPlace> placeOf(JobId job) {
        return ServerPlace.list(root).stream()
                .filter(place -> ClientLease.find(place, job).isPresent())
                .findFirst();
    }

    /**
     * The fingerprint of a Codex in this environment.
     *
     * @throws IOException if the program or the key cannot be read
     */
    public Fingerprint fingerprint(Path binary) throws IOException {
        return Fingerprint.of(binary, environment, key(root));
    }

    /** A random key of this state directory, made once; it never leaves it. */
    static byte[] key(StateRoot root) throws IOException {
        Path file = root.createDirectory(root.run()).resolve("fingerprint.key");
        try {
            return PrivateFiles.read(file);
        } catch (NoSuchFileException e) {
            return newKey(file);
        }
    }

    /** The first one that is linked into place stands, for all processes. */
    private static byte[] newKey(Path file) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path draft = file.resolveSibling(
                ".fingerprint.key." + ProcessHandle.current().pid());
        PrivateFiles.writeWhole(draft, out -> out.write(key));
        try {
            Files.createLink(file, draft);
        } catch (java.nio.file.FileAlreadyExistsException e) {
            return PrivateFiles.read(file);
        } finally {
            Files.deleteIfExists(draft);
        }
        return key;
    }

    /** A file of one line that says why, if there is one. */
    static Optional<String> line(Path file) {
        try {
            return Optional.of(new String(PrivateFiles.read(file), UTF_8).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
