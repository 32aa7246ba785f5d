package dev.companion.core.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RpcConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory;

    private PipedPeer peer;
    private Inbox inbox;
    private RpcConnection connection;

    /** Keeps what comes; answers requests by their name. */
    private static final class Inbox implements RpcHandler {
        private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public void notification(String method, JsonObject params) {
            seen.add(method);
            if (method.equals("boom")) {
                throw new IllegalStateException("a bug in the handler");
            }
        }

        @Override
        public Answer request(String method, JsonObject params) {
            seen.add(method);
            return method.equals("known")
                    ? new Result(Map.of("decision", "decline"))
                    : new ErrorAnswer(-32601, "unknown");
        }

        @Override
        public void closed() {
            closed.countDown();
        }

        String next() throws InterruptedException {
            return seen.poll(LONG.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @BeforeEach
    void connect() {
        peer = new PipedPeer(directory);
        inbox = new Inbox();
        connection = new RpcConnection(peer.channel(), inbox, LONG);
        connection.start();
    }

    @AfterEach
    void disconnect() {
        peer.close();
        connection.close();
    }

    private CompletableFuture<JsonObject> call(String method) {
        return CompletableFuture.supplyAsync(() -> connection.call(method, Map.of()));
    }

    @Test
    void answers_may_come_in_another_order() {
        CompletableFuture<JsonObject> first = call("first");
        JsonObject firstRequest = peer.read();
        CompletableFuture<JsonObject> second = call("second");
        JsonObject secondRequest = peer.read();

        peer.result(secondRequest, "{\"n\":2}");
        assertThat(second.join().number("n")).contains(2L);
        peer.result(firstRequest, "{\"n\":1}");

        assertThat(first.join().number("n")).contains(1L);
    }

    @Test
    void an_error_answer_is_a_failure_with_its_code_and_words() {
        CompletableFuture<JsonObject> call = call("thread/resume");
        JsonObject request = peer.read();

        peer.write("{\"error\":{\"code\":-32600,\"message\":\"no rollout found\"},\"id\":" + request.value("id") + "}");

        assertThatThrownBy(call::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(RpcFailure.class))
                .satisfies(failure -> {
                    assertThat(failure.kind()).isEqualTo(RpcFailure.Kind.ERROR);
                    assertThat(failure.errorCode()).isEqualTo(-32600);
                    assertThat(failure.message()).isEqualTo("no rollout found");
                    assertThat(failure.method()).isEqualTo("thread/resume");
                });
    }

    @Test
    void G05_a_request_without_an_answer_fails_in_time_and_a_late_answer_does_no_harm() {
        assertThatThrownBy(() -> connection.call("slow", Map.of(), Duration.ofMillis(50)))
                .isInstanceOfSatisfying(RpcFailure.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(RpcFailure.Kind.TIMEOUT);
                    assertThat(failure.message()).contains("slow");
                });
        peer.result(peer.read(), "{}");

        CompletableFuture<JsonObject> next = call("next");
        peer.result(peer.read(), "{\"ok\":true}");
        assertThat(next.join().flag("ok")).isTrue();
    }

    @Test
    void G03_the_end_of_the_connection_fails_every_open_request_and_every_later_one() throws InterruptedException {
        List<CompletableFuture<JsonObject>> calls = List.of(call("one"), call("two"), call("three"));
        calls.forEach(call -> peer.read());

        peer.close();

        for (CompletableFuture<JsonObject> call : calls) {
            assertThatThrownBy(call::join)
                    .cause()
                    .asInstanceOf(InstanceOfAssertFactories.type(RpcFailure.class))
                    .extracting(RpcFailure::kind)
                    .isEqualTo(RpcFailure.Kind.CLOSED);
        }
        assertThat(inbox.closed.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> connection.call("late", Map.of()))
                .isInstanceOfSatisfying(
                        RpcFailure.class, failure -> assertThat(failure.kind()).isEqualTo(RpcFailure.Kind.CLOSED));
    }

    @Test
    void G22_what_is_no_message_is_skipped() throws InterruptedException {
        for (String line : List.of(
                "Welcome!",
                "{\"method\":\"torn",
                "[1,2]",
                "4711",
                "{}",
                "{\"id\":99,\"result\":{}}",
                "{\"id\":\"a string\",\"result\":{}}",
                "{\"method\":5}",
                "{\"method\":\"no/params\"}",
                "{\"method\":\"odd/params\",\"params\":[1]}",
                "{\"method\":\"boom\",\"params\":{}}")) {
            peer.write(line);
        }
        peer.write("{\"method\":\"good\",\"params\":{},\"emittedAtMs\":1}");

        assertThat(List.of(inbox.next(), inbox.next(), inbox.next(), inbox.next()))
                .containsExactly("no/params", "odd/params", "boom", "good");
    }

    @Test
    void G23_requests_of_the_other_side_are_answered_at_once_whatever_their_id() {
        peer.write("{\"method\":\"known\",\"id\":0,\"params\":{}}");
        peer.write("{\"method\":\"unheard of\",\"id\":\"s\",\"params\":{}}");

        JsonObject answer = peer.read();
        JsonObject error = peer.read();

        assertThat(answer.number("id")).contains(0L);
        assertThat(answer.object("result").string("decision")).contains("decline");
        assertThat(error.string("id")).contains("s");
        assertThat(error.object("error").number("code")).contains(-32601L);
    }

    @Test
    void a_result_is_taken_in_before_what_came_after_it() {
        List<String> order = new ArrayList<>();
        CompletableFuture<JsonObject> call = CompletableFuture.supplyAsync(
                () -> connection.call("turn/start", Map.of(), result -> order.addAll(List.copyOf(inbox.seen))));
        JsonObject request = peer.read();

        peer.write("{\"method\":\"before\",\"params\":{}}");
        peer.result(request, "{}");
        peer.write("{\"method\":\"after\",\"params\":{}}");

        call.join();
        assertThat(order).containsExactly("before");
    }

    @Test
    void what_goes_wrong_while_a_result_is_taken_in_reaches_the_caller() {
        CompletableFuture<JsonObject> call =
                CompletableFuture.supplyAsync(() -> connection.call("turn/start", Map.of(), result -> {
                    throw new IllegalArgumentException("a full disk");
                }));
        peer.result(peer.read(), "{}");

        assertThatThrownBy(call::join).hasRootCauseMessage("a full disk");
    }

    @Test
    void a_peer_that_does_not_read_blocks_neither_the_sender_nor_the_close() {
        String long1 = "x".repeat(1 << 20);

        connection.notify("big", Map.of("text", long1));
        connection.notify("big", Map.of("text", long1));
        peer.write("{\"method\":\"known\",\"id\":1,\"params\":{}}");

        assertThatThrownBy(() -> connection.call("any", Map.of(), Duration.ofMillis(50)))
                .isInstanceOf(RpcFailure.class);
        connection.close();
    }
}
