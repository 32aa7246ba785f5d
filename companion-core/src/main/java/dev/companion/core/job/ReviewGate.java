package dev.companion.core.job;

import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;

/**
 * Whether the review gate is on for a repository. Kept in the state directory, one small file a repository, so that
 * nothing is written into the repository and all its worktrees agree. Thread-safe.
 */
public final class ReviewGate {
    private final StateRoot root;

    /** Of the repositories that this state directory knows. */
    public ReviewGate(StateRoot root) {
        this.root = root;
    }

    /** Whether it is on; never outside of a repository. */
    public boolean isEnabled(Workspace workspace) {
        return workspace.repository().filter(this::isEnabled).isPresent();
    }

    private boolean isEnabled(String repository) {
        Path file = file(repository);
        try {
            // The file names its repository, so two with the same hash are not mixed up.
            return Files.isRegularFile(file)
                    && new String(PrivateFiles.read(file), StandardCharsets.UTF_8).equals(repository);
        } catch (IOException e) {
            throw StoreFailures.of(e, file);
        }
    }

    /**
     * Switches it.
     *
     * @param repository git's common directory, absolute
     * @return whether that changed anything
     */
    public boolean set(String repository, boolean enabled) {
        if (isEnabled(repository) == enabled) {
            return false;
        }
        Path file = file(repository);
        try {
            if (enabled) {
                root.createDirectory(directory());
                PrivateFiles.writeShared(file, out -> out.write(repository.getBytes(StandardCharsets.UTF_8)));
            } else {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException e) {
            throw StoreFailures.of(e, file);
        }
    }

    private Path directory() {
        return root.directory().resolve("gates");
    }

    private Path file(String repository) {
        CRC32 sum = new CRC32();
        sum.update(repository.getBytes(StandardCharsets.UTF_8));
        return directory().resolve(Long.toHexString(sum.getValue()) + "-" + Integer.toHexString(repository.hashCode()));
    }
}
