package dev.companion.core.review.target;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.git.Git;
import dev.companion.core.git.GitPath;
import dev.companion.core.review.target.ReviewTarget.BranchChanges;
import dev.companion.core.review.target.ReviewTarget.CommitChanges;
import dev.companion.core.review.target.ReviewTarget.WorkingTreeChanges;
import java.io.File;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Finds what a review is about. Reads the repository, changes nothing. */
public final class TargetChoice {
    private static final String NO_COMMITS = "there are no commits yet";

    private final Git git;
    private final Path directory;
    private final References references;

    /** @param directory where the command runs: what paths are relative to */
    public TargetChoice(Git git, Path directory) {
        this.git = git;
        this.directory = directory;
        this.references = new References(git);
    }

    /**
     * The target; {@link ReviewTarget#changed} says whether there is anything to review.
     *
     * @throws Failure {@code NO_BASE} if nothing says what to compare with, {@code NO_SUCH_COMMIT}, {@code HISTORY_MISSING},
     *     or {@code BAD_VALUE} for a path outside of the working tree
     */
    public ReviewTarget choose(TargetOptions options) {
        List<GitPath> paths = paths(options.paths());
        return switch (options.scope()) {
            case WORKING_TREE -> workingTree(isDirty(paths), paths);
            case BRANCH -> branch(base(options.base()), paths);
            case COMMIT -> commit(options.commit().orElseThrow(), paths);
            case AUTO -> isDirty(paths) ? workingTree(true, paths) : unlessWithoutCommits(paths);
        };
    }

    private ReviewTarget unlessWithoutCommits(List<GitPath> paths) {
        return references.head().isEmpty() ? workingTree(false, paths) : branch(base(Optional.empty()), paths);
    }

    private ReviewTarget workingTree(boolean dirty, List<GitPath> paths) {
        return new WorkingTreeChanges(references.head().orElseGet(references::emptyTree), dirty, paths);
    }

    private References.Found base(Optional<String> named) {
        return named.map(name -> new References.Found(name, references.require("--base", name)))
                .or(references::defaultBranch)
                .orElseThrow(() -> new Failure(
                        FailureCode.NO_BASE,
                        "there is nothing uncommitted, and no default branch to compare with",
                        "name one: --base REF, or a commit: --commit SHA"));
    }

    private ReviewTarget branch(References.Found base, List<GitPath> paths) {
        String head = references
                .head()
                .orElseThrow(() -> new Failure(FailureCode.NO_SUCH_COMMIT, NO_COMMITS, "leave --base out"));
        String mergeBase = references.mergeBase(base.name(), base.commit(), head);
        boolean changed = !mergeBase.equals(head) && differ(mergeBase, head, paths);
        return new BranchChanges(base.name(), base.commit(), mergeBase, head, changed, paths);
    }

    private ReviewTarget commit(String name, List<GitPath> paths) {
        String commit = references.require("--commit", name);
        String parent = references.parent(commit);
        return new CommitChanges(name, commit, parent, differ(parent, commit, paths), paths);
    }

    private boolean differ(String before, String after, List<GitPath> paths) {
        List<String> arguments =
                new ArrayList<>(List.of("diff", "--name-only", "-z", "--no-ext-diff", "--no-textconv"));
        arguments.addAll(List.of("--no-renames", "--no-relative", "--ignore-submodules=dirty", before, after));
        arguments.addAll(Pathspecs.arguments(paths));
        return git.beginning(arguments, 1).length > 0;
    }

    private boolean isDirty(List<GitPath> paths) {
        List<String> arguments = new ArrayList<>(List.of("status", "--porcelain", "-z", "--no-renames"));
        arguments.addAll(List.of("--untracked-files=normal", "--ignore-submodules=dirty"));
        arguments.addAll(Pathspecs.arguments(paths));
        AtomicBoolean dirty = new AtomicBoolean();
        git.readWorkingTree(arguments, stdout -> dirty.set(stdout.read() >= 0));
        return dirty.get();
    }

    private List<GitPath> paths(List<String> typed) {
        List<GitPath> paths = new ArrayList<>();
        for (String path : typed) {
            String inTree = inTree(path);
            if (inTree.isEmpty()) {
                // The root itself: everything.
                return List.of();
            }
            paths.add(GitPath.of(inTree));
        }
        return paths;
    }

    /** From the root, with slashes; a name that is not in the tree any more may still be in the change. */
    private String inTree(String path) {
        try {
            Path place = directory.toRealPath().resolve(path).normalize();
            Path known = place.startsWith(git.root()) ? place : place.toRealPath();
            if (known.startsWith(git.root())) {
                return git.root().relativize(known).toString().replace(File.separatorChar, '/');
            }
            throw outside(path);
        } catch (IOException | InvalidPathException e) {
            throw outside(path);
        }
    }

    private Failure outside(String path) {
        return new Failure(
                FailureCode.BAD_VALUE,
                "the path " + GitPath.of(path).display() + " is not in the working tree " + git.root(),
                "name a file or a directory in it");
    }
}
