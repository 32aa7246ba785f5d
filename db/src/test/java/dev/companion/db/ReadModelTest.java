package dev.companion.db;

import static dev.companion.core.job.JobFixtures.WORKSPACE;
import static dev.companion.core.job.JobFixtures.claimed;
import static dev.companion.core.job.JobFixtures.ended;
import static dev.companion.core.job.JobFixtures.id;
import static dev.companion.core.job.JobFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.Overview;
import dev.companion.core.job.StateRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ReadModelTest {
    private static final String OTHER = "/home/ada/other";

    @TempDir
    Path temporary;

    @Test
    void the_read_model_answers_without_loading_the_database_engine() throws Exception {
        store().insert(queued(1));

        try (ChildJvm child = ChildJvm.start(
                List.of(), ChildJvm.classPath(), List.of("-Xlog:class+load"), "read", directory(), id(1).value())) {
            List<String> lines = child.rest();
            assertThat(lines).contains("found Optional[" + id(1) + "] among 1 and 1 prefix [" + id(1) + "]");
            assertThat(lines)
                    .filteredOn(line -> line.contains(" org.h2.") || line.contains(" org.flywaydb."))
                    .isEmpty();
        }
    }

    @Test
    void a_store_that_never_was_is_read_without_making_one() throws IOException {
        assertThat(store().overview(Optional.empty())).isEqualTo(new Overview(List.of(), List.of()));
        assertThat(store().find(id(1))).isEmpty();
        assertThat(files(root().directory())).isEmpty();
    }

    @Test
    void a_writer_killed_between_commit_and_publication_is_healed_by_the_next_reader() throws IOException {
        Job job = store().insert(queued(1)).job();
        byte[] seal = Files.readAllBytes(root().storeSeal());
        Path before = copyOf(root().view());
        Job running = store().replace(job, claimed(job), "claimed").orElseThrow();

        replace(root().view(), before);
        Files.write(root().storeSeal(), seal);
        Files.writeString(marker(), "{\"jobs\":{\"" + id(1) + "\":\"" + WORKSPACE + "\"}}");

        assertThat(store().overview(Optional.of(WORKSPACE)).active()).containsExactly(running);
        assertThat(marker()).doesNotExist();
        assertAnswersFromFiles(running);
    }

    @Test
    void a_doubt_that_cannot_be_read_is_a_doubt_about_everything() throws IOException {
        Job job = store().insert(queued(1)).job();
        Path before = copyOf(root().view());
        Job running = store().replace(job, claimed(job), "claimed").orElseThrow();

        replace(root().view(), before);
        Files.writeString(marker(), "");

        assertThat(store().find(id(1))).contains(running);
        assertThat(marker()).doesNotExist();
        assertThat(store().overview(Optional.empty()).active()).containsExactly(running);
        assertThat(store().overview(Optional.of(WORKSPACE)).active()).containsExactly(running);
        assertAnswersFromFiles(running);
    }

    @Test
    void a_database_that_was_exchanged_sends_readers_to_it() throws IOException {
        store().insert(queued(1));
        JobStore elsewhere = new JdbcJobStore(StateRoot.open(temporary.resolve("elsewhere")));
        elsewhere.insert(queued(2));
        elsewhere.insert(queued(3));

        Files.move(
                temporary.resolve("elsewhere/companion.mv.db"), root().database(), StandardCopyOption.REPLACE_EXISTING);

        assertThat(store().find(id(1))).isEmpty();
        assertThat(store().overview(Optional.empty()).active()).containsExactly(queued(3), queued(2));
        assertThat(store().overview(Optional.of(WORKSPACE)).active()).containsExactly(queued(3), queued(2));
    }

    @Test
    void the_read_model_comes_back_after_it_was_deleted() throws IOException {
        Job job = store().insert(queued(1)).job();
        delete(root().view());

        assertThat(store().find(id(1))).contains(job);
        assertThat(store().overview(Optional.empty()).active()).containsExactly(job);
        assertThat(store().overview(Optional.of(WORKSPACE)).active()).containsExactly(job);
        assertAnswersFromFiles(job);
    }

    @Test
    void a_damaged_file_of_the_read_model_is_replaced() throws IOException {
        Job job = store().insert(queued(1)).job();
        for (Path file : files(root().view())) {
            byte[] whole = Files.readAllBytes(file);
            for (String rubbish :
                    new String[] {"", "{", "[]", "{\"format\":99}", new String(whole, 0, 200, StandardCharsets.UTF_8)
                    }) {
                Files.writeString(file, rubbish);

                assertThat(store().find(id(1))).contains(job);
                assertThat(store().overview(Optional.empty()).active()).containsExactly(job);
                assertThat(store().overview(Optional.of(WORKSPACE)).active()).containsExactly(job);
                assertThat(file).hasBinaryContent(whole);
            }
        }
    }

    @Test
    void G31_the_store_makes_private_files_and_follows_no_link_in_the_read_model() throws IOException {
        Job job = store().insert(queued(1)).job();
        assertThat(files(root().directory()))
                .allSatisfy(file -> assertThat(mode(file)).isEqualTo("rw-------"));
        assertThat(mode(root().view())).isEqualTo("rwx------");

        Path published = root().view().resolve("jobs").resolve(id(1) + ".bin");
        Path forged = temporary.resolve("forged.bin");
        Job other = queued(1).draft().title("forged").build();
        Files.write(forged, ViewCodec.write(Optional.empty(), new Overview(List.of(other), List.of())));
        Files.delete(published);
        Files.createSymbolicLink(published, forged);

        assertThat(store().find(id(1))).contains(job);
        assertThat(published).isRegularFile();
    }

    @Test
    void a_reader_never_goes_back_and_sees_what_was_acknowledged() throws Exception {
        JobStore writer = store();
        Job job = writer.insert(queued(1)).job();
        AtomicLong acknowledged = new AtomicLong(job.version());
        CompletableFuture<Integer> reads = CompletableFuture.supplyAsync(() -> readUntilEnded(acknowledged));

        Job current = writer.replace(job, claimed(job), "claimed").orElseThrow();
        for (int n = 0; n < 60; n++) {
            acknowledged.set(current.version());
            current = writer.replace(
                            current, current.draft().title("title " + n).build(), "")
                    .orElseThrow();
        }
        assertThat(writer.replace(current, ended(current, JobState.COMPLETED), "done"))
                .isPresent();

        assertThat(reads.get()).isPositive();
    }

    private int readUntilEnded(AtomicLong acknowledged) {
        JobStore reader = store();
        long last = 0;
        for (int reads = 1; ; reads++) {
            long atLeast = Math.max(acknowledged.get(), last);
            Overview overview = reader.overview(Optional.empty());
            Job job = overview.active().isEmpty()
                    ? overview.finished().get(0)
                    : overview.active().get(0);
            assertThat(job.version()).isGreaterThanOrEqualTo(atLeast);
            Job found = reader.find(id(1)).orElseThrow();
            assertThat(found.version()).isGreaterThanOrEqualTo(job.version());
            last = found.version();
            if (!found.isActive()) {
                return reads;
            }
        }
    }

    @Test
    void a_deleted_job_leaves_the_read_model() {
        Job job = store().insert(queued(1)).job();
        Job running = store().replace(job, claimed(job), "claimed").orElseThrow();
        assertThat(store().replace(running, ended(running, JobState.FAILED), "done"))
                .isPresent();
        store().delete(id(1));

        assertThat(root().view().resolve("jobs")).isEmptyDirectory();
        assertThat(store().overview(Optional.of(WORKSPACE)).finished()).isEmpty();
    }

    @Test
    void what_is_published_of_several_working_trees_is_what_the_database_says() throws IOException {
        int n = 0;
        for (; n < JobStore.OVERVIEW_FINISHED - 1; n++) {
            end(n % 3 == 0 ? OTHER : WORKSPACE, n);
        }
        store().insert(queued(n++, OTHER));
        assertPublishedAsInTheDatabase();

        // From here on there are more finished ones than an overview holds, of both.
        end(WORKSPACE, n++);
        end(OTHER, n++);
        assertPublishedAsInTheDatabase();
        end(WORKSPACE, n++);
        assertPublishedAsInTheDatabase();

        for (int last = n + JobStore.OVERVIEW_FINISHED; n < last; n++) {
            end(WORKSPACE, n);
        }
        assertPublishedAsInTheDatabase();
        end(OTHER, n++);
        assertPublishedAsInTheDatabase();
        store().insert(queued(n, WORKSPACE));
        assertPublishedAsInTheDatabase();
    }

    private void end(String workspaceRoot, int n) {
        Job job = store().insert(queued(n, workspaceRoot)).job();
        assertThat(store().replace(job, ended(job, JobState.CANCELLED), "done")).isPresent();
    }

    private void assertPublishedAsInTheDatabase() throws IOException {
        List<Optional<String>> trees = List.of(Optional.empty(), Optional.of(WORKSPACE), Optional.of(OTHER));
        List<Overview> published =
                trees.stream().map(tree -> store().overview(tree)).toList();
        delete(root().view());
        assertThat(published)
                .isEqualTo(trees.stream().map(tree -> store().overview(tree)).toList());
    }

    /** The same answers when the database cannot be asked: the lock is a directory. */
    private void assertAnswersFromFiles(Job job) throws IOException {
        Files.delete(root().storeLock());
        Files.createDirectory(root().storeLock());
        assertThat(store().find(job.id())).contains(job);
        assertThat(store().overview(Optional.empty()).active()).containsExactly(job);
        assertThat(store().overview(Optional.of(WORKSPACE)).active()).containsExactly(job);
    }

    private StateRoot root() {
        return StateRoot.open(temporary.resolve("state"));
    }

    private JobStore store() {
        return new JdbcJobStore(root());
    }

    private String directory() {
        return root().directory().toString();
    }

    private Path marker() {
        return root().view().resolve("in-doubt");
    }

    private static String mode(Path path) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Collection<Path> files(Path directory) throws IOException {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(Files::isRegularFile).toList();
        }
    }

    private Path copyOf(Path directory) throws IOException {
        Path copy = temporary.resolve("copy");
        for (Path file : files(directory)) {
            Path target = copy.resolve(directory.relativize(file).toString());
            Files.createDirectories(target.resolve("..").normalize());
            Files.copy(file, target);
        }
        return copy;
    }

    private static void replace(Path directory, Path by) throws IOException {
        for (Path file : files(by)) {
            Files.copy(file, directory.resolve(by.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void delete(Path directory) throws IOException {
        List<Path> tree;
        try (Stream<Path> all = Files.walk(directory)) {
            tree = new ArrayList<>(all.toList());
        }
        for (int last = tree.size() - 1; last >= 0; last--) {
            Files.delete(tree.get(last));
        }
    }
}
