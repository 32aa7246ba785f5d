package dev.companion.cli.claude;

import dev.companion.cli.app.App;
import dev.companion.cli.render.EndingText;
import dev.companion.cli.render.Listing;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.JobState;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Runs what a user typed behind a slash command, without a shell and in this process. What it prints goes to the chat: on stdout,
 * errors too, short enough to be shown, and in time, because the host drops, cuts or backgrounds anything else.
 */
public final class SlashRun {
    private static final Duration HOST_WAITS = Duration.ofMinutes(2);
    private static final Duration MARGIN = Duration.ofSeconds(20);
    private static final Duration SHORTEST = Duration.ofSeconds(5);
    private static final Set<String> ENDLESS = Set.of("--watch");

    private final App app;
    private final Terminal terminal;
    private final TypedLine.Known known;

    /**
     * Runs in this environment.
     *
     * @param terminal where the chat reads
     * @param known the options of the command
     */
    public SlashRun(App app, Terminal terminal, TypedLine.Known known) {
        this.app = app;
        this.terminal = terminal;
        this.known = known;
    }

    /**
     * Takes what was typed and runs it.
     *
     * @throws Failure if it cannot be run
     */
    public void run(SlashCommand command) {
        PluginData data = PluginData.of(app.environment());
        String typed = new TypedCommands(data, app.clock()).take(session(), command.wireName());
        switch (command) {
            case RESCUE -> new SlashRescue(app, terminal, data, session()).run(typed);
            case REVIEW -> review(data, command, words(typed));
            case ADVERSARIAL_REVIEW -> review(data, command, text(typed, focus -> List.of("--focus=" + focus)));
            case VERIFY -> show(data, command, text(typed, text -> List.of("--", text)));
            case WAIT -> show(data, command, waiting(words(typed)));
            case STATUS, RESULT, CANCEL, SETUP, TRANSFER -> show(data, command, words(typed));
        }
    }

    private String session() {
        return PluginData.requireName(app.environment()
                .variable("CLAUDE_CODE_SESSION_ID")
                .orElseThrow(() -> new Failure(
                        FailureCode.NOT_IN_CLAUDE_CODE,
                        "this is no session of Claude Code",
                        "this command is for the Claude Code plugin; in a shell: companion help")));
    }

    private static List<String> words(String typed) {
        List<String> words = TypedWords.all(typed);
        for (String word : words) {
            if (ENDLESS.contains(word)) {
                throw new Failure(
                        FailureCode.BAD_COMBINATION, word + " never ends, and the chat waits", "leave it out");
            }
        }
        return words;
    }

    /** The text is one argument, whatever it begins with. */
    private List<String> text(String typed, Function<String, List<String>> asOneArgument) {
        TypedLine line = TypedLine.parse(typed, known);
        sayOptionsInText(terminal, line, known);
        List<String> arguments = new ArrayList<>(line.options());
        if (!line.text().isEmpty()) {
            arguments.addAll(asOneArgument.apply(line.text()));
        }
        return arguments;
    }

    static void sayOptionsInText(Terminal terminal, TypedLine line, TypedLine.Known known) {
        List<String> found = line.optionsInText(known);
        if (!found.isEmpty()) {
            terminal.print("note: " + String.join(", ", found)
                    + " stands in the text, where it is part of the text; options stand" + " before it");
        }
    }

    /** How long the host waits for this line, less what it takes to start and to answer. */
    private Duration patience() {
        Duration host = app.environment()
                .variable("BASH_DEFAULT_TIMEOUT_MS")
                .filter(text -> text.matches("\\d{1,9}"))
                .map(text -> Duration.ofMillis(Long.parseLong(text)))
                .orElse(HOST_WAITS);
        Duration patience = host.minus(MARGIN);
        return patience.compareTo(SHORTEST) < 0 ? SHORTEST : patience;
    }

    /** Without jobs it waits for all that are active here; never longer than the host does. */
    private List<String> waiting(List<String> words) {
        List<String> arguments = new ArrayList<>();
        boolean named = false;
        boolean limited = false;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean limit = word.equals("--timeout") || word.equals("--timeout-ms");
            limited |= limit || word.startsWith("--timeout");
            named |= !word.startsWith("-");
            arguments.add(word);
            if (limit && i + 1 < words.size()) {
                arguments.add(words.get(++i));
            }
        }
        if (!limited) {
            arguments.add("--timeout=" + patience().toSeconds() + "s");
        }
        if (!named) {
            arguments.addAll(active());
        }
        return arguments;
    }

    private List<String> active() {
        List<Job> jobs = app.references()
                .list(JobQuery.ALL.inWorkspace(app.workspace().root()).in(JobState.active()));
        List<String> active = Listing.of(Optional.empty(), jobs, 0).running().stream()
                .map(job -> job.id().value())
                .toList();
        if (active.isEmpty()) {
            throw new Failure(
                    FailureCode.NO_SUCH_JOB,
                    "no job is active here: all have ended",
                    "see them: /companion:status, or read the latest: /companion:result");
        }
        return active;
    }

    private void show(PluginData data, SlashCommand command, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(command.wireName()));
        boolean formatChosen =
                arguments.stream().anyMatch(word -> word.equals("--json") || word.startsWith("--output"));
        if (!formatChosen) {
            line.addAll(command.defaults());
        }
        line.addAll(arguments);
        print(data, line);
    }

    private void print(PluginData data, List<String> line) {
        data.clean("output", app.clock().instant());
        String name = app.clock().millis() + "-" + ProcessHandle.current().pid() + ".txt";
        ChatOutput output = new ChatOutput(data, data.file("output", name));
        try (output) {
            Terminal inner = Terminal.of(output, output, app.environment(), "");
            ExitCode exit = app.runner().run(line, app.environment(), inner);
            inner.flush();
            terminal.print(output.text().stripTrailing());
            if (exit != ExitCode.OK) {
                terminal.print("(exit code " + exit.code() + ": " + exit.meaning() + ")");
            }
        } catch (IOException e) {
            throw StoreFailures.of(e, data.file("output", name));
        }
    }

    /** A review that takes longer than the host waits goes on, and is collected later. */
    private void review(PluginData data, SlashCommand command, List<String> arguments) {
        if (arguments.contains("--dry-run") || arguments.contains("--help") || arguments.contains("-h")) {
            show(data, command, arguments);
            return;
        }
        boolean background = arguments.contains("--background");
        List<String> line = new ArrayList<>(List.of(command.wireName(), "--background", "--json"));
        arguments.stream()
                .filter(word -> !word.equals("--background") && !word.equals("--wait"))
                .forEach(line::add);
        JsonObject document = document(line);
        Optional<JobId> id =
                document.string("jobId").filter(JobId::isWellFormed).map(JobId::new);
        if (id.isEmpty()) {
            terminal.print(refusal(document));
            return;
        }
        Job job = app.references().resolve(id.get().value());
        if (!background) {
            job = app.jobWait()
                    .await(List.of(job), false, Optional.of(patience()))
                    .get(0);
        }
        if (job.isActive()) {
            terminal.print("Codex works on job " + job.id() + " (" + job.state().wireName() + ").");
            terminal.print("Collect it: /companion:wait " + job.id() + ", then /companion:result " + job.id()
                    + "; stop it: /companion:cancel " + job.id());
            return;
        }
        print(data, List.of("result", job.id().value(), "--output=markdown"));
        if (job.state() != JobState.COMPLETED) {
            terminal.print(EndingText.what(job));
        }
    }

    private JsonObject document(List<String> line) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Terminal inner = Terminal.of(out, err, app.environment(), "");
        app.runner().run(line, app.environment(), inner);
        inner.flush();
        return Json.readObject(out.toByteArray());
    }

    private static String refusal(JsonObject document) {
        if (document.flag("nothingToReview")) {
            return "Nothing to review: "
                    + document.object("target").string("label").orElse("");
        }
        JsonObject error = document.object("error");
        return "companion: " + error.string("message").orElse("there is no review") + "\n"
                + error.string("remedy").orElse("see: /companion:status");
    }
}
