package dev.companion.db;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.Overview;
import dev.companion.core.job.StateRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * The read model: files from which jobs and overviews are told without the database and without its lock.
 *
 * <p>A session that writes first names what it will change in {@code in-doubt}, then commits, then publishes, then
 * removes the name. A reader that finds the name, or a database that is not as sealed, waits while the writer lives, a moment, and else asks the database. Reading is
 * free of locks; everything else needs the store lock.
 */
final class View {
    private static final Duration WRITERS_TAKE = Duration.ofSeconds(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(4);

    private final StateRoot root;
    private final StoreFile database;
    private final StoreLock lock;

    View(StateRoot root, StoreFile database, StoreLock lock) {
        this.root = root;
        this.database = database;
        this.lock = lock;
    }

    /** The job, if the read model knows it and can be trusted. */
    Optional<Job> find(JobId id) {
        return read(file(id), Optional.empty())
                .flatMap(one -> one.active().stream().findFirst())
                .filter(job -> job.id().equals(id));
    }

    /** The overview, if the read model knows it and can be trusted. */
    Optional<Overview> overview(Optional<String> workspaceRoot) {
        return read(file(workspaceRoot), workspaceRoot);
    }

    private Optional<Overview> read(Path file, Optional<String> workspaceRoot) {
        // In this order: what is read after the checks can only be newer than what was true at the checks.
        if (!awaitTrust()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ViewCodec.read(PrivateFiles.read(file), workspaceRoot));
        } catch (IOException e) {
            // Not there, or damaged: the database knows, and whoever asks it publishes anew.
            return Optional.empty();
        }
    }

    /**
     * A writer that is at work ends its doubt in a moment: that is not worth a session of one's own, for which other
     * writers would have to wait. One that died never ends it.
     */
    private boolean awaitTrust() {
        long end = System.nanoTime()
                + Math.min(WRITERS_TAKE.toNanos(), lock.deadline().toNanos());
        while (!isTrusted()) {
            if (database.isAbsent() || lock.isFree() || System.nanoTime() > end) {
                // Between the look and the lock a writer may have come to its end.
                return isTrusted();
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
        return true;
    }

    private boolean isTrusted() {
        return !Files.exists(marker(), LinkOption.NOFOLLOW_LINKS) && database.isAsSealed();
    }

    /** What the last writer left in doubt because it died. */
    Doubt doubt() {
        if (!Files.exists(marker(), LinkOption.NOFOLLOW_LINKS)) {
            return Doubt.NONE;
        }
        try {
            return Doubt.read(PrivateFiles.read(marker()));
        } catch (IOException e) {
            return Doubt.EVERYTHING;
        }
    }

    /** Sends readers to the database until {@link #publish} has succeeded. */
    void raise(Doubt doubt) throws IOException {
        root.createDirectory(root.view());
        PrivateFiles.writeWhole(marker(), out -> out.write(doubt.json()));
    }

    /** Publishes, and ends the doubt. */
    void publish(Publication publication, Doubt doubt) {
        try {
            makeDirectories();
            if (doubt.everything()) {
                discard();
            }
            for (Map.Entry<JobId, Optional<Job>> job : publication.jobs().entrySet()) {
                publish(job.getKey(), job.getValue());
            }
            for (Map.Entry<Optional<String>, Overview> overview :
                    publication.overviews().entrySet()) {
                publish(file(overview.getKey()), ViewCodec.write(overview.getKey(), overview.getValue()));
            }
            Files.deleteIfExists(marker());
        } catch (IOException | RuntimeException e) {
            // What was written is durable in the database. The doubt stays, and the next session publishes.
        }
    }

    private void publish(JobId id, Optional<Job> job) throws IOException {
        if (job.isEmpty()) {
            Files.deleteIfExists(file(id));
            return;
        }
        List<Job> one = List.of(job.orElseThrow());
        publish(file(id), ViewCodec.write(Optional.empty(), new Overview(one, List.of())));
    }

    private static void publish(Path file, byte[] content) throws IOException {
        PrivateFiles.writeWhole(file, out -> out.write(content));
    }

    private void makeDirectories() {
        root.createDirectory(root.view());
        root.createDirectory(root.view().resolve("jobs"));
        root.createDirectory(root.view().resolve("workspaces"));
    }

    private void discard() throws IOException {
        Files.deleteIfExists(file(Optional.empty()));
        for (String directory : List.of("jobs", "workspaces")) {
            try (Stream<Path> published = Files.list(root.view().resolve(directory))) {
                for (Path file : published.toList()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private Path marker() {
        return root.view().resolve("in-doubt");
    }

    private Path file(JobId id) {
        return root.view().resolve("jobs").resolve(id.value() + ".bin");
    }

    private Path file(Optional<String> workspaceRoot) {
        return workspaceRoot
                .map(path -> root.view().resolve("workspaces").resolve(hash(path) + ".bin"))
                .orElseGet(() -> root.view().resolve("all.bin"));
    }

    /** Short, and cheap to compute; a document names its working tree, so two with the same hash are not mixed up. */
    private static String hash(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue()) + "-" + Integer.toHexString(text.hashCode());
    }
}
