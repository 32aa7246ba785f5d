package dev.companion.core.git;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The filters ({@code filter.NAME.clean}, {@code filter.NAME.process}) of a repository's own configuration: programs that git
 * runs when it compares files of the working tree. Those of the user's configuration are the user's.
 */
final class RepositoryFilters {
    private static final String NAMES = "^filter\\..*\\.(clean|smudge|process|required)$";
    private static final String FIRST = "filter.";
    private static final Set<String> OWN = Set.of("local", "worktree");

    private RepositoryFilters() {}

    /**
     * The options that switch them off; empty for most repositories. One call of git.
     *
     * @throws Failure if one has a name that no option can carry
     */
    static List<String> off(Git git) {
        Git.Answer answer = git.ask("config", "--show-scope", "--name-only", "-z", "--get-regexp", NAMES);
        // 1 is "none".
        if (!answer.isGood() && answer.exitCode() != 1) {
            throw refused("git config ended with " + answer.exitCode());
        }
        String[] fields = answer.output().split("\0", -1);
        Set<String> filters = new LinkedHashSet<>();
        for (int i = 0; i + 1 < fields.length; i += 2) {
            if (OWN.contains(fields[i])) {
                filters.add(fields[i + 1].substring(FIRST.length(), fields[i + 1].lastIndexOf('.')));
            }
        }
        List<String> options = new ArrayList<>();
        filters.forEach(filter -> options.addAll(off(filter)));
        return List.copyOf(options);
    }

    private static List<String> off(String filter) {
        // "-c" takes everything up to the first "=" for the name; a replaced character would make another name.
        if (filter.indexOf('=') >= 0 || filter.indexOf('\uFFFD') >= 0) {
            throw refused("the repository's configuration has a filter with a strange name");
        }
        String name = FIRST + filter;
        return List.of(
                "-c",
                name + ".clean=",
                "-c",
                name + ".smudge=",
                "-c",
                name + ".process=",
                "-c",
                name + ".required=false");
    }

    private static Failure refused(String what) {
        return new Failure(
                FailureCode.GIT_FAILED,
                what + ", so it cannot be kept from running",
                "look at it: git config --show-origin --get-regexp '^filter'");
    }
}
