package dev.companion.core.review.target;

import dev.companion.core.git.GitPath;
import java.util.ArrayList;
import java.util.List;

/** Paths as arguments of git. */
public final class Pathspecs {
    private Pathspecs() {}

    /** For {@link dev.companion.core.git.Git}, which runs in the root and takes them literally; begins with {@code --}. */
    public static List<String> arguments(List<GitPath> paths) {
        List<String> arguments = new ArrayList<>(List.of("--"));
        paths.forEach(path -> arguments.add(text(path)));
        return arguments;
    }

    /** For a command that somebody else runs, wherever in the working tree. */
    static List<String> elsewhere(List<GitPath> paths) {
        List<String> arguments = new ArrayList<>(List.of("--"));
        paths.forEach(path -> arguments.add(":(top,literal)" + text(path)));
        return arguments;
    }

    /** They came as arguments themselves. */
    private static String text(GitPath path) {
        return path.text().orElseThrow(() -> new IllegalArgumentException("a path that is not UTF-8"));
    }
}
