package dev.companion.bench;

import dev.companion.core.job.Event;
import dev.companion.core.job.EventReader;
import dev.companion.core.job.EventType;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How long a foreground task takes whose Codex is resident and warm, how long its worker until the turn begins, and a review. */
final class ResidentTimes {
    private static final double REFERENCE_FOREGROUND = 716;
    private static final double GOAL = 0.8;
    private static final double GOAL_UNTIL_TURN = 150;
    private static final double GOAL_UNTIL_REVIEW = 600;
    /** The first class of the program, and one that nothing needs before the request that starts the turn. */
    private static final String MAIN = "dev.companion.cli.Main";

    private static final String TURN_REQUEST = "dev.companion.core.codex.TurnRequest";
    private static final Pattern INITIALISED = Pattern.compile("\\[(\\d+)ns] .*Initializing '([^']+)'.*");

    private final Place place;
    private final StartUp startUp;
    private final int runs;

    ResidentTimes(Place place, StartUp startUp, int runs) {
        this.place = place;
        this.startUp = startUp;
        this.runs = runs;
    }

    Stream<Row> rows(Predicate<String> wanted) {
        Stream.Builder<Row> rows = Stream.builder();
        boolean task = wanted.test("resident task");
        boolean main = wanted.test("resident main");
        boolean review = wanted.test("resident review");
        if (task || main || review) {
            try (Resident resident = new Resident(place, "resident-times")) {
                if (task) {
                    rows.add(task(resident.program()));
                }
                if (main) {
                    rows.add(untilTurn(resident));
                }
                if (review) {
                    rows.add(untilReview(resident));
                }
            }
        }
        return rows.build();
    }

    private Row task(Program program) {
        Program direct = place.program(place.state("resident-times-direct"));
        List<Double> directs = new ArrayList<>();
        StartUp.Pair pair = startUp.paired(
                program,
                () -> program.run("task", "say hello").orThrow(),
                run -> directs.add(direct.run("task", "say hello").orThrow().milliseconds()));
        double median = pair.command().median();
        Row row = StartUp.row("task, its Codex resident and warm", pair, REFERENCE_FOREGROUND, GOAL);
        return new Row(
                row.what(),
                row.measured(),
                row.ratio() + Row.words(", %.2f x direct", median / new Samples(directs).median()),
                row.goal(),
                row.met());
    }

    /** By the virtual machine's own log of the classes that it initialises; writing it takes a few milliseconds of them. */
    private Row untilTurn(Resident resident) {
        Path logs = place.directory().resolve("initialised");
        Program program = resident.program()
                .with("COMPANION_JAVA_OPTS", "-Xlog:class+init=info:file=" + logs + "-%p.log:uptimenanos");
        List<Double> mains = new ArrayList<>();
        List<Double> turns = new ArrayList<>();
        for (int n = 0; n < runs; n++) {
            Program.Run run = program.run("task", "--json", "say hello").orThrow();
            String job = Json.readObject(run.out()).string("jobId").orElseThrow();
            Path log = Path.of(logs + "-" + worker(resident.jobDirectory(job)) + ".log");
            double main = milliseconds(log, MAIN);
            mains.add(main);
            turns.add(milliseconds(log, TURN_REQUEST) - main);
        }
        Samples until = new Samples(turns);
        return new Row(
                "its worker, from main to turn/start",
                until.spread() + " ms",
                Row.words("main %.0f ms after the start of Java", new Samples(mains).median()),
                Row.words("<= %.0f ms", GOAL_UNTIL_TURN),
                until.median() <= GOAL_UNTIL_TURN);
    }

    /** Until Codex has said that it has the review: a little longer than until it was sent. */
    private Row untilReview(Resident resident) {
        Path change = place.workspace().resolve("change.txt");
        List<Double> untils = new ArrayList<>();
        try {
            Files.writeString(change, "to be reviewed\n");
            for (int n = 0; n < runs; n++) {
                Instant start = Instant.now();
                Program.Run run = resident.program().run("review", "--json").orThrow();
                String job = Json.readObject(run.out()).string("jobId").orElseThrow();
                untils.add((double) Duration.between(start, turnStarted(resident.jobDirectory(job)))
                        .toMillis());
            }
            Files.delete(change);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Samples until = new Samples(untils);
        return new Row(
                "review, from its start to review/start answered",
                until.spread() + " ms",
                "",
                Row.words("<= %.0f ms", GOAL_UNTIL_REVIEW),
                until.median() <= GOAL_UNTIL_REVIEW);
    }

    private static Instant turnStarted(Path jobDirectory) {
        List<Instant> starts = new ArrayList<>();
        try (EventReader events = EventReader.fromStart(new JobDirectory(jobDirectory))) {
            events.readEvents(event -> {
                if (event.type() == EventType.TURN_STARTED) {
                    starts.add(event.at());
                }
            });
        }
        return starts.get(0);
    }

    private static long worker(Path jobDirectory) {
        AtomicLong pid = new AtomicLong();
        try (EventReader events = EventReader.fromStart(new JobDirectory(jobDirectory))) {
            events.readLines(line -> {
                Event event = Event.decode(line);
                if (event.type() == EventType.JOB_STARTED) {
                    pid.set(event.data().number("pid").orElseThrow());
                }
            });
        }
        return pid.get();
    }

    private static double milliseconds(Path log, String type) {
        try {
            return Files.readAllLines(log).stream()
                    .map(INITIALISED::matcher)
                    .filter(Matcher::matches)
                    .filter(found -> found.group(2).replace('/', '.').equals(type))
                    .findFirst()
                    .map(found -> Long.parseLong(found.group(1)) / 1e6)
                    .orElseThrow(() -> new IllegalStateException(type + " was never initialised: " + log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
