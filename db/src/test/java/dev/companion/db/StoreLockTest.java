package dev.companion.db;

import static dev.companion.core.job.JobFixtures.id;
import static dev.companion.core.job.JobFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.StateRoot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StoreLockTest {
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path temporary;

    @Test
    void a_lock_held_by_another_process_is_waited_for_until_the_deadline() throws Exception {
        StateRoot root = StateRoot.open(temporary.resolve("state"));
        JobStore store = new JdbcJobStore(root, SHORT);
        new JdbcJobStore(root).insert(queued(1));
        try (ChildJvm child = ChildJvm.start("hold", root.directory().toString(), id(1).value())) {
            assertThat(child.next("holding")).isPresent();

            assertBusy(() -> store.insert(queued(2)));
            assertBusy(() -> store.list(JobQuery.ALL));
            child.kill();
        }
        assertThat(new JdbcJobStore(root).insert(queued(2)).job()).isEqualTo(queued(2));
    }

    @Test
    void a_lock_held_by_another_thread_is_waited_for_until_the_deadline() throws Exception {
        StateRoot root = StateRoot.open(temporary.resolve("state"));
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture<Boolean> holder =
                CompletableFuture.supplyAsync(() -> new StoreLock(root, SHORT).holding(() -> {
                    held.countDown();
                    return await(over);
                }));
        held.await();

        assertBusy(() -> new StoreLock(root, SHORT).holding(() -> "not reached"));
        over.countDown();

        assertThat(holder.get()).isTrue();
        assertThat(new StoreLock(root, SHORT).<String>holding(() -> "reached")).isEqualTo("reached");
    }

    @Test
    void an_interrupted_thread_writes_whole_and_stays_interrupted() {
        JobStore store = new JdbcJobStore(StateRoot.open(temporary.resolve("state")));

        Thread.currentThread().interrupt();
        store.insert(queued(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(store.overview(Optional.empty()).active()).containsExactly(queued(1));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        }
    }

    private static void assertBusy(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.STORE_BUSY));
    }
}
