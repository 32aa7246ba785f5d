package dev.companion.bench;

import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What workers need, and what pollers do to them. */
final class Load {
    private static final int WORKERS = 10;
    private static final int POLLERS = 20;
    private static final int ROUNDS = 12;
    private static final Duration BETWEEN_POLLS = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long LARGE = 100L << 20;
    private static final Pattern STORED = Pattern.compile("^(\\S+) .*stored phase .* in (\\d+) ms");

    private final Place place;

    Load(Place place) {
        this.place = place;
    }

    Stream<Row> rows(Predicate<String> wanted) {
        Stream.Builder<Row> rows = Stream.builder();
        if (wanted.test("polling")) {
            rows.add(polling());
        }
        if (wanted.test("memory")) {
            rows.add(memory());
        }
        if (wanted.test("large")) {
            large().forEach(rows::add);
        }
        return rows.build();
    }

    /** Ten workers change their records while twenty scripts poll. */
    private Row polling() {
        Program program = place.program(place.state("polling")).with("COMPANION_LOG_LEVEL", "debug");
        AtomicInteger polls = new AtomicInteger();
        ExecutorService pollers = Executors.newFixedThreadPool(POLLERS);
        try {
            List<String> jobs = new ArrayList<>();
            for (int n = 0; n < WORKERS; n++) {
                jobs.add(submit(program, busy()));
            }
            jobs.forEach(job -> awaitTurn(program, job));
            Instant begin = Instant.now();
            for (int n = 0; n < POLLERS; n++) {
                pollers.execute(() -> poll(program, polls));
            }
            jobs.forEach(job -> program.run("wait", job).orThrow());
            Samples waits = new Samples(jobs.stream()
                    .flatMap(job -> stored(jobDirectory("polling", job), begin))
                    .toList());
            return new Row(
                    POLLERS + " scripts poll status, " + WORKERS + " workers run: a transition",
                    Row.words("p50 %.0f, p99 %.0f ms", waits.median(), waits.at(0.99)),
                    waits.sorted().size() + " transitions, " + polls + " polls",
                    "p99 <= 250 ms",
                    waits.at(0.99) <= 250);
        } finally {
            pollers.shutdownNow();
            await(pollers);
        }
    }

    /** Looking and running for a second or two in turn, so that the phase of the job changes again and again. */
    private static String busy() {
        Script script = Script.of();
        for (int n = 0; n < ROUNDS; n++) {
            script = script.exec("ls").exec("sleep 1.5");
        }
        return script.say("done").inPrompt("be busy");
    }

    private static void poll(Program program, AtomicInteger polls) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                long start = System.nanoTime();
                Json.readObject(program.run("status", "--json").orThrow().out());
                polls.incrementAndGet();
                TimeUnit.NANOSECONDS.sleep(BETWEEN_POLLS.toNanos() - (System.nanoTime() - start));
            } catch (InterruptedException | IllegalStateException e) {
                return;
            }
        }
    }

    private static void await(ExecutorService pollers) {
        try {
            if (!pollers.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("pollers do not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long the worker's transitions took since then, by its own log. */
    private static Stream<Double> stored(Path jobDirectory, Instant since) {
        try {
            return Files.readString(jobDirectory.resolve("worker.log"))
                    .lines()
                    .map(STORED::matcher)
                    .filter(Matcher::find)
                    .filter(found ->
                            OffsetDateTime.parse(found.group(1)).toInstant().isAfter(since))
                    .map(found -> Double.valueOf(found.group(2)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a worker keeps resident while a turn runs and nothing comes. */
    private Row memory() {
        Program program = place.program(place.state("memory"));
        String job = submit(program, silent());
        JsonObject record = awaitTurn(program, job);
        long resident = kibibytes(record.number("pid").orElseThrow(), "VmRSS");
        program.run("cancel", job).orThrow();
        return new Row(
                "a worker while its turn runs, resident",
                Row.words("%.1f MB", resident / 1024.0),
                "",
                "<= 80 MB",
                resident <= 80 << 10);
    }

    /** The prompt of a turn that begins with a command and never ends. */
    static String silent() {
        return Script.of().exec("true").step(Map.of("silent", "no-headers")).inPrompt("be silent");
    }

    /** Until the turn runs: it has a command behind it. */
    static JsonObject awaitTurn(Program program, String job) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            JsonObject record = Json.readObject(
                            program.run("status", job, "--json").orThrow().out())
                    .object("job");
            if (record.string("turnId").isPresent()) {
                return record;
            }
        }
        throw new IllegalStateException("the turn of " + job + " never started");
    }

    /** A hundred megabytes are stored and printed, both within a heap of 64. */
    private Stream<Row> large() {
        String unit = "0123456789abcdef".repeat(64);
        try (ScriptedCodex codex = ScriptedCodex.install(
                place.directory(),
                new ScriptedScenario().turn(ScriptedTurn.happy(unit.repeat((int) (LARGE / unit.length())))))) {
            Program program = place.program(place.state("large"))
                    .with("COMPANION_CODEX", codex.path().toString())
                    .with("COMPANION_JAVA_OPTS", "-Xmx64m");
            Program.Run stored = program.run("task", "--background", "--output", "id", "say much")
                    .orThrow();
            String job = stored.out().strip();
            program.run("wait", job).orThrow();
            long bytes = size(jobDirectory("large", job).resolve("output.md"));
            Program.Run printed = program.run("result", job);
            boolean met = bytes >= LARGE && printed.exitCode() == 0;
            return Stream.of(new Row(
                    "an output of 100 MB, stored and printed with -Xmx64m",
                    bytes / (1 << 20) + " MB, printed in " + Row.words("%.0f ms", printed.milliseconds()),
                    "",
                    "heap <= 64 MB",
                    met));
        }
    }

    private Path jobDirectory(String state, String job) {
        return place.state(state).resolve("jobs").resolve(job);
    }

    static String submit(Program program, String prompt, String... options) {
        List<String> words = new ArrayList<>(List.of("task", "--background", "--output", "id", prompt));
        words.addAll(List.of(options));
        return program.run(words.toArray(String[]::new)).orThrow().out().strip();
    }

    private static long kibibytes(long pid, String name) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith(name + ":"))
                    .map(line -> Long.valueOf(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
