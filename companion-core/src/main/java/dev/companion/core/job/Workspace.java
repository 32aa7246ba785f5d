package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where a job works.
 *
 * @param root the top level of the working tree, absolute; outside a repository the directory itself
 * @param repository git's common directory, absolute: the same for all worktrees of one repository
 */
public record Workspace(String root, Optional<String> repository) {
    /** Requires all. */
    public Workspace {
        requireNonNull(root, "root");
        requireNonNull(repository, "repository");
    }
}
