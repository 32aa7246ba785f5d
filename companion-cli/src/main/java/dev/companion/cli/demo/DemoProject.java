package dev.companion.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.process.ProcessTree;
import dev.companion.core.settings.Environment;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A scratch git repository with one file in it. */
final class DemoProject {
    private static final Duration GIT_ENDS_WITHIN = Duration.ofSeconds(30);

    private final Path directory;
    private final Environment environment;

    private DemoProject(Path directory, Environment environment) {
        this.directory = directory;
        this.environment = environment;
    }

    /**
     * Makes the repository in an empty directory.
     *
     * @param environment without a user's git configuration
     * @throws Failure {@code TOOL_MISSING} without git
     */
    static DemoProject create(Path directory, Environment environment) {
        DemoProject project = new DemoProject(directory, environment);
        try {
            Files.writeString(project.file(), DemoScript.BEFORE, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        project.git("init", "--quiet");
        project.git("add", DemoScript.FILE);
        project.git(
                "-c",
                "user.name=Demo",
                "-c",
                "user.email=demo@localhost",
                "-c",
                "commit.gpgSign=false",
                "commit",
                "--quiet",
                "--message=Greet");
        return project;
    }

    private Path file() {
        return directory.resolve(DemoScript.FILE);
    }

    /** What the file holds now. */
    String content() {
        try {
            return Files.readString(file(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What {@code git diff} says. */
    String diff() {
        return git("--no-pager", "diff", "--no-color", "--no-ext-diff");
    }

    private String git(String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment.variables());
        builder.directory(directory.toFile());
        builder.redirectInput(new File("/dev/null"));
        builder.redirectErrorStream(true);
        try {
            return answerOf(builder.start());
        } catch (IOException e) {
            throw new Failure(
                    FailureCode.TOOL_MISSING,
                    "git cannot be started",
                    "install git, then run the demonstration again",
                    e);
        }
    }

    private static String answerOf(Process process) throws IOException {
        try {
            String answer = new String(process.getInputStream().readAllBytes(), UTF_8);
            boolean ended = process.waitFor(GIT_ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            if (!ended || process.exitValue() != 0) {
                throw new Failure(
                        FailureCode.TOOL_MISSING,
                        "git does not work here: " + answer.lines().findFirst().orElse("no answer"),
                        "see that git works, then run the demonstration again");
            }
            return answer;
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        } finally {
            ProcessTree.kill(ProcessTree.withDescendants(List.of(process.toHandle())));
        }
    }
}
