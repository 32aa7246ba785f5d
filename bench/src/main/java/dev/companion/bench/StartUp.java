package dev.companion.bench;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobFixtures;
import dev.companion.core.job.JobState;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.Workspace;
import dev.companion.db.JdbcJobStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How long commands take from their start to their exit, each run followed by one of an empty program: the machine's floor. */
final class StartUp {
    private static final int WARM_UP = 3;
    /** What the launcher gives to every command, without the class-data archive. */
    static final List<String> FLAGS =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Xlog:disable");
    /** Measured for the best-known tool of this kind on a machine whose empty JVM 25 took 55 ms. */
    private static final double REFERENCE_STATUS = 192;

    private static final double REFERENCE_BACKGROUND = 493;
    private static final double REFERENCE_FOREGROUND = 716;
    private static final double REFERENCE_FLOOR = 55;

    private final Place place;
    private final int runs;
    private final List<String> empty;

    StartUp(Place place, Path java, int runs) {
        this.place = place;
        this.runs = runs;
        this.empty = new ArrayList<>();
        empty.add(java.resolve("bin/java").toString());
        empty.addAll(FLAGS);
        Path classes = Path.of(System.getProperty("java.class.path").split(":", 2)[0]);
        empty.addAll(List.of("-cp", classes.toAbsolutePath().toString(), EmptyMain.class.getName()));
    }

    /** What was measured, and the empty program beside it, in milliseconds. */
    record Pair(Samples command, Samples floor) {
        double ratio() {
            return command.median() / floor.median();
        }
    }

    Stream<Row> rows(Predicate<String> wanted) {
        Stream.Builder<Row> rows = Stream.builder();
        if (wanted.test("status")) {
            status().forEach(rows::add);
        }
        if (wanted.test("background")) {
            rows.add(background());
        }
        if (wanted.test("foreground")) {
            rows.add(foreground());
        }
        return rows.build();
    }

    private Stream<Row> status() {
        Pair fifty = status(50);
        Pair many = status(10_000);
        double growth = many.ratio() / fifty.ratio();
        return Stream.of(
                new Row("an empty program (floor)", fifty.floor().spread() + " ms", "", "", true),
                row("status --json, 50 jobs", fifty, REFERENCE_STATUS, 2.5 * REFERENCE_FLOOR / REFERENCE_STATUS),
                new Row(
                        "status --json, 10,000 jobs",
                        many.command().spread() + " ms",
                        Row.words("%.2f x with 50 jobs", growth),
                        "<= 1.2 x with 50 jobs",
                        growth <= 1.2));
    }

    private Pair status(int jobs) {
        Path state = place.state("with-" + jobs);
        fill(state, jobs);
        Program program = place.program(state);
        return paired(program, () -> program.run("status", "--json").orThrow(), run -> {});
    }

    /** Takes minutes for many jobs: done once for all Javas. */
    private void fill(Path state, int jobs) {
        if (Files.exists(state)) {
            return;
        }
        JobStore store = new JdbcJobStore(StateRoot.open(state));
        Workspace workspace = new Workspace(place.workspace().toString(), Optional.empty());
        for (int n = 1; n <= jobs; n++) {
            Job queued = store.insert(JobFixtures.draft(n)
                            .workspace(workspace)
                            .cwd(workspace.root())
                            .build())
                    .job();
            JobState end = n % 7 == 0 ? JobState.FAILED : JobState.CANCELLED;
            if (store.replace(queued, JobFixtures.ended(queued, end), "ended").isEmpty()) {
                throw new IllegalStateException("somebody else writes here");
            }
        }
    }

    private Row background() {
        Program program = place.program(place.state("background"));
        Pair pair = paired(
                program,
                () -> program.run("task", "--background", "--output", "id", "say hello")
                        .orThrow(),
                run -> program.run("wait", run.out().strip()).orThrow());
        return row("task --background, until the shell is back", pair, REFERENCE_BACKGROUND, 0.8);
    }

    private Row foreground() {
        Program program = place.program(place.state("foreground"));
        Pair pair = paired(program, () -> program.run("task", "say hello").orThrow(), run -> {});
        return row("task, a model that answers at once", pair, REFERENCE_FOREGROUND, 1.0);
    }

    /** Command and empty program in turn, so that both see the same machine. */
    Pair paired(Program program, Supplier<Program.Run> command, Consumer<Program.Run> after) {
        List<Double> commands = new ArrayList<>();
        List<Double> floors = new ArrayList<>();
        for (int n = -WARM_UP; n < runs; n++) {
            Program.Run run = command.get();
            after.accept(run);
            Program.Run floor = program.run(empty).orThrow();
            if (n >= 0) {
                commands.add(run.milliseconds());
                floors.add(floor.milliseconds());
            }
        }
        return new Pair(new Samples(commands), new Samples(floors));
    }

    /** A time against the reference tool's: as it was measured, and scaled by the two machines' floors. */
    static Row row(String what, Pair pair, double reference, double share) {
        double floors = share * reference / REFERENCE_FLOOR;
        return new Row(
                what,
                pair.command().spread() + " ms",
                Row.words(
                        "%.2f x floor, %.2f x reference",
                        pair.ratio(), pair.command().median() / reference),
                Row.words("<= %.1f x floor (%.0f ms there)", floors, share * reference),
                pair.ratio() <= floors);
    }
}
