package dev.companion.core.review.target;

import static java.util.Objects.requireNonNull;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.util.List;
import java.util.Optional;

/**
 * What the user asked for, before any reference is looked up.
 *
 * @param base what to compare a branch with; only with the scope branch
 * @param commit one commit; only with the scope commit
 * @param paths as typed, relative to where the command runs
 */
public record TargetOptions(Scope scope, Optional<String> base, Optional<String> commit, List<String> paths) {
    /** Which kind of change. */
    public enum Scope {
        AUTO,
        WORKING_TREE,
        BRANCH,
        COMMIT
    }

    private static final String SCOPES = "auto, working-tree or branch";

    /** Requires all, copies. */
    public TargetOptions {
        requireNonNull(scope, "scope");
        requireNonNull(base, "base");
        requireNonNull(commit, "commit");
        paths = List.copyOf(paths);
    }

    /**
     * Reads the values of {@code --scope}, {@code --base} and {@code --commit}, and the paths.
     *
     * @throws Failure if they contradict each other, or one says nothing
     */
    public static TargetOptions parse(
            Optional<String> scope, Optional<String> base, Optional<String> commit, List<String> paths) {
        Optional<Scope> named = scope.map(TargetOptions::scope);
        requireText("--base", base);
        requireText("--commit", commit);
        if (paths.stream().anyMatch(String::isEmpty)) {
            throw new Failure(FailureCode.BAD_VALUE, "a path is empty", "name a file or a directory, or leave it out");
        }
        if (base.isPresent() && commit.isPresent()) {
            throw contradiction("--base and --commit");
        }
        if (commit.isPresent() && named.isPresent()) {
            throw contradiction("--commit and --scope");
        }
        if (base.isPresent() && named.equals(Optional.of(Scope.WORKING_TREE))) {
            throw contradiction("--base and --scope working-tree");
        }
        Scope what = base.isPresent() ? Scope.BRANCH : named.orElse(commit.isPresent() ? Scope.COMMIT : Scope.AUTO);
        return new TargetOptions(what, base, commit, paths);
    }

    private static Scope scope(String name) {
        return switch (name) {
            case "auto" -> Scope.AUTO;
            case "working-tree" -> Scope.WORKING_TREE;
            case "branch" -> Scope.BRANCH;
            default -> throw new Failure(FailureCode.BAD_VALUE, "--scope does not take that value", "give " + SCOPES);
        };
    }

    private static void requireText(String option, Optional<String> value) {
        if (value.filter(String::isBlank).isPresent()) {
            throw new Failure(FailureCode.BAD_VALUE, option + " is empty", "name a branch, a tag or a commit");
        }
    }

    private static Failure contradiction(String what) {
        return new Failure(FailureCode.BAD_COMBINATION, what + " contradict each other", "give one of them");
    }
}
