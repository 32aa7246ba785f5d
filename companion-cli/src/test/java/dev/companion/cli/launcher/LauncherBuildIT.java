package dev.companion.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.companion.cli.launcher.Launch.Answer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first use after a clone: one build, said on stderr, whoever else is starting. */
class LauncherBuildIT {
    @TempDir
    private Path directory;

    private LauncherTree tree;
    private Path product;
    private Path builds;

    @BeforeEach
    void prepare() throws IOException {
        directory = directory.toRealPath();
        tree = LauncherTree.unbuilt(directory.resolve("tree"));
        product = LauncherTree.built(directory.resolve("product")).root();
        builds = directory.resolve("builds");
    }

    @Test
    void without_maven_the_way_out_is_said_in_two_lines() {
        Answer answer = tree.launch().with("PATH", "/nowhere").run();

        assertThat(answer.exitCode()).isEqualTo(6);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err().lines())
                .containsExactly(
                        "companion: is not built yet, and there is no Maven (mvn) on PATH to build it",
                        "Install Maven 3.8.6 or newer, then run the command again.");
    }

    @Test
    void the_first_use_builds_and_stdout_is_the_programs_alone() throws IOException {
        maven("echo noise; echo noise >&2; " + buildLine());

        Answer answer = launch("exit", "0").run();
        Answer next = launch().run();

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err().lines()).hasSize(2).allMatch(line -> line.startsWith("companion: "));
        assertThat(next.err()).isEmpty();
        assertThat(builds).hasContent("-q -B package -pl companion-cli -am -DskipTests -Dspotless.check.skip=true\n");
    }

    @Test
    void first_uses_at_the_same_time_wait_for_one_build() throws IOException {
        maven(buildLine());

        List<Answer> answers = launchTogether("/usr/bin:/bin");

        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.exitCode()).as(answer.err()).isZero());
        assertThat(Files.readAllLines(builds)).hasSize(1);
    }

    @Test
    void perl_keeps_the_lock_where_there_is_no_flock() throws IOException {
        assumeThat(Path.of("/usr/bin/perl")).exists();
        Path few = directory.resolve("few");
        Commands.lend(few, "cp", "mkdir", "perl", "tail");
        maven(buildLine());

        List<Answer> answers = launchTogether(few.toString());

        assertThat(answers)
                .allSatisfy(
                        answer -> assertThat(answer.exitCode()).as(answer.err()).isZero());
        assertThat(Files.readAllLines(builds)).hasSize(1);
    }

    @Test
    void a_failed_build_shows_the_end_of_its_log() throws IOException {
        maven("seq 1 100; echo 'the reason'; exit 1");

        Answer answer = launch().run();

        assertThat(answer.exitCode()).isEqualTo(6);
        assertThat(answer.out()).isEmpty();
        assertThat(answer.err().lines())
                .hasSize(1 + 15 + 2)
                .contains("the reason")
                .contains("companion: the build failed; the whole log is " + tree.root() + "/target/first-build.log");
    }

    @Test
    void a_build_that_was_killed_blocks_nobody() throws Exception {
        Path begun = directory.resolve("begun");
        assertThat(Launch.of(Path.of("mkfifo"), begun.toString()).run().exitCode())
                .isZero();
        maven("echo begun >'" + begun + "'; read -r line <'" + begun + "'");
        Process killed = launch().start();
        try (BufferedReader news = Files.newBufferedReader(begun)) {
            assertThat(news.readLine()).isEqualTo("begun");
        } finally {
            List<ProcessHandle> all = killed.descendants().toList();
            killed.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            assertThat(killed.waitFor(20, TimeUnit.SECONDS)).isTrue();
            for (ProcessHandle one : all) {
                one.onExit().get(20, TimeUnit.SECONDS);
            }
        }
        maven(buildLine());

        Answer answer = launch("exit", "0").run();

        assertThat(answer.exitCode()).as(answer.err()).isZero();
    }

    private Launch launch(String... arguments) {
        return tree.launch(arguments).with("PATH", directory.resolve("bin") + ":/usr/bin:/bin");
    }

    private List<Answer> launchTogether(String path) {
        List<CompletableFuture<Answer>> starts = IntStream.range(0, 6)
                .mapToObj(number -> CompletableFuture.supplyAsync(
                        () -> launch("exit", "0")
                                .with("PATH", directory.resolve("bin") + ":" + path)
                                .run(),
                        command -> new Thread(command, "start-" + number).start()))
                .toList();
        return starts.stream().map(CompletableFuture::join).toList();
    }

    private void maven(String line) throws IOException {
        Commands.write(directory.resolve("bin/mvn"), line);
    }

    private String buildLine() {
        return "echo \"$@\" >>'%s'; cp -R '%s/companion-cli' .".formatted(builds, product);
    }
}
