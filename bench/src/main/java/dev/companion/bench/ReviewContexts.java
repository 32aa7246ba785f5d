package dev.companion.bench;

import dev.companion.core.git.GitRepository;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What it takes to collect the context of a review, beside the {@code git diff} that is the least of it. */
final class ReviewContexts {
    private static final int FILES = 1000;
    private static final int CHANGED_LINES = 38;
    private static final int WARM_UP = 5;
    private static final double GOAL = 1.5;

    private final Place place;
    private final Path java;
    private final int runs;

    ReviewContexts(Place place, Path java, int runs) {
        this.place = place;
        this.java = java;
        this.runs = runs;
    }

    Stream<Row> rows(Predicate<String> wanted) {
        if (!wanted.test("context")) {
            return Stream.empty();
        }
        GitRepository repository = repository();
        return Stream.of(
                row("context of a branch: 1,000 files, 5 MB", measure(repository, "branch", "main", "HEAD")),
                row("context of a working tree: 1,000 files, 5 MB", uncommitted(repository)));
    }

    private List<String> uncommitted(GitRepository repository) {
        repository.run("reset", "--quiet", "--mixed", "main");
        // An index that is older than the files would have git read all of them.
        repository.run("update-index", "-q", "--refresh");
        List<String> lines = measure(repository, "working-tree");
        repository.commit("change");
        return lines;
    }

    /** On a branch that has changed five kilobytes in each of a thousand files. Made once for all Javas. */
    private GitRepository repository() {
        Path directory = place.directory().resolve("review");
        if (Files.exists(directory)) {
            return GitRepository.at(directory);
        }
        GitRepository repository = GitRepository.create(directory);
        write(repository, "before");
        repository.commit("before");
        repository.run("switch", "--quiet", "--create", "side");
        write(repository, "after");
        repository.commit("change");
        return repository;
    }

    private static void write(GitRepository repository, String word) {
        for (int file = 0; file < FILES; file++) {
            int number = file;
            String text = IntStream.range(0, 100)
                    .mapToObj(line -> "line " + line + " of file " + number + ", as it is "
                            + (line < CHANGED_LINES ? word : "always") + ", with a few more words\n")
                    .reduce("", String::concat);
            repository.write("part" + file % 20 + "/file" + file + ".txt", text);
        }
    }

    private List<String> measure(GitRepository repository, String scope, String... arguments) {
        List<String> command = new ArrayList<>(List.of(java.resolve("bin/java").toString()));
        command.addAll(StartUp.FLAGS);
        command.addAll(List.of("-cp", classPath(), CollectMain.class.getName()));
        command.addAll(List.of(repository.root().toString(), scope, String.valueOf(WARM_UP + runs)));
        command.addAll(List.of(arguments));
        return place.program(place.state("review"))
                .run(command)
                .orThrow()
                .out()
                .lines()
                .toList();
    }

    /** Ours, from any directory. */
    private static String classPath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Row row(String what, List<String> lines) {
        List<String> warm = lines.subList(WARM_UP, lines.size());
        Samples git = column(warm, 0);
        Samples collection = column(warm, 1);
        double ratio = collection.median() / git.median();
        return new Row(
                what,
                collection.spread() + " ms",
                Row.words(
                        "%.2f x git diff (%.0f ms); cold %.0f ms",
                        ratio, git.median(), column(lines.subList(0, 1), 1).median()),
                Row.words("<= %.1f x git diff", GOAL),
                ratio <= GOAL);
    }

    private static Samples column(List<String> lines, int index) {
        return new Samples(lines.stream()
                .map(line -> Double.valueOf(line.split(" ", -1)[index]))
                .toList());
    }
}
