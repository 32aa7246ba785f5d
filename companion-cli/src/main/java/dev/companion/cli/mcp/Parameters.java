package dev.companion.cli.mcp;

import static dev.companion.cli.mcp.Parameter.choice;
import static dev.companion.cli.mcp.Parameter.flag;
import static dev.companion.cli.mcp.Parameter.other;
import static dev.companion.cli.mcp.Parameter.text;

import java.util.List;
import java.util.stream.Stream;

/**
 * What each tool takes. How far Codex's powers reach beyond the workspace, and over which transport it is reached, is not
 * among it: that is for the person, on the command line or in the settings.
 */
final class Parameters {
    static final String PROMPT = "prompt";
    static final String FOCUS = "focus";
    static final String PATHS = "paths";
    static final String JOB = "job";
    static final String JOBS = "jobs";
    static final String DIRECTORY = "directory";
    static final String BACKGROUND = "background";
    static final String WAIT_TO_THE_END = "wait";
    static final String WAIT_SECONDS = "waitSeconds";

    private static final Parameter IN_DIRECTORY =
            other(DIRECTORY, ParameterType.TEXT, "the directory to work in; default: that of the project");
    private static final Parameter STAYS = other(
            WAIT_SECONDS,
            ParameterType.COUNT,
            "stay with the job for at most so many seconds; keep it below the host's limit for a tool call");
    private static final Parameter ONE_JOB =
            other(JOB, ParameterType.TEXT, "the id of the job, or a prefix that no other has");

    private static final List<Parameter> RUNNING = List.of(
            other(BACKGROUND, ParameterType.FLAG, "return the jobId at once; the job goes on"),
            other(WAIT_TO_THE_END, ParameterType.FLAG, "stay until the job has ended, however long that takes"),
            STAYS,
            text("model", "--model", "the model; default is Codex's own setting"),
            text("effort", "--effort", "the reasoning effort: none, minimal, low, medium, high, xhigh, …"),
            text("timeout", "--timeout", "stop the job after this time: 90s, 15m, 2h"),
            text("idempotencyKey", "--idempotency-key", "a repeated call with this key returns the first job"),
            IN_DIRECTORY);

    private static final List<Parameter> OF_A_CHANGE = List.of(
            choice(
                    "scope",
                    "--scope",
                    "what to review; auto: what is not committed, else the branch",
                    "auto",
                    "working-tree",
                    "branch"),
            text("base", "--base", "review the branch since it left this one"),
            text("commit", "--commit", "review this one commit"),
            other(PATHS, ParameterType.TEXTS, "only these files and directories"),
            text("compare", "--compare", "mark what is new, still there or gone since the review with this job id"));

    static final List<Parameter> TASK = joined(
            List.of(
                    other(PROMPT, ParameterType.TEXT, "what Codex is to do; it is sent exactly as it is")
                            .asRequired(),
                    flag(
                            "write",
                            "--write",
                            "Codex may change files in the workspace; only when the user asked for it"),
                    flag("resume", "--resume-last", "go on with the thread of the last task here"),
                    text("resumeJob", "--resume-job", "go on with the thread of this job"),
                    text("thread", "--thread", "go on with this Codex thread"),
                    flag("fork", "--fork", "with one of these three: on a copy of the thread"),
                    flag("fresh", "--fresh", "on a new thread, which is the default"),
                    flag("fast", "--fast", "Fast mode"),
                    text("title", "--title", "a title for the listing")),
            RUNNING);

    static final List<Parameter> REVIEW = joined(OF_A_CHANGE, RUNNING);

    static final List<Parameter> ADVERSARIAL_REVIEW =
            joined(List.of(text(FOCUS, "--focus", "what you are most concerned about")), REVIEW);

    static final List<Parameter> STATUS = List.of(
            ONE_JOB,
            flag("all", "--all", "all jobs, not only the recent ones"),
            flag("allWorkspaces", "--all-workspaces", "of every workspace"),
            IN_DIRECTORY);

    static final List<Parameter> RESULT = List.of(ONE_JOB, IN_DIRECTORY);

    static final List<Parameter> WAIT = List.of(
            other(JOBS, ParameterType.TEXTS, "the ids of the jobs").asRequired(),
            flag("any", "--any", "until one of them has ended"),
            STAYS,
            IN_DIRECTORY);

    static final List<Parameter> CANCEL = List.of(ONE_JOB, IN_DIRECTORY);

    private Parameters() {}

    private static List<Parameter> joined(List<Parameter> first, List<Parameter> second) {
        return Stream.concat(first.stream(), second.stream()).toList();
    }
}
