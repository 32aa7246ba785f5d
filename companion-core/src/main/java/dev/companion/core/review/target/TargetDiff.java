package dev.companion.core.review.target;

import static java.util.Objects.requireNonNull;

import dev.companion.core.git.DiffReader;
import dev.companion.core.git.GitPath;
import dev.companion.core.git.ShellWord;
import dev.companion.core.review.target.ReviewTarget.BranchChanges;
import dev.companion.core.review.target.ReviewTarget.CommitChanges;
import dev.companion.core.review.target.ReviewTarget.WorkingTreeChanges;
import java.util.ArrayList;
import java.util.List;

/**
 * One diff of a target.
 *
 * @param compared the options and hashes that say what is compared
 */
public record TargetDiff(Part part, List<String> compared, List<GitPath> paths) {
    /** Which part of a change it shows. */
    public enum Part {
        STAGED("staged changes", true),
        UNSTAGED("unstaged changes", true),
        COMMITTED("committed changes", false);

        private final String title;
        private final boolean inWorkingTree;

        Part(String title, boolean inWorkingTree) {
            this.title = title;
            this.inWorkingTree = inWorkingTree;
        }

        /** For people. */
        public String title() {
            return title;
        }

        /** Whether it is not committed yet. */
        public boolean inWorkingTree() {
            return inWorkingTree;
        }
    }

    /** Requires all, copies. */
    public TargetDiff {
        requireNonNull(part, "part");
        compared = List.copyOf(compared);
        paths = List.copyOf(paths);
    }

    /** The diffs of the target; untracked files are in none of them. */
    public static List<TargetDiff> of(ReviewTarget target) {
        if (target instanceof BranchChanges branch) {
            return List.of(new TargetDiff(Part.COMMITTED, List.of(branch.mergeBase(), branch.head()), branch.paths()));
        }
        if (target instanceof CommitChanges commit) {
            return List.of(new TargetDiff(Part.COMMITTED, List.of(commit.parent(), commit.commit()), commit.paths()));
        }
        WorkingTreeChanges tree = (WorkingTreeChanges) target;
        return List.of(
                new TargetDiff(Part.STAGED, List.of("--cached", tree.head()), tree.paths()),
                // Of a conflict our side; without a word git would write a diff of three.
                new TargetDiff(Part.UNSTAGED, List.of("--ours"), tree.paths()));
    }

    /** The arguments for {@link dev.companion.core.git.Git}; its output is for {@link DiffReader}. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of("diff"));
        arguments.addAll(DiffReader.OPTIONS);
        arguments.addAll(compared);
        arguments.addAll(Pathspecs.arguments(paths));
        return arguments;
    }

    /** The command line with which somebody else sees the same. */
    public String command() {
        List<String> words = new ArrayList<>(List.of("git", "diff", "--no-ext-diff", "--no-textconv"));
        words.addAll(compared);
        words.addAll(Pathspecs.elsewhere(paths));
        return ShellWord.line(words);
    }

    /** The command line that lists the untracked files of the target. */
    public static String untrackedCommand(ReviewTarget target) {
        List<String> words = new ArrayList<>(List.of("git", "ls-files", "--others", "--exclude-standard"));
        words.addAll(Pathspecs.elsewhere(target.paths()));
        return ShellWord.line(words);
    }
}
