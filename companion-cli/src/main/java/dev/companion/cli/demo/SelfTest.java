package dev.companion.cli.demo;

import dev.companion.cli.app.App;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.codex.CodexInstallation;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Transport;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineModel;
import dev.companion.core.offline.Script;
import dev.companion.core.settings.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A whole job over each transport, with the installed Codex and the built-in model, in a private directory that is gone
 * afterwards: a command in the sandbox, a patch, a message. Neither the user's jobs nor their Codex home are touched. One
 * thread, one run.
 */
public final class SelfTest {
    private static final List<Transport> TRANSPORTS =
            List.of(Transport.DIRECT, Transport.BROKER, Transport.EXEC, Transport.REMOTE);
    private static final String ANSWER = "The self-test is done.";
    private static final String LIMIT = "60s";

    /**
     * How one job went.
     *
     * @param trouble what was not as it should be, one line; empty if all was
     */
    public record Result(String transport, Optional<String> trouble, Duration duration) {}

    private final App app;
    private final CodexInstallation codex;
    private final Terminal terminal;

    /** @param app the user's own, for the state directory, below which the private one is made */
    public SelfTest(App app, CodexInstallation codex, Terminal terminal) {
        this.app = app;
        this.codex = codex;
        this.terminal = terminal;
    }

    /** Runs them one after another. */
    public List<Result> run() {
        List<Result> results = new ArrayList<>();
        try (DemoInterrupt interrupt = new DemoInterrupt();
                OfflineModel model = OfflineModel.start(OfflineModel.Recording.BOUNDED);
                DemoPlace place = DemoPlace.create(app.root(), false)) {
            try {
                Environment environment = DemoEnvironment.of(app.environment(), codex, model, place);
                DemoProject.create(place.project(), environment);
                place.endsJobsOf(new App(environment, Optional.empty(), app.runner()));
                for (Transport transport : TRANSPORTS) {
                    results.add(
                            transport == Transport.REMOTE
                                    ? elsewhere(environment, place)
                                    : run(transport, List.of(), environment, place.project()));
                }
            } finally {
                if (interrupt.begin()) {
                    terminal.say("interrupted: cleaning up");
                }
            }
        }
        return results;
    }

    private Result elsewhere(Environment environment, DemoPlace place) {
        try (ServerElsewhere server = ServerElsewhere.start(codex, environment, place.directory())) {
            return run(Transport.REMOTE, server.options(), environment, place.project());
        } catch (IOException e) {
            return new Result(Transport.REMOTE.wireName(), Optional.of(String.valueOf(e.getMessage())), Duration.ZERO);
        }
    }

    private Result run(Transport transport, List<String> options, Environment environment, Path project) {
        String name = transport.wireName();
        long start = System.nanoTime();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal own = Terminal.of(out, OutputStream.nullOutputStream(), environment, "");
        String prompt = Script.of()
                .exec("echo ran >" + name + "-command.txt")
                .addFile(name + "-patch.txt", "patched\n")
                .say(ANSWER)
                .inPrompt("This is a self-test of the transport " + name + ".");
        List<String> words = new ArrayList<>(List.of("task", "--json", "--write", "--timeout", LIMIT));
        words.addAll(List.of("--transport", name));
        words.addAll(options);
        words.addAll(List.of("--", prompt));
        ExitCode exit = app.runner().run(words, environment, own);
        own.flush();
        if (exit == ExitCode.INTERRUPTED) {
            throw new Failure(FailureCode.INTERRUPTED, "the self-test was interrupted", "run it again");
        }
        Optional<String> trouble = trouble(exit, Json.readObject(out.toByteArray()))
                .or(() -> missing(project.resolve(name + "-command.txt"), "ran\n", "the command did not run"))
                .or(() -> missing(project.resolve(name + "-patch.txt"), "patched\n", "the patch was not applied"));
        return new Result(name, trouble, Duration.ofNanos(System.nanoTime() - start));
    }

    private static Optional<String> trouble(ExitCode exit, JsonObject document) {
        if (exit != ExitCode.OK) {
            JsonObject job = document.object("job");
            return Optional.of(job.string("errorMessage")
                    .or(() -> document.object("error").string("message"))
                    .orElse("exit " + exit.code()));
        }
        String said = document.string("rawOutput").orElse("").strip();
        return said.equals(ANSWER) ? Optional.empty() : Optional.of("another message than the model's came back");
    }

    private static Optional<String> missing(Path file, String content, String words) {
        try {
            boolean there = Files.isRegularFile(file)
                    && Files.readString(file, StandardCharsets.UTF_8).equals(content);
            return there ? Optional.empty() : Optional.of(words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
