package dev.companion.core.review.context;

import dev.companion.core.git.Git;
import dev.companion.core.review.target.Pathspecs;
import dev.companion.core.review.target.ReviewTarget;
import dev.companion.core.review.target.ReviewTarget.BranchChanges;
import dev.companion.core.review.target.ReviewTarget.CommitChanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the authors said about a change: subjects of the commits of a branch, the message of a commit. One call of git. */
final class History {
    private static final int MOST_COMMITS = 50;
    private static final int LONGEST = 2048;
    private static final String CUT = "\n… (cut)\n";

    private final Git git;

    History(Git git) {
        this.git = git;
    }

    /** At most two kilobytes, ending with a line's end; empty for what is not committed. */
    Optional<String> of(ReviewTarget target) {
        if (target instanceof BranchChanges changes) {
            return log("%h %s", changes.mergeBase() + ".." + changes.head(), MOST_COMMITS, target);
        }
        if (target instanceof CommitChanges changes) {
            return log("%B", changes.commit(), 1, target);
        }
        return Optional.empty();
    }

    private Optional<String> log(String format, String range, int most, ReviewTarget target) {
        List<String> arguments = new ArrayList<>(List.of(
                "log",
                "--no-show-signature",
                "--no-color",
                "--no-decorate",
                "--no-notes",
                "--no-patch",
                "--max-count=" + most,
                "--format=" + format,
                range));
        // The message of a commit is about the whole of it.
        arguments.addAll(most == 1 || target.paths().isEmpty() ? List.of("--") : Pathspecs.arguments(target.paths()));
        byte[] said = git.beginning(arguments, LONGEST + 1);
        String text = ReplacedText.of(said).text().strip();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(said.length <= LONGEST ? text + "\n" : text + CUT);
    }
}
