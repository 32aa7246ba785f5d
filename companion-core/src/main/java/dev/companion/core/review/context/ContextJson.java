package dev.companion.core.review.context;

import dev.companion.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A context in JSON: what was sent and what was not. Never the contents. */
public final class ContextJson {
    private ContextJson() {}

    /**
     * {@code {repoRoot, branch, summary, inputMode, bytes, fileCount, inlined[], leftOut[{path, part, reason}], notLookedAt[]}}; paths are
     * quoted as {@link dev.companion.core.git.GitPath#display()} has them.
     */
    public static Map<String, @Nullable Object> of(ReviewContext context, Path root) {
        List<String> shown = context.files().stream()
                .filter(ContextFile::isShown)
                .map(file -> file.path().display())
                .distinct()
                .toList();
        return Json.fields(
                "repoRoot",
                root.toString(),
                "branch",
                context.branch().orElse(null),
                "summary",
                context.summary(),
                "inputMode",
                context.inclusion().wireName(),
                "bytes",
                context.material().getBytes(StandardCharsets.UTF_8).length,
                "fileCount",
                context.fileCount(),
                "inlined",
                shown,
                "leftOut",
                context.files().stream()
                        .filter(file -> !file.isShown())
                        .map(ContextJson::left)
                        .toList(),
                "notLookedAt",
                LeftOut.lines(context));
    }

    private static Map<String, @Nullable Object> left(ContextFile file) {
        return Json.fields(
                "path",
                file.path().display(),
                "part",
                file.part(),
                "reason",
                file.omission().orElseThrow().wireName());
    }
}
