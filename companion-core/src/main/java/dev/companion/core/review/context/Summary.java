package dev.companion.core.review.context;

import dev.companion.core.review.target.ReviewTarget;
import dev.companion.core.review.target.ReviewTarget.WorkingTreeChanges;
import dev.companion.core.review.target.TargetDiff.Part;
import java.util.Locale;

/** One line about a change, for people. */
final class Summary {
    private Summary() {}

    static String of(ReviewTarget target, FileList files) {
        if (files.count() == 0) {
            return "Nothing to review: " + target.label() + ".";
        }
        String lines = String.format(Locale.ROOT, ", +%,d -%,d lines.", files.added(), files.removed());
        if (target instanceof WorkingTreeChanges) {
            return String.format(
                            Locale.ROOT,
                            "%s: %,d staged, %,d unstaged, and %,d untracked file(s)",
                            target.label(),
                            files.count(Part.STAGED.title()),
                            files.count(Part.UNSTAGED.title()),
                            files.count(ContextFile.UNTRACKED))
                    + lines;
        }
        return String.format(Locale.ROOT, "%s: %,d file(s)", target.label(), files.count()) + lines;
    }
}
