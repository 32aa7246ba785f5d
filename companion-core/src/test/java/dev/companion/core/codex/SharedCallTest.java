package dev.companion.core.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** {@link SharedCall}. */
class SharedCallTest {
    private final AtomicInteger calls = new AtomicInteger();

    @Test
    void it_is_made_once_and_who_comes_meanwhile_waits_for_its_result() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch answered = new CountDownLatch(1);
        SharedCall<Integer> call = new SharedCall<>(() -> {
            begun.countDown();
            answered.await();
            return calls.incrementAndGet();
        });
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(call::result);
        begun.await();
        CompletableFuture<Integer> second = CompletableFuture.supplyAsync(call::result);

        assertThat(second).isNotDone();
        answered.countDown();

        assertThat(first.join()).isEqualTo(1);
        assertThat(second.join()).isEqualTo(1);
        assertThat(call.result()).isEqualTo(1);
    }

    @Test
    void a_failure_is_everybodys_and_nothing_is_tried_again() {
        SharedCall<Integer> call = new SharedCall<>(() -> {
            calls.incrementAndGet();
            throw new IllegalArgumentException("no");
        });

        for (int n = 0; n < 2; n++) {
            assertThatThrownBy(call::result)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("no");
        }
        assertThat(calls).hasValue(1);
    }
}
