package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether the review gate is on for a repository. Kept in the state directory, one small file a repository, so that
 * nothing is written into the repository and all its worktrees agree. The path of the file is that of git's common directory,
 * so that a shell script can test for it: while the gate is off, nobody starts a Java to learn that. Thread-safe.
 */
public final class ReviewGate {
    /** The label of the gate's own reviews: nobody asked for them, so they stay out of lists. */
    public static final String LABEL = "companion.purpose";

    /** Its value. */
    public static final String PURPOSE = "review-gate";

    private final StateRoot root;

    /** Of the repositories that this state directory knows. */
    public ReviewGate(StateRoot root) {
        this.root = root;
    }

    /** Whether a job is a review of the gate. */
    public static boolean owns(Job job) {
        return PURPOSE.equals(job.labels().get(LABEL));
    }

    /** Whether it is on; never outside of a repository. */
    public boolean isEnabled(Workspace workspace) {
        return source(workspace).isPresent();
    }

    /** The file that says that it is on. */
    public Optional<Path> source(Workspace workspace) {
        return workspace.repository().filter(this::isEnabled).map(this::file);
    }

    private boolean isEnabled(String repository) {
        Path file = file(repository);
        try {
            // It names its repository, for file systems that take two names for one.
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
                createParents(file);
                PrivateFiles.writeShared(file, out -> out.write(repository.getBytes(StandardCharsets.UTF_8)));
            } else {
                Files.deleteIfExists(file);
            }
            return true;
        } catch (IOException e) {
            throw StoreFailures.of(e, file);
        }
    }

    private void createParents(Path file) {
        Path at = root.directory();
        for (Path name : at.relativize(requireNonNull(file.getParent()))) {
            at = root.createDirectory(at.resolve(name));
        }
    }

    private Path file(String repository) {
        Path common = Path.of(repository);
        String below = common.subpath(0, common.getNameCount()).toString();
        return root.directory().resolve("gates").resolve(below).resolve(".review-gate");
    }
}
