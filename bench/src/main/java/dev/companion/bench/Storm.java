package dev.companion.bench;

import dev.companion.core.job.Event;
import dev.companion.core.job.EventReader;
import dev.companion.core.job.EventType;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.json.Json;
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

    /**
     * In turn, so that all see the same machine; the bare client before and behind the jobs, because a server grows slower
     * with every thread that it has had. The start-up is that of jobs like these which end where their turn would
     * begin: what was asked for cannot be had with the sign-in that there is.
     */
    private Stream<Row> measure(Resident resident, BareClient bare) {
        List<Double> turns = new ArrayList<>();
        List<Double> starts = new ArrayList<>();
        List<Double> commands = new ArrayList<>();
        List<Double> storms = new ArrayList<>();
        for (int n = 0; n < runs; n++) {
            turns.add(bare.turns(JOBS, PROMPT));
            starts.add(storm(resident, "failed", new ArrayList<>(), "--fast"));
            storms.add(storm(resident, "completed", commands));
            turns.add(bare.turns(JOBS, PROMPT));
        }
        Samples turn = new Samples(turns);
        Samples start = new Samples(starts);
        Samples storm = new Samples(storms);
        double ratio = (storm.median() - start.median()) / turn.median();
        return Stream.of(
                new Row("50 turns of one bare client", turn.spread() + " ms", "", "", true),
                new Row(
                        "50 x task --background at once, which end before a turn",
                        start.spread() + " ms",
                        "",
                        "",
                        true),
                new Row(
                        "50 x task --background at once: the last is back",
                        new Samples(commands).spread() + " ms",
                        "",
                        "",
                        true),
                new Row(
                        "50 x task --background at once: the last job has ended",
                        storm.spread() + " ms",
                        Row.words(
                                "start-up and %.2f x turns; %.2f x both",
                                ratio, storm.median() / (start.median() + turn.median())),
                        Row.words("<= start-up and %.1f x turns", GOAL),
                        ratio <= GOAL));
    }

    /** Milliseconds from the first command to the end of the last job, by its own log. */
    private static double storm(Resident resident, String ending, List<Double> commands, String... options) {
        Instant submitting = Instant.now();
        List<String> jobs = together(() -> Load.submit(resident.program(), PROMPT, options));
        commands.add(millisecondsSince(submitting));
        return jobs.stream()
                .map(job -> milliseconds(submitting, ended(resident, job, ending)))
                .max(Double::compare)
                .orElseThrow();
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

    /** When it was written down that the job ended so; waits for that without a process, which would be in the way. */
    private static Instant ended(Resident resident, String job, String ending) {
        try (EventReader events = EventReader.fromStart(new JobDirectory(resident.jobDirectory(job)))) {
            List<Event> last = new ArrayList<>();
            while (last.isEmpty()) {
                pause();
                events.readLines(line -> Optional.of(Event.decode(line))
                        .filter(event -> event.type() == EventType.JOB_FINISHED)
                        .ifPresent(last::add));
            }
            Event finished = last.get(0);
            if (!finished.data().string("status").equals(Optional.of(ending))) {
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
