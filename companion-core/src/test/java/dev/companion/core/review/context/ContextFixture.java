package dev.companion.core.review.context;

import dev.companion.core.git.GitRepository;
import dev.companion.core.review.target.ReviewTarget;
import dev.companion.core.review.target.TargetChoice;
import dev.companion.core.review.target.TargetOptions;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Contexts of real repositories. */
final class ContextFixture {
    static final Fence FENCE = new Fence("WORD");

    private ContextFixture() {}

    static ReviewContext workingTree(GitRepository repository, String... paths) {
        return collect(repository, options("working-tree", null, null, paths), ContextBudget.DEFAULT);
    }

    static ReviewContext branch(GitRepository repository, String base, String... paths) {
        return collect(repository, options(null, base, null, paths), ContextBudget.DEFAULT);
    }

    static ReviewContext commit(GitRepository repository, String name, String... paths) {
        return collect(repository, options(null, null, name, paths), ContextBudget.DEFAULT);
    }

    static ReviewContext collect(GitRepository repository, TargetOptions options, ContextBudget budget) {
        ReviewTarget target = new TargetChoice(repository.git(), repository.root()).choose(options);
        return new ContextCollector(repository.git(), budget, FENCE).collect(target);
    }

    static TargetOptions options(
            @Nullable String scope, @Nullable String base, @Nullable String commit, String... paths) {
        return TargetOptions.parse(
                Optional.ofNullable(scope), Optional.ofNullable(base), Optional.ofNullable(commit), List.of(paths));
    }

    /** The files as the material lists them. */
    static List<String> lines(ReviewContext context) {
        return context.files().stream().map(FileLine::of).toList();
    }
}
