package dev.companion.db;

import static dev.companion.core.job.JobFixtures.claimed;
import static dev.companion.core.job.JobFixtures.id;
import static dev.companion.core.job.JobFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Insertion;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.StateRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class G13_DamagedStoreTest {
    private static final int JOBS = 12;

    @TempDir
    Path temporary;

    @BeforeEach
    void fill() {
        for (int n = 1; n <= JOBS; n++) {
            Job job = store().insert(queued(n)).job();
            assertThat(store().replace(job, claimed(job), "claimed")).isPresent();
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99})
    void a_truncated_store_is_refused_and_left_as_it_is(double rest) throws IOException {
        byte[] whole = Files.readAllBytes(root().database());

        assertRefusedUntouched(Arrays.copyOf(whole, (int) (whole.length * rest)));
    }

    @Test
    void garbage_is_refused_and_left_as_it_is() throws IOException {
        byte[] garbage = new byte[100_000];
        new Random(7).nextBytes(garbage);

        assertRefusedUntouched(garbage);
        assertRefusedUntouched("not a database\n".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_store_with_garbage_in_the_middle_is_refused_and_left_as_it_is() throws IOException {
        byte[] bytes = Files.readAllBytes(root().database());
        byte[] garbage = new byte[bytes.length / 2];
        new Random(7).nextBytes(garbage);
        System.arraycopy(garbage, 0, bytes, bytes.length / 4, garbage.length);

        assertRefusedUntouched(bytes);
    }

    @Test
    void an_empty_database_of_somebody_else_is_refused_and_left_as_it_is() throws Exception {
        Path other = Files.createFile(temporary.resolve("other.mv.db"));
        try (Connection connection = H2Engine.openToWrite(other, 0)) {
            connection.commit();
        }

        assertRefusedUntouched(Files.readAllBytes(other));
    }

    @Test
    void an_older_copy_of_the_store_is_refused_and_left_as_it_is() throws IOException {
        byte[] old = Files.readAllBytes(root().database());
        store().insert(queued(99));

        assertRefusedUntouched(old);
        Files.delete(root().storeSeal());

        assertThat(store().list(JobQuery.ALL)).as("accepted as the remedy says").hasSize(JOBS);
        assertThat(store().find(id(99))).isEmpty();
    }

    @Test
    void a_newer_store_is_refused_and_left_as_it_is() throws Exception {
        setSchemaVersion(SchemaMigration.CURRENT_VERSION + 1);
        byte[] newer = Files.readAllBytes(root().database());

        assertRefused(FailureCode.STORE_NEWER);
        assertThat(root().database()).hasBinaryContent(newer);
    }

    @Test
    void a_store_that_is_behind_is_migrated_and_keeps_its_jobs() throws Exception {
        setSchemaVersion(SchemaMigration.CURRENT_VERSION - 1);

        assertThat(store().list(JobQuery.ALL)).hasSize(JOBS);
        assertThat(store().insert(queued(99))).isInstanceOf(Insertion.Inserted.class);
    }

    @Test
    void a_missing_store_is_reported_and_not_made_anew() throws IOException {
        Files.delete(root().database());

        assertRefused(FailureCode.STORE_DAMAGED);
        assertThat(root().database()).doesNotExist();
        Files.delete(root().storeSeal());

        assertThat(store().overview(Optional.empty()).active())
                .as("as the remedy says")
                .isEmpty();
        store().insert(queued(1));
        assertThat(store().overview(Optional.empty()).active()).containsExactly(queued(1));
    }

    @Test
    void a_damaged_store_can_be_moved_aside_as_the_remedy_says() throws IOException {
        Path output = Files.writeString(root().createJobDirectory(id(1)).resolve("output.md"), "result");
        Files.writeString(root().database(), "garbage");
        assertRefused(FailureCode.STORE_DAMAGED);

        Files.move(root().database(), Path.of(root().database() + ".damaged"));
        Files.delete(root().storeSeal());

        assertThat(store().find(id(1))).isEmpty();
        assertThat(store().overview(Optional.empty()).active()).isEmpty();
        store().insert(queued(50));
        assertThat(store().list(JobQuery.ALL)).containsExactly(queued(50));
        assertThat(store().overview(Optional.empty()).active()).containsExactly(queued(50));
        assertThat(output).hasContent("result");
    }

    @Test
    void a_link_or_directory_in_the_place_of_the_store_is_refused() throws IOException {
        Path moved = Files.move(root().database(), temporary.resolve("moved.mv.db"));
        Files.createSymbolicLink(root().database(), moved);
        assertRefused(FailureCode.STORE_DAMAGED);

        Files.delete(root().database());
        Files.createDirectory(root().database());
        assertRefused(FailureCode.STORE_DAMAGED);
    }

    @Test
    void a_store_that_grew_with_writes_is_compacted() throws IOException {
        Job job = store().find(id(1)).orElseThrow();
        for (int n = 0; n < 400; n++) {
            job = store().replace(job, job.draft().title("title " + n).build(), "")
                    .orElseThrow();
        }

        assertThat(Files.size(root().database())).isLessThan(6L << 20);
        assertThat(store().list(JobQuery.ALL)).hasSize(JOBS).contains(job);
    }

    @Test
    void a_full_disk_is_reported_and_loses_nothing_that_was_acknowledged() throws Exception {
        Path full = temporary.resolve("full");
        List<String> said;
        // The shell counts blocks of 512 or 1024 bytes: room for the tables and for some jobs.
        List<String> limited = List.of("sh", "-c", "ulimit -f 4000 && exec \"$@\"", "limited");
        try (ChildJvm child = ChildJvm.start(limited, ChildJvm.classPath(), List.of(), "fill", full.toString())) {
            said = child.rest();
        }

        assertThat(said).contains("failure STORE_FULL");
        JobStore store = new JdbcJobStore(StateRoot.open(full));
        assertThat(said)
                .filteredOn(line -> line.startsWith("inserted"))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(store.idsStartingWith(line.substring("inserted ".length()), 1))
                        .hasSize(1));
        store.insert(queued(9999));
    }

    private void setSchemaVersion(int version) throws SQLException {
        try (Connection connection = H2Engine.openToWrite(root().database(), 0)) {
            assertThat(new Jdbc(connection).update("update store_state set schema_version = ?", version))
                    .isEqualTo(1);
            connection.commit();
        }
    }

    private void assertRefusedUntouched(byte[] content) throws IOException {
        Files.write(root().database(), content);

        assertRefused(FailureCode.STORE_DAMAGED);

        assertThat(root().database()).hasBinaryContent(content);
        assertThat(root().directory().toFile().list())
                .containsExactlyInAnyOrder("companion.mv.db", "store.lock", "store.seal", "view");
    }

    private void assertRefused(FailureCode code) {
        List<ThrowingCallable> calls = List.of(
                () -> store().insert(queued(500)),
                () -> store().list(JobQuery.ALL),
                () -> store().find(id(1)),
                () -> store().overview(Optional.empty()));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOfSatisfying(Failure.class, failure -> {
                assertThat(failure.code()).isEqualTo(code);
                assertThat(failure.message())
                        .contains(root().database().toString())
                        .doesNotContain("\n");
                assertThat(failure.remedy()).isNotBlank().doesNotContain("\n");
            });
        }
    }

    private StateRoot root() {
        return StateRoot.open(temporary.resolve("state"));
    }

    private JobStore store() {
        return new JdbcJobStore(root());
    }
}
