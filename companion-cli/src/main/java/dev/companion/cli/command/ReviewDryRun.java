package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.ReviewRequest;
import dev.companion.core.json.Json;
import dev.companion.core.prompt.TemplateFiles;
import dev.companion.core.review.context.ContextBudget;
import dev.companion.core.review.context.ContextCollector;
import dev.companion.core.review.context.Fence;
import dev.companion.core.review.context.ReviewContext;
import dev.companion.core.review.prompt.ReviewPrompts;
import dev.companion.core.review.target.CodexTarget;
import dev.companion.core.review.target.ReviewTarget;

/** What a review would send: of Codex's own reviewer the target, else the whole prompt as it would be now. */
final class ReviewDryRun {
    private ReviewDryRun() {}

    static JobRequest of(App app, JobRequest request, ReviewTarget target) {
        if (request.kind() == JobKind.REVIEW) {
            return request.saying("review/start " + Json.text(CodexTarget.of(target)));
        }
        int budget = request.review().map(ReviewRequest::budgetBytes).orElseThrow();
        ReviewContext context =
                new ContextCollector(app.git(), new ContextBudget(budget), Fence.random()).collect(target);
        return request.saying(new ReviewPrompts(TemplateFiles.of(app.environment()))
                .adversarial(ReviewPrompts.Subject.of(context, request.prompt())));
    }
}
