package dev.companion.core.review.target;

import static dev.companion.core.json.Json.fields;

import dev.companion.core.git.GitPath;
import dev.companion.core.json.JsonObject;
import dev.companion.core.review.target.ReviewTarget.BranchChanges;
import dev.companion.core.review.target.ReviewTarget.CommitChanges;
import dev.companion.core.review.target.ReviewTarget.WorkingTreeChanges;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** A target as a job's request keeps it. */
public final class TargetJson {
    private TargetJson() {}

    /** {@code {mode, label, baseRef, head, base, mergeBase, changed, paths[]}}; what a kind does not have is null. */
    public static Map<String, @Nullable Object> write(ReviewTarget target) {
        Map<String, @Nullable Object> fields = fields("mode", target.mode(), "label", target.label());
        fields.put("baseRef", target.reference().orElse(null));
        fields.put("head", head(target));
        fields.put("base", target instanceof BranchChanges branch ? branch.base() : null);
        fields.put("mergeBase", mergeBase(target));
        fields.put("changed", target.changed());
        fields.put(
                "paths",
                target.paths().stream().map(path -> path.text().orElseThrow()).toList());
        return fields;
    }

    private static String head(ReviewTarget target) {
        if (target instanceof BranchChanges branch) {
            return branch.head();
        }
        return target instanceof CommitChanges commit ? commit.commit() : ((WorkingTreeChanges) target).head();
    }

    private static @Nullable String mergeBase(ReviewTarget target) {
        if (target instanceof BranchChanges branch) {
            return branch.mergeBase();
        }
        return target instanceof CommitChanges commit ? commit.parent() : null;
    }

    /** @throws NoSuchElementException if that is no target */
    public static ReviewTarget read(JsonObject stored) {
        List<GitPath> paths = stored.strings("paths").stream().map(GitPath::of).toList();
        boolean changed = stored.flag("changed");
        String head = text(stored, "head");
        return switch (text(stored, "mode")) {
            case "working-tree" -> new WorkingTreeChanges(head, changed, paths);
            case "branch" ->
                new BranchChanges(
                        text(stored, "baseRef"), text(stored, "base"), text(stored, "mergeBase"), head, changed, paths);
            case "commit" ->
                new CommitChanges(text(stored, "baseRef"), head, text(stored, "mergeBase"), changed, paths);
            default -> throw new NoSuchElementException("no such target");
        };
    }

    private static String text(JsonObject stored, String field) {
        return stored.string(field).orElseThrow();
    }
}
