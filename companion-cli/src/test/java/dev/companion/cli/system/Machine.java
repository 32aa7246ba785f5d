package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.RealCodex;
import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.OfflineModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A place of its own for one test: state root, homes, a git repository and an offline model, below one temporary
 * directory. After a test that passed it fails if a process or a file outside was left (G45); after any test everything is
 * killed and deleted. For one thread.
 */
final class Machine implements BeforeEachCallback, AfterEachCallback {
    /** How long anything may take that is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String MARK = "TEST_MACHINE";
    private static final Duration LEAVES_WITHIN = Duration.ofSeconds(6);
    private static final Duration RESIDENT_LEAVES_WITHIN = Duration.ofSeconds(15);

    private final String transport;
    private final OfflineCodexHome.Options codexOptions;
    private final Map<String, String> environment = new HashMap<>();
    private @Nullable Path directory;
    private @Nullable OfflineModel model;
    private @Nullable OutsideFiles outside;
    private Duration leavesWithin = LEAVES_WITHIN;
    private final List<Path> elsewhere = new ArrayList<>();
    private final List<ScriptedCodex> scripted = new ArrayList<>();

    /** Over private app-servers; tests of the resident server ask for it. */
    Machine() {
        this("direct");
    }

    Machine(String transport) {
        this(transport, OfflineCodexHome.Options.DEFAULT);
    }

    Machine(OfflineCodexHome.Options codexOptions) {
        this("direct", codexOptions);
    }

    private Machine(String transport, OfflineCodexHome.Options codexOptions) {
        this.transport = transport;
        this.codexOptions = codexOptions;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        outside = OutsideFiles.now();
        directory = Files.createTempDirectory("machine").toRealPath();
        model = OfflineModel.start();
        OfflineCodexHome home = OfflineCodexHome.create(directory().resolve("offline"), model.baseUrl(), codexOptions);
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("COMPANION_JAVA", System.getProperty("java.home"));
        environment.put("TERM", "dumb");
        over(transport);
        environment.put(MARK, directory().toString());
        environment.put("COMPANION_HOME", root().toString());
        home.applyTo(environment);
        Files.createDirectory(scratch());
        Repository.create(workspace());
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        boolean passed = context.getExecutionException().isEmpty();
        try {
            List<ProcessHandle> left = passed ? processes().afterAtMost(leavesWithin) : List.of();
            assertThat(left).as("processes left: %s", Marked.describe(left)).isEmpty();
        } finally {
            processes().kill();
            scripted.forEach(ScriptedCodex::close);
            model().close();
            deleteAll(directory());
            for (Path tree : elsewhere) {
                deleteAll(tree);
            }
        }
        if (passed) {
            Objects.requireNonNull(outside).assertNothingNew();
        }
    }

    private static void deleteAll(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Everything of this test lies below. */
    Path directory() {
        return Objects.requireNonNull(directory);
    }

    private Path scratch() {
        return directory().resolve("scratch");
    }

    /** The state root, unless a test chooses another one; not yet created. */
    Path root() {
        return directory().resolve("state");
    }

    /** A git repository with one commit. */
    Path workspace() {
        return directory().resolve("workspace");
    }

    /** A new directory that a sandbox does not count among the temporary ones; deleted with the rest. */
    Path directoryOutsideOfTemporary() throws IOException {
        Path made = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "elsewhere");
        elsewhere.add(made);
        return made;
    }

    /** A new file that no command sees unless it is named. */
    Path file(String name) {
        return scratch().resolve(name);
    }

    OfflineModel model() {
        return Objects.requireNonNull(model);
    }

    /** Every process that was started for this test. */
    Marked processes() {
        return new Marked(MARK, directory().toString());
    }

    /** What is still there of jobs when the time is over: no keepers and resident servers, which go later. */
    List<ProcessHandle> processesOfJobsAfterAtMost(Duration limit) {
        return processes()
                .afterAtMost(
                        limit,
                        process -> !Marked.contains(process.pid(), "cmdline", "broker\0run\0")
                                && !Marked.contains(process.pid(), "cmdline", "--listen\0unix://"));
    }

    /** Works with the real Codex from now on; without one the test is skipped, or fails where it is required. */
    Machine withRealCodex() {
        environment.put("COMPANION_CODEX", RealCodex.binary().toString());
        return this;
    }

    /** Works with resident servers of the real Codex from now on. */
    Machine withResidentCodex() {
        return withRealCodex().over("broker");
    }

    /** Works over this transport from now on; resident servers go soon after their last job. */
    Machine over(String name) {
        if (!name.equals("direct")) {
            leavesWithin = RESIDENT_LEAVES_WITHIN;
        }
        return with("COMPANION_TRANSPORT", name).with("COMPANION_BROKER_IDLE", "2s");
    }

    /** Whether jobs work on a resident server. */
    boolean isResident() {
        return environment("COMPANION_TRANSPORT").equals("broker");
    }

    /** Works with a scripted Codex from now on, in a home of its own: resident servers of one home start in turn. */
    ScriptedCodex withScriptedCodex(ScriptedScenario scenario) {
        Path place = directory().resolve("scripted" + scripted.size());
        ScriptedCodex codex = ScriptedCodex.install(place, scenario);
        environment.put("CODEX_HOME", place.resolve("home").toString());
        scripted.add(codex);
        environment.put("COMPANION_CODEX", codex.path().toString());
        return codex;
    }

    /** Sets a variable for all commands. */
    Machine with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** A variable that all commands have. */
    String environment(String name) {
        return Objects.requireNonNull(environment.get(name), name);
    }

    /** All variables that all commands have; a copy. */
    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** Puts an executable of one shell line before the system's; its path. */
    Path program(String name, String line) throws IOException {
        Path bin = Files.createDirectories(directory().resolve("bin"));
        environment.put("PATH", bin + ":/usr/local/bin:/usr/bin:/bin");
        Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program;
    }

    /** The launcher with these arguments, in the workspace. */
    Cli companion(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Objects.requireNonNull(System.getProperty("companion.launcher"), "companion.launcher"));
        command.addAll(List.of(arguments));
        return new Cli(scratch(), workspace(), environment, command);
    }

    /** Any command in the same environment; the launcher is {@code $0} of a shell line. */
    Cli shell(String line) {
        return new Cli(
                scratch(),
                workspace(),
                environment,
                List.of(
                        "/bin/sh",
                        "-c",
                        line,
                        Objects.requireNonNull(System.getProperty("companion.launcher"), "companion.launcher")));
    }

    /** Runs a command line to its end. */
    Answer run(String... arguments) {
        return companion(arguments).run();
    }

    /** Hands a task to the background and returns the job's id. */
    String submit(String... arguments) {
        List<String> all = new ArrayList<>(List.of("task", "--background", "--output", "id"));
        all.addAll(List.of(arguments));
        Answer answer = run(all.toArray(String[]::new));
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        return answer.out().strip();
    }

    /** The files of a job. */
    Path jobDirectory(String jobId) {
        return root().resolve("jobs").resolve(jobId);
    }

    /** The record of a job, as {@code status JOB --json} tells it. */
    JsonObject job(String jobId) {
        return run("status", jobId, "--json").json().object("job");
    }

    /** The events of a job so far. */
    List<JsonObject> events(String jobId) {
        try {
            Path file = jobDirectory(jobId).resolve("events.jsonl");
            String text = Files.exists(file) ? Files.readString(file) : "";
            // What stands behind the last line feed is still being written.
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .map(Json::readObject)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a job has ended, however; the record then. */
    JsonObject awaitEnd(String jobId) {
        awaitEvent(jobId, "job.finished");
        return job(jobId);
    }

    /** Waits for the first event of a type. */
    JsonObject awaitEvent(String jobId, String type) {
        return awaitEvent(jobId, type, data -> true);
    }

    /** Waits for an event; its data. */
    JsonObject awaitEvent(String jobId, String type, Predicate<JsonObject> wanted) {
        return awaitEvent(jobId, type, wanted, PATIENCE);
    }

    /** Waits for an event at most so long; its data. */
    JsonObject awaitEvent(String jobId, String type, Predicate<JsonObject> wanted, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        try (WatchService changes = FileSystems.getDefault().newWatchService()) {
            jobDirectory(jobId)
                    .register(changes, StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY);
            while (true) {
                Optional<JsonObject> found = events(jobId).stream()
                        .filter(event -> event.string("type").equals(Optional.of(type)))
                        .map(event -> event.object("data"))
                        .filter(wanted)
                        .findFirst();
                if (found.isPresent()) {
                    return found.get();
                }
                WatchKey key = changes.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (key == null) {
                    throw new AssertionError("no " + type + " in time: " + describe(jobId));
                }
                key.pollEvents();
                key.reset();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Waits until Codex runs a command of a job. */
    void awaitCommand(String jobId) {
        awaitEvent(jobId, "command", data -> data.string("status").equals(Optional.of("started")));
    }

    /** The process that works on a job. */
    ProcessHandle worker(String jobId) {
        long pid = awaitEvent(jobId, "job.started").number("pid").orElseThrow();
        return ProcessHandle.of(pid).orElseThrow();
    }

    /** All that a failing test wants to know of a job. */
    String describe(String jobId) throws IOException {
        Path log = jobDirectory(jobId).resolve("worker.log");
        return events(jobId).stream().map(event -> Json.text(event.fields())).toList()
                + (Files.exists(log) ? "; worker.log: " + Files.readString(log) : "");
    }
}
