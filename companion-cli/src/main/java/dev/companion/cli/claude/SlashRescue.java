package dev.companion.cli.claude;

import static dev.companion.core.json.Json.fields;

import dev.companion.cli.app.App;
import dev.companion.cli.render.EventText;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Job;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code /companion:rescue}: keeps the task and tells the model which agent to start. What the model passes on is the
 * task's word and not the task: there is nothing for it to reword or to put on a command line.
 */
final class SlashRescue {
    private static final TypedLine.Known OPTIONS = new TypedLine.Known(
            Set.of("--write", "--background", "--wait", "--resume", "--resume-last", "--fresh", "--fast"),
            Set.of("--model", "-m", "--effort", "--timeout"));

    private final App app;
    private final Terminal terminal;
    private final PluginData data;
    private final String session;

    SlashRescue(App app, Terminal terminal, PluginData data, String session) {
        this.app = app;
        this.terminal = terminal;
        this.data = data;
        this.session = session;
    }

    void run(String typed) {
        TypedLine line = TypedLine.parse(typed, OPTIONS);
        List<String> options = line.options();
        if (line.text().isBlank()) {
            throw new Failure(
                    FailureCode.NO_PROMPT,
                    "there is no task",
                    "say what Codex shall do: /companion:rescue fix the flaky test");
        }
        boolean resume = options.contains("--resume") || options.contains("--resume-last");
        boolean fresh = options.contains("--fresh");
        contradict(resume && fresh, "--resume and --fresh");
        contradict(options.contains("--background") && options.contains("--wait"), "--background and --wait");
        app.requireWorkingTree();
        SlashRun.sayOptionsInText(terminal, line, OPTIONS);
        Optional<Job> candidate = resume || fresh ? Optional.empty() : offer();
        String word = new RescueRequests(data)
                .keep(session, arguments(line, resume), app.clock().instant());
        candidate.ifPresent(this::printOffer);
        terminal.print("Call the tool Agent once, with exactly this input:");
        terminal.print("");
        terminal.print(Json.text(fields(
                "description", "Hand a task to Codex", "subagent_type", HookInput.RESCUE_AGENT, "prompt", word)));
    }

    private static void contradict(boolean both, String what) {
        if (both) {
            throw new Failure(FailureCode.BAD_COMBINATION, what + " contradict each other", "give one of them");
        }
    }

    private Map<String, @Nullable Object> arguments(TypedLine line, boolean resume) {
        Map<String, @Nullable Object> arguments = fields("prompt", line.text());
        List<String> options = line.options();
        if (options.contains("--write")) {
            arguments.put("write", true);
        }
        if (options.contains("--fast")) {
            arguments.put("fast", true);
        }
        if (resume) {
            arguments.put("resume", true);
        }
        if (options.contains("--background")) {
            arguments.put("background", true);
        }
        if (options.contains("--wait")) {
            arguments.put("wait", true);
        }
        value(options, "--model").or(() -> value(options, "-m")).ifPresent(model -> arguments.put("model", model));
        value(options, "--effort").ifPresent(effort -> arguments.put("effort", effort));
        value(options, "--timeout").ifPresent(timeout -> arguments.put("timeout", timeout));
        return arguments;
    }

    private static Optional<String> value(List<String> options, String name) {
        int at = options.lastIndexOf(name);
        if (at >= 0 && at + 1 < options.size()) {
            return Optional.of(options.get(at + 1));
        }
        String attached = name + "=";
        return options.stream()
                .filter(option -> option.startsWith(attached))
                .map(option -> option.substring(attached.length()))
                .findFirst();
    }

    /** The job whose thread the task may belong to; each thread is offered once in a session. */
    private Optional<Job> offer() {
        Optional<Job> candidate = last();
        Path memory = data.file("offers", session + ".json");
        List<String> offered = data.read(memory).orElse(JsonObject.EMPTY).strings("threads");
        Optional<String> thread = candidate.flatMap(Job::threadId);
        if (thread.isEmpty() || offered.contains(thread.get())) {
            return Optional.empty();
        }
        List<String> now = new ArrayList<>(offered);
        now.add(thread.get());
        data.clean("offers", app.clock().instant());
        data.write(memory, fields("threads", now));
        return candidate;
    }

    private Optional<Job> last() {
        try {
            return Optional.of(app.resumeChoice().last(app.workspace().root(), Optional.of(session)));
        } catch (Failure e) {
            // Nothing to go on with, or not one that can be named: then the task begins a new thread.
            return Optional.empty();
        }
    }

    private void printOffer(Job job) {
        terminal.print(
                "Codex has a thread of this session: \"" + EventText.plain(job.title()) + "\" (job " + job.id()
                        + "). First ask the user once, with the tool AskUserQuestion: go on with that thread, or begin a new one? If they go on with it, put a"
                        + " blank and the word resume behind the prompt below. If you cannot ask, begin a new one, and say nothing of this.");
        terminal.print("");
    }
}
