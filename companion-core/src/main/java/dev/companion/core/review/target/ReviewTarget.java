package dev.companion.core.review.target;

import static java.util.Objects.requireNonNull;

import dev.companion.core.git.GitPath;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The change that a review is about. Commits are full hashes: a name that moves meanwhile changes nothing. */
public sealed interface ReviewTarget {
    /** How many paths a label names. */
    int PATHS_IN_LABEL = 3;

    /** How much of a hash people are shown. */
    int SHORT_HASH = 12;

    /**
     * What is not committed: staged, unstaged and untracked.
     *
     * @param head the commit that is checked out, or the empty tree before the first one
     */
    record WorkingTreeChanges(String head, boolean changed, List<GitPath> paths) implements ReviewTarget {
        /** Requires all, copies. */
        public WorkingTreeChanges {
            requireNonNull(head, "head");
            paths = List.copyOf(paths);
        }
    }

    /**
     * What a branch did since it left its base.
     *
     * @param baseName as the user named it, or as it was found
     * @param base the commit of that name
     * @param mergeBase where the branch left it
     * @param head the commit that is checked out
     */
    record BranchChanges(
            String baseName, String base, String mergeBase, String head, boolean changed, List<GitPath> paths)
            implements ReviewTarget {
        /** Requires all, copies. */
        public BranchChanges {
            requireNonNull(baseName, "baseName");
            requireNonNull(base, "base");
            requireNonNull(mergeBase, "mergeBase");
            requireNonNull(head, "head");
            paths = List.copyOf(paths);
        }
    }

    /**
     * What one commit did, of a merge against its first parent.
     *
     * @param name as the user named it
     * @param parent the empty tree, of a first commit
     */
    record CommitChanges(String name, String commit, String parent, boolean changed, List<GitPath> paths)
            implements ReviewTarget {
        /** Requires all, copies. */
        public CommitChanges {
            requireNonNull(name, "name");
            requireNonNull(commit, "commit");
            requireNonNull(parent, "parent");
            paths = List.copyOf(paths);
        }
    }

    /** Whether there was anything to review when it was chosen. */
    boolean changed();

    /** The files and directories that it is limited to, from the root; empty is no limit. */
    List<GitPath> paths();

    /** {@code working-tree}, {@code branch} or {@code commit}. */
    default String mode() {
        if (this instanceof BranchChanges) {
            return "branch";
        }
        return this instanceof CommitChanges ? "commit" : "working-tree";
    }

    /** What a branch is compared with, or the commit, as the user named it. */
    default Optional<String> reference() {
        if (this instanceof BranchChanges branch) {
            return Optional.of(branch.baseName());
        }
        return this instanceof CommitChanges commit ? Optional.of(commit.name()) : Optional.empty();
    }

    /** For people, one line. */
    default String label() {
        String limit = paths().isEmpty() ? "" : " in " + pathsInWords();
        if (this instanceof BranchChanges branch) {
            return "branch diff against " + shown(branch.baseName()) + limit;
        }
        if (this instanceof CommitChanges commit) {
            String hash = commit.commit().substring(0, SHORT_HASH);
            boolean isHash = commit.commit().startsWith(commit.name());
            return "commit " + (isHash ? hash : shown(commit.name()) + " (" + hash + ")") + limit;
        }
        return "working tree diff" + limit;
    }

    private String pathsInWords() {
        String named =
                paths().stream().limit(PATHS_IN_LABEL).map(GitPath::display).collect(Collectors.joining(", "));
        int more = paths().size() - PATHS_IN_LABEL;
        return more > 0 ? named + " and " + more + " more" : named;
    }

    /** Names of revisions may hold anything ({@code :/words of a message}). */
    private static String shown(String name) {
        return GitPath.of(name).display();
    }
}
