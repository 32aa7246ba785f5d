package dev.companion.core.review.context;

import static java.util.Objects.requireNonNull;

import dev.companion.core.git.FilePatch;
import dev.companion.core.git.GitPath;
import dev.companion.core.review.target.TargetDiff;
import java.util.Optional;

/**
 * One changed file, and whether a reviewer is shown its content. A file that has staged and unstaged changes is two.
 *
 * @param part {@code staged changes}, {@code unstaged changes}, {@code committed changes} or {@code untracked files}
 * @param status the letter of git, as in {@link dev.companion.core.git.FileChange}; {@code ?} if untracked
 * @param path its name, quoted if need be
 * @param from its name before, of a copy or a renaming
 * @param added lines; none are counted of untracked files
 * @param removed lines
 * @param bytes of its patch; of an untracked file its size
 * @param omission why it is not shown; empty if it is, in whole
 * @param replaced whether bytes that are not UTF-8 were replaced in what is shown
 */
public record ContextFile(
        String part,
        char status,
        GitPath path,
        Optional<GitPath> from,
        long added,
        long removed,
        long bytes,
        Optional<Omission> omission,
        boolean replaced) {
    static final String UNTRACKED = "untracked files";
    private static final char UNTRACKED_STATUS = '?';

    /** Requires all. */
    public ContextFile {
        requireNonNull(part, "part");
        requireNonNull(path, "path");
        requireNonNull(from, "from");
        requireNonNull(omission, "omission");
    }

    static ContextFile left(TargetDiff.Part part, FilePatch patch, Omission omission) {
        return of(part, patch, Optional.of(omission), false);
    }

    static ContextFile shown(TargetDiff.Part part, FilePatch patch, boolean replaced) {
        return of(part, patch, Optional.empty(), replaced);
    }

    private static ContextFile of(
            TargetDiff.Part part, FilePatch patch, Optional<Omission> omission, boolean replaced) {
        return new ContextFile(
                part.title(),
                patch.change().status(),
                patch.change().path(),
                patch.change().from(),
                patch.added(),
                patch.removed(),
                patch.bytes(),
                omission,
                replaced);
    }

    static ContextFile untracked(GitPath path, long bytes, Optional<Omission> omission) {
        return new ContextFile(UNTRACKED, UNTRACKED_STATUS, path, Optional.empty(), 0, 0, bytes, omission, false);
    }

    /** The same, not shown for the sake of the whole. */
    ContextFile without(Omission reason) {
        return new ContextFile(part, status, path, from, added, removed, bytes, Optional.of(reason), false);
    }

    /** Whether a reviewer sees all of its change. */
    public boolean isShown() {
        return omission.isEmpty();
    }

    boolean isUntracked() {
        return status == UNTRACKED_STATUS;
    }

    /** Whether it is left out because of what it may give away. */
    public boolean isSecret() {
        return omission.equals(Optional.of(Omission.SECRET));
    }

    /** Whether it is left out because there is too much, and for nothing that it is. */
    boolean isLeftForSize() {
        return omission.filter(why -> why == Omission.BUDGET || why == Omission.TOO_LARGE)
                .isPresent();
    }
}
