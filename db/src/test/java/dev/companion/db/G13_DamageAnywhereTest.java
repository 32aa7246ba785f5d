package dev.companion.db;

import static dev.companion.core.job.JobFixtures.claimed;
import static dev.companion.core.job.JobFixtures.detailed;
import static dev.companion.core.job.JobFixtures.ended;
import static dev.companion.core.job.JobFixtures.id;
import static dev.companion.core.job.JobFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.JobState;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.StateRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Wherever a store is damaged: it is refused in one line and left as it is, or the damage has hit nothing that is in use,
 * and then nothing is missing.
 */
@Timeout(240)
class G13_DamageAnywhereTest {
    private static final int BLOCK = 4096;
    private static final int JOBS = 12;

    @TempDir
    Path temporary;

    private final Random random = new Random(20261123);
    private byte[] whole = new byte[0];
    private List<Job> jobs = List.of();

    @BeforeEach
    void fill() throws IOException {
        JobState[] terminal = JobState.terminal().toArray(JobState[]::new);
        for (int n = 1; n <= JOBS; n++) {
            Job job = store().insert(n % 2 == 0 ? detailed(n) : queued(n)).job();
            Job running = store().replace(job, claimed(job), "claimed").orElseThrow();
            assertThat(store().replace(running, ended(running, terminal[n % terminal.length]), "ended"))
                    .isPresent();
        }
        whole = Files.readAllBytes(root().database());
        jobs = store().list(JobQuery.ALL);
        assertThat(jobs).hasSize(JOBS);
    }

    @Test
    void a_store_that_is_cut_off_anywhere_is_refused_and_left_as_it_is() throws IOException {
        int refused = 0;
        List<Integer> lengths = offsets();
        for (int length : lengths) {
            refused += isRefused(Arrays.copyOf(whole, length), "cut off at " + length) ? 1 : 0;
        }
        assertThat(lengths).hasSizeGreaterThanOrEqualTo(40);
        assertThat(refused).as("of %s", lengths.size()).isGreaterThan(lengths.size() / 2);
    }

    @Test
    void garbage_in_any_block_is_refused_or_has_hit_nothing() throws IOException {
        int refused = 0;
        for (int start = 0; start < whole.length; start += BLOCK) {
            byte[] garbage = new byte[Math.min(BLOCK, whole.length - start)];
            random.nextBytes(garbage);
            refused += isRefused(with(start, garbage), "garbage at " + start) ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    @Test
    void zeros_in_any_block_are_refused_or_have_hit_nothing() throws IOException {
        int refused = 0;
        for (int start = 0; start < whole.length; start += BLOCK) {
            byte[] zeros = new byte[Math.min(BLOCK, whole.length - start)];
            refused += isRefused(with(start, zeros), "zeros at " + start) ? 1 : 0;
        }
        assertThat(refused).isPositive();
    }

    /** 0, 1, inside and between the two headers, the start of each block and a byte more, and some anywhere. */
    private List<Integer> offsets() {
        TreeSet<Integer> offsets = new TreeSet<>(List.of(0, 1, 100, 4095, 4097, 8191, 8193, whole.length - 1));
        for (int start = 0; start < whole.length; start += BLOCK) {
            offsets.add(start);
        }
        while (offsets.size() < 48) {
            offsets.add(random.nextInt(whole.length));
        }
        return new ArrayList<>(offsets);
    }

    private byte[] with(int start, byte[] damage) {
        byte[] damaged = whole.clone();
        System.arraycopy(damage, 0, damaged, start, damage.length);
        return damaged;
    }

    private boolean isRefused(byte[] content, String what) throws IOException {
        // A new file: of the last damaged one the engine may have kept a handle, and with it a lock.
        Files.delete(root().database());
        Files.write(root().database(), content);
        Optional<Failure> read =
                failure(() -> assertThat(store().list(JobQuery.ALL)).isEqualTo(jobs), what);
        List<ThrowingCallable> others = List.of(
                () -> assertThat(store().find(id(1))).contains(job(1)),
                () -> assertThat(store().overview(Optional.empty()).finished()).hasSize(JOBS),
                () -> assertThat(store().findByIdempotencyKey("key-2")).contains(job(2)));
        for (ThrowingCallable other : others) {
            assertThat(failure(other, what).isPresent()).as(what).isEqualTo(read.isPresent());
        }
        if (read.isPresent()) {
            assertThat(failure(() -> store().insert(queued(500)), what))
                    .as(what)
                    .isPresent();
        }
        assertThat(root().database()).as(what).hasBinaryContent(content);
        return read.isPresent();
    }

    private Job job(int n) {
        return jobs.stream().filter(job -> job.id().equals(id(n))).findFirst().orElseThrow();
    }

    private static Optional<Failure> failure(ThrowingCallable call, String what) {
        Throwable thrown = catchThrowable(call);
        if (thrown == null) {
            return Optional.empty();
        }
        assertThat(thrown).as(what).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.STORE_DAMAGED);
            assertThat(failure.message()).isNotBlank().doesNotContain("\n");
            assertThat(failure.remedy()).isNotBlank().doesNotContain("\n");
        });
        return Optional.of((Failure) thrown);
    }

    private StateRoot root() {
        return StateRoot.open(temporary.resolve("state"));
    }

    private JobStore store() {
        return new JdbcJobStore(root());
    }
}
