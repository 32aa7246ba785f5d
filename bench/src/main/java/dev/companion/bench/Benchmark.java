package dev.companion.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code bench/run [--runs N] [--java HOME]... [--only WORD]}: measures everything on each Java and prints one table each,
 * with the machine's load beside. Without {@code --java} every JDK 25 and 17 that is found.
 */
public final class Benchmark {
    private static final int RUNS = 15;
    private static final String LINE = "%-58s  %-26s  %-34s  %-30s  %-6s  %s%n";

    private final int runs;
    private final String only;

    private Benchmark(int runs, String only) {
        this.runs = runs;
        this.only = only;
    }

    /** Runs it. */
    public static void main(String[] arguments) throws IOException {
        int runs = RUNS;
        String only = "";
        List<Path> javas = new ArrayList<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            switch (arguments[i]) {
                case "--runs" -> runs = Integer.parseInt(arguments[i + 1]);
                case "--only" -> only = arguments[i + 1];
                case "--java" -> javas.add(Path.of(arguments[i + 1]));
                default -> throw new IllegalArgumentException("unknown option " + arguments[i]);
            }
        }
        try (Place place = new Place()) {
            for (Path java : javas.isEmpty() ? found() : javas) {
                new Benchmark(runs, only).measure(place, java);
            }
        }
    }

    private static List<Path> found() throws IOException {
        List<Path> homes = new ArrayList<>();
        for (String version : List.of("25", "17")) {
            String named = System.getenv("JAVA_HOME_" + version);
            Optional<Path> home = named == null ? installed(version) : Optional.of(Path.of(named));
            home.ifPresent(homes::add);
        }
        return homes.isEmpty() ? List.of(Path.of(System.getProperty("java.home"))) : homes;
    }

    private static Optional<Path> installed(String version) throws IOException {
        Path parent = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(parent)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(parent)) {
            return homes.filter(home -> release(home).contains("JAVA_VERSION=\"" + version + "."))
                    .sorted()
                    .findFirst();
        }
    }

    private static String release(Path home) {
        try {
            return Files.readString(home.resolve("release"));
        } catch (IOException e) {
            return "";
        }
    }

    private void measure(Place place, Path java) {
        System.out.printf(
                "%n%s, %d processors, %s, %d runs each%n",
                release(java)
                        .lines()
                        .filter(line -> line.startsWith("JAVA_RUNTIME_VERSION="))
                        .findFirst()
                        .orElse(java.toString()),
                Runtime.getRuntime().availableProcessors(),
                LocalDate.now(ZoneOffset.UTC),
                runs);
        System.out.printf(LINE, "what", "measured", "compared", "goal", "", "load");
        place.use(java);
        StartUp startUp = new StartUp(place, java, runs);
        startUp.rows(this::wanted).forEach(Benchmark::print);
        new ReviewContexts(place, java, runs).rows(this::wanted).forEach(Benchmark::print);
        new Load(place).rows(this::wanted).forEach(Benchmark::print);
        new ResidentTimes(place, startUp, runs).rows(this::wanted).forEach(Benchmark::print);
        new Storm(place, runs).rows(this::wanted).forEach(Benchmark::print);
        new Footprint(place).rows(this::wanted).forEach(Benchmark::print);
    }

    private boolean wanted(String what) {
        return what.contains(only);
    }

    private static void print(Row row) {
        System.out.printf(
                Locale.ROOT,
                LINE,
                row.what(),
                row.measured(),
                row.ratio(),
                row.goal(),
                row.met() ? "met" : "MISSED",
                Processes.load());
    }
}
