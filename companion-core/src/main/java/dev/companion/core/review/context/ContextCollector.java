package dev.companion.core.review.context;

import static java.util.Objects.requireNonNull;

import dev.companion.core.git.Git;
import dev.companion.core.review.target.ReviewTarget;
import dev.companion.core.review.target.ReviewTarget.WorkingTreeChanges;
import dev.companion.core.review.target.TargetDiff;
import java.util.List;
import java.util.Optional;

/**
 * Collects what a reviewer is shown. The diff is read once, while git writes it: memory holds the names of the files and
 * what the budget lets through, whatever the size of the change.
 */
public final class ContextCollector {
    private final Git git;
    private final ContextBudget budget;
    private final Fence fence;

    /** A collector for one working tree. */
    public ContextCollector(Git git, ContextBudget budget, Fence fence) {
        this.git = requireNonNull(git, "git");
        this.budget = requireNonNull(budget, "budget");
        this.fence = requireNonNull(fence, "fence");
    }

    /**
     * Reads the change, as it is now.
     *
     * @throws dev.companion.core.failure.Failure if git fails
     */
    public ReviewContext collect(ReviewTarget target) {
        Contents contents = new Contents(fence, budget.contents());
        FileList files = new FileList();
        List<TargetDiff> diffs = TargetDiff.of(target);
        new DiffContents(git, contents, files).collect(diffs);
        boolean mostIsMissing = files.leftForSize() * 2 > files.count();
        if (mostIsMissing) {
            // Whoever is shown the beginning of a change reviews the beginning.
            contents.clear();
            files.withoutContents();
        }
        if (target instanceof WorkingTreeChanges) {
            new UntrackedContents(git, contents, files, budget.untrackedFile()).collect(target.paths());
        }
        Inclusion inclusion = inclusion(mostIsMissing, files);
        Optional<String> history = files.count() == 0 ? Optional.empty() : new History(git).of(target);
        return new ReviewContext(
                target,
                branch(),
                inclusion,
                Summary.of(target, files),
                Guidance.of(inclusion, target, files, fence),
                new Material(fence, budget).write(target.label(), history, files, contents),
                files.named(),
                files.count());
    }

    private static Inclusion inclusion(boolean mostIsMissing, FileList files) {
        if (mostIsMissing) {
            return Inclusion.SUMMARY;
        }
        return files.leftForSize() > 0 ? Inclusion.PARTIAL : Inclusion.INLINE;
    }

    private Optional<String> branch() {
        Git.Answer answer = git.ask("symbolic-ref", "--quiet", "--short", "HEAD");
        return Optional.of(answer.line()).filter(name -> answer.isGood() && !name.isEmpty());
    }
}
