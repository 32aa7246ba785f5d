package dev.companion.bench;

import dev.companion.core.job.Event;
import dev.companion.core.job.EventReader;
import dev.companion.core.job.EventType;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Fifty background jobs at once over one resident Codex, beside what cannot be saved of that. */
final class Storm {
    private static final int JOBS = 50;
    private static final int MOST_RUNS = 15;
    private static final double GOAL = 1.5;
    private static final String PROMPT = "say hello";

    private final Place place;
    private final int runs;

    Storm(Place place, int runs) {
        this.place = place;
        this.runs = Math.min(runs, MOST_RUNS);
    }

    Stream<Row> rows(Predicate<String> wanted) {
        if (!wanted.test("resident storm")) {
            return Stream.empty();
        }
        try (Resident resident = new Resident(place, "resident-storm");
                BareClient bare = new BareClient(resident.socket(), place.workspace())) {
            return measure(resident, bare);
        }
    }

    /** In turn, so that all see the same machine. */
    private Stream<Row> measure(Resident resident, BareClient bare) {
        List<String> nothingToDo = nothingToDo(resident);
        List<Double> turns = new ArrayList<>();
        List<Double> workers = new ArrayList<>();
        List<Double> commands = new ArrayList<>();
        List<Double> storms = new ArrayList<>();
        for (int n = 0; n < runs; n++) {
            turns.add(bare.turns(JOBS, PROMPT));
            Instant begin = Instant.now();
            together(() -> resident.program().run(nothingToDo));
            workers.add(millisecondsSince(begin));
            Instant submitting = Instant.now();
            List<String> jobs = together(() -> Load.submit(resident.program(), PROMPT));
            commands.add(millisecondsSince(submitting));
            storms.add(jobs.stream()
                    .map(job -> milliseconds(submitting, completed(resident, job)))
                    .max(Double::compare)
                    .orElseThrow());
        }
        Samples storm = new Samples(storms);
        double least = new Samples(turns).median() + new Samples(workers).median();
        double ratio = storm.median() / least;
        return Stream.of(
                new Row("50 turns of one bare client", new Samples(turns).spread() + " ms", "", "", true),
                new Row("50 workers with nothing to do, at once", new Samples(workers).spread() + " ms", "", "", true),
                new Row(
                        "50 x task --background at once: the last is back",
                        new Samples(commands).spread() + " ms",
                        "",
                        "",
                        true),
                new Row(
                        "50 x task --background at once: the last job has ended",
                        storm.spread() + " ms",
                        Row.words("%.2f x turns and workers", ratio),
                        Row.words("<= %.1f x turns and workers", GOAL),
                        ratio <= GOAL));
    }

    /** A worker's own command line without a job: Java, its archive, the reading of its options, and why it ends. */
    private static List<String> nothingToDo(Resident resident) {
        Program program = resident.program();
        String job = Load.submit(program, Load.silent());
        JsonObject record = Load.awaitTurn(program, job);
        List<String> words = Processes.commandLine(record.number("pid").orElseThrow());
        program.run("cancel", job).orThrow();
        return words.subList(0, words.lastIndexOf("--job"));
    }

    private static <T> List<T> together(Supplier<T> work) {
        ExecutorService threads = Executors.newFixedThreadPool(JOBS);
        try {
            List<CompletableFuture<T>> all = new ArrayList<>();
            for (int n = 0; n < JOBS; n++) {
                all.add(CompletableFuture.supplyAsync(work, threads));
            }
            return all.stream().map(CompletableFuture::join).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static double millisecondsSince(Instant begin) {
        return milliseconds(begin, Instant.now());
    }

    private static double milliseconds(Instant begin, Instant end) {
        return Duration.between(begin, end).toNanos() / 1e6;
    }

    /** When it was written down that the job completed; waits for that without a process, which would be in the way. */
    private static Instant completed(Resident resident, String job) {
        try (EventReader events = EventReader.fromStart(new JobDirectory(resident.jobDirectory(job)))) {
            List<Event> last = new ArrayList<>();
            while (last.isEmpty()) {
                pause();
                events.readLines(line -> Optional.of(Event.decode(line))
                        .filter(event -> event.type() == EventType.JOB_FINISHED)
                        .ifPresent(last::add));
            }
            Event finished = last.get(0);
            if (!finished.data().string("status").equals(Optional.of("completed"))) {
                throw new IllegalStateException(
                        "job " + job + " ended: " + Json.text(finished.data().fields()));
            }
            return finished.at();
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
