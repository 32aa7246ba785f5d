package dev.companion.cli.command;

import static dev.companion.cli.command.Options.flag;
import static dev.companion.cli.command.Options.value;

import dev.companion.cli.app.App;
import dev.companion.cli.render.TaskOutput;
import dev.companion.cli.render.review.ReviewOutput;
import dev.companion.cli.render.review.StoredReview;
import dev.companion.cli.terminal.Format;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.Submission;
import dev.companion.core.job.Workspace;
import dev.companion.core.prompt.TemplateFiles;
import dev.companion.core.review.prompt.ReviewPrompts;
import dev.companion.core.review.target.ReviewTarget;
import dev.companion.core.review.target.TargetChoice;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** {@code review} and {@code adversarial-review}: has Codex look at a change, and stays with it unless told not to. */
final class ReviewCommand implements Command {
    private final JobKind kind;

    ReviewCommand(JobKind kind) {
        this.kind = kind;
    }

    @Override
    public void describe(CommandSpec spec) {
        spec.addPositional(
                kind == JobKind.REVIEW
                        ? Options.words("-- PATH", "only these files and directories")
                        : Options.words("FOCUS", "what you are most concerned about; behind -- only these paths"));
        JobOptions.addTo(spec);
        if (kind == JobKind.ADVERSARIAL_REVIEW) {
            // For programs: a focus that begins with a dash would be an option, and behind the dashes stand the paths.
            spec.addOption(Options.hiddenValue("TEXT", "--focus"));
        }
        spec.addOption(flag("stay until the review has ended (the default)", "--wait"));
        spec.addOption(
                value("SCOPE", "auto, working-tree or branch; auto: what is not committed, else branch", "--scope"));
        spec.addOption(value("REF", "the branch since it left this one", "--base"));
        spec.addOption(value("SHA", "one commit", "--commit"));
        ReviewOptions.addFailOnTo(spec);
        spec.addOption(value("JOB", "mark what is new, still there or gone since this review", "--compare"));
    }

    @Override
    public ExitCode run(Invocation invocation) {
        Format format = invocation.format(ReviewOutput.formats());
        checkCombinations(invocation, format);
        ReviewOptions options = ReviewOptions.parse(invocation, kind);
        App app = invocation.app();
        if (kind == JobKind.ADVERSARIAL_REVIEW) {
            new ReviewPrompts(TemplateFiles.of(app.environment())).check();
        }
        Workspace workspace = app.requireWorkingTree();
        ReviewTarget target = new TargetChoice(app.git(), app.directory()).choose(options.target());
        boolean mayBeReplayed = invocation.text("--idempotency-key").isPresent();
        if (!target.changed() && !mayBeReplayed) {
            return nothing(invocation, format, target, workspace);
        }
        JobRequest request = options.request(target, workspace);
        if (invocation.flag("--dry-run")) {
            new TaskOutput(app, invocation.terminal(), format).dryRun(ReviewDryRun.of(app, request, target));
            return ExitCode.OK;
        }
        app.expectToWrite();
        Submission submission = app.submission();
        Optional<Submission.Submitted> earlier = submission.earlier(request);
        if (earlier.isEmpty() && !target.changed()) {
            return nothing(invocation, format, target, workspace);
        }
        Submission.Submitted submitted = earlier.orElseGet(() -> submission.submit(request));
        invocation.handedOver();
        return Handover.ofReview(app, invocation.terminal(), format, options.failOn())
                .show(submitted, invocation.flag("--background"));
    }

    private static void checkCombinations(Invocation invocation, Format format) {
        boolean isDocument = format != Format.TEXT && format != Format.JSON;
        if (invocation.flag("--dry-run")) {
            invocation.refuse(
                    "--dry-run", "--background", "--wait", "--idempotency-key", "--label", "--fail-on", "--compare");
            if (isDocument) {
                throw Invocation.contradiction("--dry-run makes no job", "use --json, or leave --output out");
            }
        }
        if (invocation.flag("--background")) {
            invocation.refuse("--background", "--wait", "--fail-on");
            if (isDocument && format != Format.ID) {
                throw Invocation.contradiction(
                        "--background prints the job id, and no review",
                        "ask for the format later: companion result JOB --output " + format.wireName());
            }
        }
    }

    private ExitCode nothing(Invocation invocation, Format format, ReviewTarget target, Workspace workspace) {
        new ReviewOutput(invocation.terminal(), format).print(StoredReview.nothing(kind, target, workspace.root()));
        return ExitCode.OK;
    }
}
