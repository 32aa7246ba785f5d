package dev.companion.core.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long an answer may take: only time in which somebody was awake counts. */
@Timeout(60)
class G05_AnswerLimitTest {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    @TempDir
    Path directory;

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong looks = new AtomicLong();
    private final CompletableFuture<Void> sleptTwice = new CompletableFuture<>();

    /** Handles nothing. */
    private static final class Nobody implements RpcHandler {
        @Override
        public void notification(String method, JsonObject params) {}

        @Override
        public Answer request(String method, JsonObject params) {
            return new ErrorAnswer(-1, "nobody is here");
        }

        @Override
        public void closed() {}
    }

    /** A machine that sleeps an hour between any two looks. */
    private long sleepy() {
        if (looks.incrementAndGet() == 3) {
            sleptTwice.complete(null);
        }
        return nanos.addAndGet(Duration.ofHours(1).toNanos());
    }

    @Test
    void an_answer_after_the_machine_slept_is_in_time() throws Exception {
        try (PipedPeer peer = new PipedPeer(directory);
                RpcConnection connection = new RpcConnection(peer.channel(), new Nobody(), LIMIT, this::sleepy)) {
            connection.start();
            CompletableFuture<JsonObject> call =
                    CompletableFuture.supplyAsync(() -> connection.call("thread/start", Map.of()));
            JsonObject request = peer.read();
            CompletableFuture.anyOf(sleptTwice, call).get(30, TimeUnit.SECONDS);

            peer.result(request, "{\"n\":1}");

            assertThat(call.get(30, TimeUnit.SECONDS).number("n")).contains(1L);
        }
    }

    @Test
    void an_answer_that_never_comes_is_waited_for_as_long_as_the_limit_says() {
        try (PipedPeer peer = new PipedPeer(directory);
                RpcConnection connection = new RpcConnection(peer.channel(), new Nobody(), LIMIT, System::nanoTime)) {
            connection.start();
            long asked = System.nanoTime();

            assertThatThrownBy(() -> connection.call("thread/start", Map.of()))
                    .isInstanceOf(RpcFailure.class)
                    .hasMessageContaining("thread/start within 1000 ms");

            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isGreaterThanOrEqualTo(LIMIT);
        }
    }
}
