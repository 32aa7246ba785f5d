package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Asked;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.RemoteServer;
import dev.companion.core.job.ReviewRequest;
import dev.companion.core.job.Sandbox;
import dev.companion.core.job.ThreadTarget;
import dev.companion.core.job.Transport;
import dev.companion.core.job.Workspace;
import dev.companion.core.review.context.ContextBudget;
import dev.companion.core.review.finding.FailOn;
import dev.companion.core.review.target.ReviewTarget;
import dev.companion.core.review.target.TargetJson;
import dev.companion.core.review.target.TargetOptions;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** What a review was asked for; every usage failure comes before any effect. */
final class ReviewOptions {
    private final Invocation invocation;
    private final JobKind kind;
    private final ReviewWords words;
    private final TargetOptions target;
    private final Optional<FailOn> failOn;
    private final Asked asked;
    private final Optional<RemoteServer> remote;

    private ReviewOptions(Invocation invocation, JobKind kind) {
        TaskOptions options = new TaskOptions(invocation);
        Transport transport = options.transport();
        this.invocation = invocation;
        this.kind = kind;
        this.words = ReviewWords.parse(invocation, kind);
        this.target = TargetOptions.parse(
                invocation.text("--scope"), invocation.text("--base"), invocation.text("--commit"), words.paths());
        this.failOn = failOn(invocation);
        this.asked =
                new Asked(Sandbox.READ_ONLY, options.model(), invocation.text("--effort"), Optional.empty(), transport);
        this.remote = new RemoteOptions(invocation).server(transport);
    }

    /** Reads them; throws a usage failure. */
    static ReviewOptions parse(Invocation invocation, JobKind kind) {
        return new ReviewOptions(invocation, kind);
    }

    /** Adds {@code --fail-on}. */
    static void addFailOnTo(CommandSpec spec) {
        spec.addOption(Options.value(
                "SEVERITY", "exit 10 from this one on: critical, high, medium, low; or any", "--fail-on"));
    }

    /** What {@code --fail-on} says. */
    static Optional<FailOn> failOn(Invocation invocation) {
        return invocation.text("--fail-on").map(ReviewOptions::threshold);
    }

    private static FailOn threshold(String name) {
        return FailOn.find(name)
                .orElseThrow(
                        () -> Invocation.badValue("--fail-on", name, "give one of " + String.join(", ", FailOn.NAMES)));
    }

    /** From which severity on a finding makes the command fail. */
    Optional<FailOn> failOn() {
        return failOn;
    }

    /** What to choose the target from. */
    TargetOptions target() {
        return target;
    }

    /** The request about the change that was chosen. */
    JobRequest request(ReviewTarget chosen, Workspace workspace) {
        App app = invocation.app();
        TaskOptions options = new TaskOptions(invocation);
        ReviewRequest review =
                new ReviewRequest(TargetJson.write(chosen), baseline(app), ContextBudget.DEFAULT.bytes());
        return new JobRequest(
                kind,
                words.focus(),
                Optional.of((kind == JobKind.REVIEW ? "Review of " : "Adversarial review of ") + review.label()),
                workspace,
                workspace.root(),
                app.sessionId(),
                asked,
                List.of(),
                false,
                new ThreadTarget.Fresh(),
                options.timeout(),
                options.stallTimeout(),
                Optional.empty(),
                options.labels(),
                invocation.text("--idempotency-key"),
                remote,
                remote.isPresent() ? "" : app.codex().binary().toString(),
                false,
                Optional.empty(),
                Optional.of(review),
                Optional.empty());
    }

    private Optional<JobId> baseline(App app) {
        return invocation.text("--compare").map(reference -> {
            Job earlier = app.references().resolve(reference);
            if (earlier.kind() == JobKind.TASK || earlier.isActive()) {
                throw new Failure(
                                FailureCode.BAD_VALUE,
                                "--compare takes a review that has ended, and " + earlier.id() + " is "
                                        + (earlier.isActive() ? earlier.state().wireName() : "a task"),
                                "see which there are: companion status --all")
                        .about(earlier.id().value());
            }
            return earlier.id();
        });
    }
}
