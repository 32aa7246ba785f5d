package dev.companion.cli.mcp;

import static dev.companion.core.json.Json.fields;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tools, each a command: what a host is told of them. */
enum Tool {
    TASK(
            "task",
            "task",
            "Hand a task to Codex",
            "Hands a task to OpenAI Codex, another coding agent, which works on it alone in the directory, and returns its"
                    + " final message. Read-only unless write is true. The prompt reaches Codex exactly as given, so"
                    + " everything about how the task is run goes into the other arguments. Work that takes longer than"
                    + " waitSeconds goes on: the answer then has a jobId and status running. An answer that begins with"
                    + " CODEX_NOT_RUN means that Codex did nothing: report that, and do not answer in its place.",
            Hints.CHANGES,
            Parameters.TASK),
    REVIEW(
            "review",
            "review",
            "Have Codex review a change",
            "Codex's own reviewer looks at a change in the directory's git repository: what is not committed yet, else the"
                    + " branch. It changes nothing. Long reviews go on, as with task.",
            Hints.LOOKS,
            Parameters.REVIEW),
    ADVERSARIAL_REVIEW(
            "adversarial_review",
            "adversarial-review",
            "Have Codex look for reasons not to ship a change",
            "Codex looks for reasons not to ship a change, with an optional focus, and gives a verdict with findings. It"
                    + " changes nothing. Long reviews go on, as with task.",
            Hints.LOOKS,
            Parameters.ADVERSARIAL_REVIEW),
    STATUS(
            "status",
            "status",
            "What Codex jobs do",
            "Lists the active and recent Codex jobs of the directory, or tells of one job what it does now.",
            Hints.READS,
            Parameters.STATUS),
    RESULT(
            "result",
            "result",
            "What Codex said",
            "The stored final message of a Codex job that has ended, exactly as Codex said it; of a review its findings.",
            Hints.READS,
            Parameters.RESULT),
    WAIT(
            "wait",
            "wait",
            "Wait for Codex jobs",
            "Waits until Codex jobs have ended, at most waitSeconds; timedOut says whether one is still active. Call it"
                    + " again to wait longer, and result for what Codex said.",
            Hints.READS,
            Parameters.WAIT),
    CANCEL(
            "cancel",
            "cancel",
            "Stop a Codex job",
            "Stops an active Codex job for good. A job that has ended stays as it is.",
            Hints.STOPS,
            Parameters.CANCEL);

    private final String toolName;
    private final String command;
    private final String title;
    private final String description;
    private final Hints hints;
    private final List<Parameter> parameters;

    Tool(String toolName, String command, String title, String description, Hints hints, List<Parameter> parameters) {
        this.toolName = toolName;
        this.command = command;
        this.title = title;
        this.description = description;
        this.hints = hints;
        this.parameters = parameters;
    }

    /** What a host may expect of a call: the annotations of the protocol. */
    private enum Hints {
        /** May change files when asked to; talks to a model. */
        CHANGES(false, true, false, true),
        LOOKS(true, false, false, true),
        READS(true, false, true, false),
        STOPS(false, true, true, false);

        private final boolean readOnly;
        private final boolean destructive;
        private final boolean idempotent;
        private final boolean openWorld;

        Hints(boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {
            this.readOnly = readOnly;
            this.destructive = destructive;
            this.idempotent = idempotent;
            this.openWorld = openWorld;
        }

        private Map<String, @Nullable Object> annotations() {
            return fields(
                    "readOnlyHint",
                    readOnly,
                    "destructiveHint",
                    destructive,
                    "idempotentHint",
                    idempotent,
                    "openWorldHint",
                    openWorld);
        }
    }

    /** The name in the protocol. */
    String toolName() {
        return toolName;
    }

    /** The command that it runs. */
    String command() {
        return command;
    }

    /** What it takes. */
    List<Parameter> parameters() {
        return parameters;
    }

    /** Whether it makes a job. */
    boolean makesJob() {
        return this == TASK || this == REVIEW || this == ADVERSARIAL_REVIEW;
    }

    /** The tool of that name. */
    static Optional<Tool> find(String name) {
        return Arrays.stream(values())
                .filter(tool -> tool.toolName.equals(name))
                .findFirst();
    }

    /** Its entry in the list of tools. */
    Map<String, @Nullable Object> entry() {
        return fields(
                "name",
                toolName,
                "title",
                title,
                "description",
                description,
                "inputSchema",
                inputSchema(),
                "annotations",
                hints.annotations());
    }

    private Map<String, @Nullable Object> inputSchema() {
        Map<String, @Nullable Object> properties = fields();
        parameters.forEach(parameter -> properties.put(parameter.name(), parameter.schema()));
        List<String> required = parameters.stream()
                .filter(Parameter::required)
                .map(Parameter::name)
                .toList();
        return fields("type", "object", "properties", properties, "required", required, "additionalProperties", false);
    }
}
