package dev.companion.cli.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.launcher.Launch.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The class-data archive makes starts faster and is never noticed otherwise. */
class LauncherArchiveIT {
    @TempDir
    private Path directory;

    private LauncherTree tree;
    private Path trainings;

    @BeforeEach
    void prepare() throws IOException {
        directory = directory.toRealPath();
        tree = LauncherTree.built(directory.resolve("tree"));
        trainings = directory.resolve("trainings");
    }

    @Test
    void the_first_use_makes_it_and_the_next_ones_use_it() throws IOException {
        Answer first = launch().run();
        Answer second = launch().run();

        assertThat(tree.archives()).hasSize(1);
        assertThat(second.archiveFlag())
                .isEqualTo(first.archiveFlag())
                .endsWith(tree.archives().get(0).toString());
        assertThat(Files.readAllLines(trainings)).hasSize(1);
    }

    @Test
    void each_role_has_its_own() throws IOException {
        Answer reading = launch("status").run();
        Answer writing = launch("task", "--background").run();

        assertThat(Files.readAllLines(trainings)).containsExactly("read", "work", "keep", "write");
        assertThat(tree.archives()).hasSize(4);
        assertThat(reading.archiveFlag()).contains("/read-");
        assertThat(writing.archiveFlag()).contains("/write-");
        assertThat(writing.workerArchiveFlag()).contains("/work-");
        assertThat(writing.keeperArchiveFlag()).contains("/keep-");
    }

    /** They start workers for jobs whose worker died. */
    @Test
    void commands_that_only_look_pass_on_what_there_is_for_workers() {
        Answer before = launch("status").run();
        launch("task").run();
        Answer after = launch("status").run();

        assertThat(before.workerArchiveFlag()).isEmpty();
        assertThat(after.workerArchiveFlag()).contains("/work-");
        assertThat(after.keeperArchiveFlag()).contains("/keep-");
    }

    @Test
    void first_uses_at_the_same_time_make_one() throws IOException {
        List<CompletableFuture<Answer>> starts = IntStream.range(0, 8)
                .mapToObj(number -> CompletableFuture.supplyAsync(
                        () -> launch().run(), command -> new Thread(command, "start-" + number).start()))
                .toList();

        assertThat(starts).allSatisfy(start -> {
            assertThat(start.join().exitCode()).isZero();
            assertThat(start.join().err()).isEmpty();
        });
        assertThat(Files.readAllLines(trainings)).hasSize(1);
        assertThat(tree.archives()).hasSize(1);
    }

    @Test
    void a_damaged_one_is_passed_over_in_silence() throws IOException {
        launch().run();
        Path archive = tree.archives().get(0);
        byte[] whole = Files.readAllBytes(archive);
        byte[] noise = new byte[whole.length];
        new Random(1).nextBytes(noise);

        for (byte[] damaged : List.of(new byte[1], Arrays.copyOf(whole, whole.length / 2), noise)) {
            Files.delete(archive);
            Files.write(archive, damaged);

            Answer answer = launch("an argument").run();

            assertThat(answer.exitCode()).isZero();
            assertThat(answer.err()).isEmpty();
            assertThat(answer.out()).startsWith("argument=");
        }
    }

    @Test
    void another_build_gets_another() throws IOException {
        launch().run();
        Files.writeString(tree.distribution().resolve("build"), "2\n");

        Answer answer = launch().run();

        assertThat(answer.archiveFlag()).isNotEmpty();
        assertThat(Files.readAllLines(trainings)).hasSize(2);
        assertThat(tree.archives()).hasSize(1);
    }

    @Test
    void a_tree_that_was_moved_gets_another() throws IOException {
        launch().run();
        LauncherTree moved = new LauncherTree(Files.move(tree.root(), directory.resolve("moved")));

        Answer answer = moved.launch()
                .withArchive()
                .with("PROBE_TRAININGS", trainings.toString())
                .run();

        assertThat(answer.archiveFlag()).contains(moved.root().toString());
        assertThat(Files.readAllLines(trainings)).hasSize(2);
    }

    @Test
    void a_training_that_failed_is_not_tried_at_every_start() throws IOException {
        Answer first = launch().with("PROBE_CANNOT_TRAIN", "1").run();
        Answer second = launch().with("PROBE_CANNOT_TRAIN", "1").run();

        assertThat(first.exitCode()).isZero();
        assertThat(first.archiveFlag()).isEmpty();
        assertThat(second.exitCode()).isZero();
        assertThat(Files.readAllLines(trainings)).hasSize(1);
    }

    @Test
    void it_can_be_switched_off() {
        Answer answer = launch().with("COMPANION_ARCHIVE", "off").run();

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.archiveFlag()).isEmpty();
        assertThat(trainings).doesNotExist();
    }

    @Test
    void G31_where_the_tree_cannot_be_written_the_users_private_cache_takes_it() throws IOException {
        // A file in the directory's place stops every user, root included.
        Files.writeString(tree.distribution().resolve("archive"), "");
        Path cache = directory.resolve("cache");

        Answer first = launch().with("XDG_CACHE_HOME", cache.toString()).run();
        Answer second = launch().with("XDG_CACHE_HOME", cache.toString()).run();

        List<Path> archives = LauncherTree.archivesIn(cache);
        assertThat(archives).hasSize(1);
        assertThat(second.archiveFlag())
                .isEqualTo(first.archiveFlag())
                .endsWith(archives.get(0).toString());
        assertThat(Files.readAllLines(trainings)).hasSize(1);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cache.resolve("companion/archive"))))
                .isEqualTo("rwx------");
    }

    @Test
    void without_any_place_for_it_the_program_runs_all_the_same() throws IOException {
        Files.writeString(tree.distribution().resolve("archive"), "");

        Answer answer = launch().run();

        assertThat(answer.exitCode()).isZero();
        assertThat(answer.err()).isEmpty();
        assertThat(answer.archiveFlag()).isEmpty();
    }

    private Launch launch(String... arguments) {
        return tree.launch(arguments).withArchive().with("PROBE_TRAININGS", trainings.toString());
    }
}
