package dev.companion.core.worker;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.git.Git;
import dev.companion.core.git.WorkingTree;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.ReviewRequest;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.json.Json;
import dev.companion.core.prompt.TemplateFiles;
import dev.companion.core.review.context.ContextBudget;
import dev.companion.core.review.context.ContextCollector;
import dev.companion.core.review.context.ContextJson;
import dev.companion.core.review.context.Fence;
import dev.companion.core.review.context.ReviewContext;
import dev.companion.core.review.finding.ReviewOutcome;
import dev.companion.core.review.finding.ReviewOutcomeCodec;
import dev.companion.core.review.finding.ReviewReading;
import dev.companion.core.review.prompt.ReviewPrompts;
import dev.companion.core.review.target.CodexTarget;
import dev.companion.core.review.target.ReviewTarget;
import dev.companion.core.review.target.ReviewTarget.WorkingTreeChanges;
import dev.companion.core.review.target.TargetChoice;
import dev.companion.core.review.target.TargetJson;
import dev.companion.core.review.target.TargetOptions;
import dev.companion.core.review.target.TargetOptions.Scope;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a worker does for a review besides running its turn: reads the change, writes the prompt, keeps what came out. */
final class ReviewWork {
    private static final Duration GIT_ANSWERS_WITHIN = Duration.ofMinutes(2);

    private final JobRequest request;
    private final ReviewRequest wanted;
    private final JobDirectory directory;
    private final Environment environment;

    ReviewWork(JobRequest request, ReviewRequest wanted, JobDirectory directory, Environment environment) {
        this.request = request;
        this.wanted = wanted;
        this.directory = directory;
        this.environment = environment;
    }

    JobKind kind() {
        return request.kind();
    }

    boolean isAdversarial() {
        return kind() == JobKind.ADVERSARIAL_REVIEW;
    }

    /** The change; what is not committed is what it is now, because a retry comes later. */
    ReviewTarget target() {
        ReviewTarget stored = TargetJson.read(wanted.about());
        boolean hasHashes = isAdversarial() || !stored.paths().isEmpty();
        return stored instanceof WorkingTreeChanges && hasHashes ? now(stored) : stored;
    }

    private ReviewTarget now(ReviewTarget stored) {
        Git git = git();
        List<String> paths =
                stored.paths().stream().map(path -> path.text().orElseThrow()).toList();
        return new TargetChoice(git, git.root())
                .choose(new TargetOptions(Scope.WORKING_TREE, Optional.empty(), Optional.empty(), paths));
    }

    ReviewReading reading() {
        return new ReviewReading(request.workspace().root());
    }

    /** What is said to the reviewer: to Codex's own one only which paths to look at. */
    String prompt() {
        return isAdversarial() ? adversarialPrompt() : CodexTarget.of(target()).getOrDefault("instructions", "");
    }

    /** What it shows of the change, and what not, is kept beside the job. */
    private String adversarialPrompt() {
        Git git = git();
        ReviewContext context =
                new ContextCollector(git, new ContextBudget(wanted.budgetBytes()), Fence.random()).collect(target());
        keep(directory.reviewContext(), ContextJson.of(context, git.root()));
        if (context.isNothing()) {
            throw new Failure(
                    FailureCode.NO_PROMPT,
                    "there is nothing to review any more: " + wanted.label(),
                    "see what there is: git status");
        }
        return prompts().adversarial(ReviewPrompts.Subject.of(context, request.prompt()));
    }

    private ReviewPrompts prompts() {
        return new ReviewPrompts(TemplateFiles.of(environment));
    }

    private Git git() {
        WorkingTree tree = WorkingTree.find(Path.of(request.cwd()))
                .orElseThrow(() -> new Failure(
                        FailureCode.NOT_A_REPOSITORY,
                        request.cwd() + " is not in a git repository any more",
                        "review it where it is now"));
        return Git.in(tree, environment.variables(), GIT_ANSWERS_WITHIN);
    }

    /** The prompt of the one turn that asks once more. */
    String askForJson(String why) {
        return prompts().askForJson(why);
    }

    /** Keeps what was read, durably. */
    void keep(ReviewOutcome outcome) {
        keep(directory.review(), ReviewOutcomeCodec.write(outcome));
    }

    private void keep(Path file, Map<String, @Nullable Object> document) {
        try {
            PrivateFiles.writeDurably(file, out -> out.write(Json.bytes(document)));
        } catch (IOException e) {
            throw StoreFailures.of(e, directory.path());
        }
    }
}
