package dev.companion.core.git;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One changed file of a diff.
 *
 * @param status the letter of git: A added, C copied, D deleted, M modified, R renamed, T another type, U unmerged, X unknown
 * @param path its name after the change
 * @param from its name before, of a copy or a renaming
 * @param mode its mode after the change, or before it if it was deleted
 */
public record FileChange(char status, GitPath path, Optional<GitPath> from, int mode) {
    private static final int TYPE = 0170000;
    private static final int LINK = 0120000;
    private static final int SUBMODULE = 0160000;

    /** Requires all. */
    public FileChange {
        requireNonNull(path, "path");
        requireNonNull(from, "from");
    }

    /** Whether it is a symbolic link: its content is where it leads. */
    public boolean isLink() {
        return (mode & TYPE) == LINK;
    }

    /** Whether it is a submodule: its content is the commit that it stands on. */
    public boolean isSubmodule() {
        return (mode & TYPE) == SUBMODULE;
    }
}
