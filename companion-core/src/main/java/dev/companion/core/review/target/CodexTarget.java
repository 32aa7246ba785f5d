package dev.companion.core.review.target;

import dev.companion.core.review.target.ReviewTarget.BranchChanges;
import dev.companion.core.review.target.ReviewTarget.CommitChanges;
import dev.companion.core.review.target.ReviewTarget.WorkingTreeChanges;
import java.util.Map;
import java.util.stream.Collectors;

/** A target as {@code review/start} takes it. Codex's own kinds have no paths, so with paths it is told in words. */
public final class CodexTarget {
    private CodexTarget() {}

    /** The {@code target}; it holds hashes and paths of the user, nothing that the repository named. */
    public static Map<String, String> of(ReviewTarget target) {
        if (!target.paths().isEmpty()) {
            return Map.of("type", "custom", "instructions", instructions(target));
        }
        if (target instanceof BranchChanges branch) {
            return Map.of("type", "baseBranch", "branch", branch.base());
        }
        return target instanceof CommitChanges commit
                ? Map.of("type", "commit", "sha", commit.commit())
                : Map.of("type", "uncommittedChanges");
    }

    private static String instructions(ReviewTarget target) {
        String commands = TargetDiff.of(target).stream()
                .map(diff -> "    " + diff.command() + "\n")
                .collect(Collectors.joining());
        String untracked = target instanceof WorkingTreeChanges
                ? "Untracked files belong to the change, too; this lists them:\n    "
                        + TargetDiff.untrackedCommand(target) + "\n"
                : "";
        return "Review a change, limited to some paths. This shows it:\n" + commands + untracked
                + "Other files may be read where they help to judge it; findings are about these changes only. "
                + "Provide prioritized, actionable findings.";
    }
}
