package dev.companion.db;

import static dev.companion.core.job.JobFixtures.claimed;
import static dev.companion.core.job.JobFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.Insertion;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.JobRecord;
import dev.companion.core.job.JobState;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.Overview;
import dev.companion.core.job.StateRoot;
import dev.companion.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The store of every released version opens, says what it said, and takes the next job. */
class G16_ReleasedStoreTest {
    @TempDir
    Path temporary;

    static Stream<Path> releases() throws IOException, URISyntaxException {
        URI resources = Objects.requireNonNull(G16_ReleasedStoreTest.class.getResource("/released"))
                .toURI();
        try (Stream<Path> releases = Files.list(Path.of(resources))) {
            return releases.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("releases")
    void a_released_store_that_was_copied_reads_as_it_was_written(Path release) throws IOException {
        Map<String, String> before = content(release);
        JobStore store = copied(release);

        assertReadsAsWritten(store, new ReleasedStore(release));
        assertTakesTheNextJob(store);

        assertThat(content(release)).as("the copy that is kept").isEqualTo(before);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void a_released_store_that_was_not_touched_since_reads_as_it_was_written(Path release) throws IOException {
        JobStore store = copied(release);
        assertLooksUntouched();

        assertReadsAsWritten(store, new ReleasedStore(release));
        assertTakesTheNextJob(store);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void a_released_store_without_its_view_reads_as_it_was_written(Path release) throws IOException {
        JobStore store = copied(release);
        delete(root().view());

        assertReadsAsWritten(store, new ReleasedStore(release));
        assertTakesTheNextJob(store);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void a_released_store_has_jobs_in_every_state(Path release) throws IOException {
        assertThat(new ReleasedStore(release).records())
                .extracting(record -> Json.readObject(record).string("status").orElseThrow())
                .contains(Stream.of(JobState.values()).map(JobState::wireName).toArray(String[]::new));
    }

    /** Else a released migration was edited: whoever has that release will never get what was changed. */
    @ParameterizedTest
    @MethodSource("releases")
    void a_released_store_has_the_tables_of_a_new_one(Path release) throws Exception {
        assertTakesTheNextJob(copied(release));
        StateRoot fresh = StateRoot.open(temporary.resolve("fresh"));
        assertTakesTheNextJob(new JdbcJobStore(fresh));

        assertThat(schema(root())).isEqualTo(schema(fresh)).hasSizeGreaterThan(50);
    }

    /** Every column, index and constraint, one a line. */
    private static List<String> schema(StateRoot root) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = H2Engine.openToRead(root.database())) {
            Jdbc jdbc = new Jdbc(connection);
            for (String query : List.of("""
                    select table_name || '.' || column_name || ' ' || data_type || ' '
                      || coalesce(character_maximum_length, 0) || ' ' || coalesce(datetime_precision, 0) || ' '
                      || is_nullable || ' ' || coalesce(column_default, '') as line
                    from information_schema.columns where table_schema = 'public'""", """
                    select i.table_name || ' ' || i.index_type_name || ' ' || c.ordinal_position || ' ' || c.column_name
                      || ' ' || c.ordering_specification as line
                    from information_schema.indexes i join information_schema.index_columns c
                      on c.index_schema = i.index_schema and c.index_name = i.index_name
                    where i.table_schema = 'public'""", """
                    select table_name || ' ' || constraint_type as line
                    from information_schema.table_constraints where table_schema = 'public'""")) {
                lines.addAll(jdbc.query(query, row -> row.getString("line")));
            }
        }
        return lines.stream().sorted().toList();
    }

    private void assertReadsAsWritten(JobStore store, ReleasedStore release) throws IOException {
        List<Job> jobs = store.list(JobQuery.ALL);
        assertRecordsAsWritten(jobs, release.records());
        assertThat(store.overview(Optional.empty()).active())
                .containsExactlyElementsOf(jobs.stream().filter(Job::isActive).toList());
        for (Job job : jobs) {
            assertThat(store.find(job.id())).contains(job);
            job.idempotencyKey()
                    .ifPresent(
                            key -> assertThat(store.findByIdempotencyKey(key)).contains(job));
        }
        assertThat(ReleasedStore.historyOf(jobs, store)).isEqualTo(release.history());
    }

    /** A later version may know more of a job; what the release wrote stays as it was. */
    private static void assertRecordsAsWritten(List<Job> jobs, List<String> written) {
        assertThat(jobs).hasSameSizeAs(written);
        for (int i = 0; i < written.size(); i++) {
            assertThat(Json.readObject(JobRecord.json(jobs.get(i))).fields())
                    .containsAllEntriesOf(Json.readObject(written.get(i)).fields());
        }
    }

    private static void assertTakesTheNextJob(JobStore store) {
        int jobs = store.list(JobQuery.ALL).size();
        Insertion insertion = store.insert(queued(500));
        assertThat(insertion).isInstanceOf(Insertion.Inserted.class);
        assertThat(store.replace(insertion.job(), claimed(insertion.job()), "claimed"))
                .isPresent();
        Overview overview = store.overview(Optional.empty());
        assertThat(overview.active())
                .extracting(Job::id)
                .contains(insertion.job().id());
        assertThat(store.list(JobQuery.ALL)).hasSize(jobs + 1);
    }

    /** A copy has another time; the release's own machine would see the one of the seal. */
    private void assertLooksUntouched() throws IOException {
        Seal seal = Seal.read(root().storeSeal());
        Files.setLastModifiedTime(root().database(), FileTime.from(seal.modified(), TimeUnit.NANOSECONDS));
        assertThat(seal.matches(root().database())).isTrue();
    }

    private JobStore copied(Path release) throws IOException {
        Path from = release.resolve(ReleasedStore.STATE);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy =
                        temporary.resolve("state").resolve(from.relativize(file).toString());
                Files.copy(file, copy);
                String mode = Files.isDirectory(copy) ? "rwx------" : "rw-------";
                Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(mode));
            }
        }
        return new JdbcJobStore(root());
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }

    private static Map<String, String> content(Path tree) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                // Latin-1 keeps every byte.
                content.put(tree.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return content;
    }

    private StateRoot root() {
        return StateRoot.open(temporary.resolve("state"));
    }
}
