package dev.companion.cli.mcp;

import dev.companion.cli.app.CommandRunner;
import dev.companion.cli.mcp.CommandCalls.Printed;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Job;
import dev.companion.core.json.JsonObject;
import dev.companion.core.settings.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What each tool does: it runs its command, and stays with the job for a while. Thread-safe. */
final class ToolCalls {
    private final Environment environment;
    private final Optional<String> stateDirectory;
    private final CommandRunner runner;
    private final Duration patience;

    /** @param patience how long a call stays with a job unless it says otherwise */
    ToolCalls(Environment environment, Optional<String> stateDirectory, CommandRunner runner, Duration patience) {
        this.environment = environment;
        this.stateDirectory = stateDirectory;
        this.runner = runner;
        this.patience = patience;
    }

    /** Does what the tool is for; a failure is an answer, too. */
    ToolResult call(Tool tool, JsonObject given, CallControl control) {
        try {
            ToolArguments arguments = ToolArguments.check(tool, given);
            CommandCalls commands = new CommandCalls(in(arguments.text(Parameters.DIRECTORY)), stateDirectory, runner);
            return call(tool, arguments, commands, control);
        } catch (Failure failure) {
            return refused(tool, failure);
        }
    }

    private ToolResult refused(Tool tool, Failure failure) {
        CommandCalls commands = new CommandCalls(environment, stateDirectory, runner);
        return new ToolWords(commands).failure(tool, commands.document((app, terminal) -> {
            throw failure;
        }));
    }

    private Environment in(Optional<String> directory) {
        if (directory.isEmpty()) {
            return environment;
        }
        Path base = environment.workingDirectory().orElse(Path.of("/"));
        Path path = base.resolve(directory.get()).toAbsolutePath().normalize();
        if (!Files.isDirectory(path)) {
            throw new Failure(
                    FailureCode.DIRECTORY_MISSING,
                    "there is no directory " + path,
                    "name one that exists in the argument directory");
        }
        return environment.in(path);
    }

    private ToolResult call(Tool tool, ToolArguments arguments, CommandCalls commands, CallControl control) {
        return switch (tool) {
            case TASK, REVIEW, ADVERSARIAL_REVIEW -> handOver(tool, arguments, commands, control);
            case STATUS -> status(arguments, commands);
            case RESULT -> new ToolWords(commands).result(words(arguments, oneJob(arguments)));
            case WAIT -> await(arguments, commands, control);
            case CANCEL -> cancel(arguments, commands);
        };
    }

    private ToolResult handOver(Tool tool, ToolArguments arguments, CommandCalls commands, CallControl control) {
        Optional<Duration> limit = limit(arguments);
        ToolWords words = new ToolWords(commands);
        List<String> line = new ArrayList<>(List.of("--background"));
        line.addAll(words(arguments, subject(tool, arguments)));
        Printed queued = commands.document(tool.command(), line);
        if (queued.isFailure()) {
            return words.failure(tool, queued);
        }
        Optional<String> id = queued.document().string("jobId");
        if (id.isEmpty()) {
            return words.nothingToReview(queued);
        }
        if (arguments.flag(Parameters.BACKGROUND)) {
            return words.queued(queued);
        }
        try (JobWatch watch = new JobWatch(commands.app(), control)) {
            control.tell("job " + id.get());
            Job job = watch.await(watch.find(List.of(id.get())), false, limit).get(0);
            return job.isActive() ? words.running(job, watch.elapsed()) : words.finished(job);
        }
    }

    private static List<String> subject(Tool tool, ToolArguments arguments) {
        return tool == Tool.TASK
                ? arguments.text(Parameters.PROMPT).map(List::of).orElse(List.of())
                : arguments.texts(Parameters.PATHS);
    }

    private static List<String> oneJob(ToolArguments arguments) {
        return arguments.text(Parameters.JOB).map(List::of).orElse(List.of());
    }

    /** The options, and behind the dashes that end them what is no option, whatever it begins with. */
    private static List<String> words(ToolArguments arguments, List<String> subject) {
        List<String> words = new ArrayList<>(arguments.options());
        if (!subject.isEmpty()) {
            words.add("--");
            words.addAll(subject);
        }
        return words;
    }

    private Optional<Duration> limit(ToolArguments arguments) {
        boolean toTheEnd = arguments.flag(Parameters.WAIT_TO_THE_END);
        Optional<Duration> seconds = arguments.count(Parameters.WAIT_SECONDS).map(Duration::ofSeconds);
        boolean background = arguments.flag(Parameters.BACKGROUND);
        if ((background ? 1 : 0) + (toTheEnd ? 1 : 0) + (seconds.isPresent() ? 1 : 0) > 1) {
            throw new Failure(
                    FailureCode.BAD_COMBINATION,
                    "background, wait and waitSeconds contradict each other",
                    "give one of them");
        }
        return toTheEnd ? Optional.empty() : Optional.of(seconds.orElse(patience));
    }

    private static ToolResult status(ToolArguments arguments, CommandCalls commands) {
        List<String> line = words(arguments, oneJob(arguments));
        ToolWords words = new ToolWords(commands);
        Printed printed = commands.document(Tool.STATUS.command(), line);
        return printed.isFailure() ? words.failure(Tool.STATUS, printed) : words.status(printed, line);
    }

    private ToolResult await(ToolArguments arguments, CommandCalls commands, CallControl control) {
        Optional<Duration> limit = limit(arguments);
        List<String> line = new ArrayList<>(List.of("--timeout=0s"));
        line.addAll(words(arguments, arguments.texts(Parameters.JOBS)));
        ToolWords words = new ToolWords(commands);
        Printed printed = commands.document(Tool.WAIT.command(), line);
        if (printed.isFailure()) {
            return words.failure(Tool.WAIT, printed);
        }
        if (printed.exit() == ExitCode.PENDING) {
            try (JobWatch watch = new JobWatch(commands.app(), control)) {
                List<String> ids = printed.document().objects("jobs").stream()
                        .flatMap(job -> job.string("id").stream())
                        .toList();
                watch.await(watch.find(ids), arguments.flag("any"), limit);
            }
            printed = commands.document(Tool.WAIT.command(), line);
        }
        return printed.isFailure() ? words.failure(Tool.WAIT, printed) : words.waited(printed);
    }

    private static ToolResult cancel(ToolArguments arguments, CommandCalls commands) {
        ToolWords words = new ToolWords(commands);
        Printed printed = commands.document(Tool.CANCEL.command(), words(arguments, oneJob(arguments)));
        return printed.isFailure() ? words.failure(Tool.CANCEL, printed) : words.cancelled(printed);
    }
}
