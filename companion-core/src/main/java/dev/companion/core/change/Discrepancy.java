package dev.companion.core.change;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Where Codex's word and git's differ. Codex names the files that it patched; a command that it ran may have changed others,
 * and git sees nothing of what is ignored, lies elsewhere, or was put back.
 *
 * @param onlyCodex what Codex says it touched and git sees no change in: below the root as git has it, else absolute
 * @param onlyGit what git says was changed and Codex does not name
 */
public record Discrepancy(List<String> onlyCodex, List<String> onlyGit) {
    /** None. */
    public static final Discrepancy NONE = new Discrepancy(List.of(), List.of());

    /** Copies. */
    public Discrepancy {
        onlyCodex = List.copyOf(onlyCodex);
        onlyGit = List.copyOf(onlyGit);
    }

    /**
     * Compares; nothing differs where git's view is not known.
     *
     * @param touched as Codex names them
     * @param cwd what they are relative to, if they are
     */
    public static Discrepancy of(List<String> touched, String cwd, TreeRecord record) {
        if (!record.isKnown()) {
            return NONE;
        }
        Set<String> named = new LinkedHashSet<>();
        touched.forEach(file -> named.add(asGit(file, cwd, record.root())));
        List<String> onlyCodex = new ArrayList<>(named);
        onlyCodex.removeAll(record.changed());
        List<String> onlyGit = new ArrayList<>(record.changed());
        onlyGit.removeAll(named);
        // What was cut off a list may be just what is missing in it.
        return new Discrepancy(record.complete() ? onlyCodex : List.of(), onlyGit);
    }

    private static String asGit(String file, String cwd, String root) {
        try {
            Path path = Path.of(cwd).resolve(file).normalize();
            Path top = Path.of(root);
            return path.startsWith(top) ? top.relativize(path).toString().replace('\\', '/') : path.toString();
        } catch (InvalidPathException e) {
            return file;
        }
    }

    /** Whether there is nothing to tell. */
    public boolean isNone() {
        return onlyCodex.isEmpty() && onlyGit.isEmpty();
    }
}
