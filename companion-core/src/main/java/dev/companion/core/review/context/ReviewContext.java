package dev.companion.core.review.context;

import static java.util.Objects.requireNonNull;

import dev.companion.core.review.target.ReviewTarget;
import java.util.List;
import java.util.Optional;

/**
 * What a reviewer is told of a change.
 *
 * @param branch the branch that is checked out; empty without one
 * @param summary one line for people
 * @param guidance our own words about the material, ending with a line's end
 * @param material what comes from the repository, fenced, within the budget, ending with a line's end
 * @param files what was shown and what was not; the first ten thousand, and all that are shown or look like a secret
 * @param fileCount all of them
 */
public record ReviewContext(
        ReviewTarget target,
        Optional<String> branch,
        Inclusion inclusion,
        String summary,
        String guidance,
        String material,
        List<ContextFile> files,
        long fileCount) {
    /** Requires all, copies the list. */
    public ReviewContext {
        requireNonNull(target, "target");
        requireNonNull(branch, "branch");
        requireNonNull(inclusion, "inclusion");
        requireNonNull(summary, "summary");
        requireNonNull(guidance, "guidance");
        requireNonNull(material, "material");
        files = List.copyOf(files);
    }

    /** Whether there is nothing to review: an answer, and no failure. */
    public boolean isNothing() {
        return fileCount == 0;
    }

    /** Without what comes from the repository. */
    @Override
    public String toString() {
        return "ReviewContext[" + inclusion + ", " + fileCount + " files, " + material.length() + " characters]";
    }
}
