package dev.companion.core.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.java_websocket.enums.Opcode;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebSocketChannelTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private WebSocketChannel connect(WebSocketPeer peer) throws IOException {
        return WebSocketChannel.over(peer.url(), Map.of(), directory, LIMIT);
    }

    private static String receive(WebSocketChannel channel) throws IOException {
        return new String(channel.receive().orElseThrow(), UTF_8);
    }

    @Test
    void messages_go_both_ways() throws Exception {
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
                    server.upgrade();
                    server.text("{\"echo\":" + server.readText() + "}");
                    server.awaitEnd();
                });
                WebSocketChannel channel = connect(peer)) {
            channel.send("{\"a\":\"\u2028\ud83d\ude42\"}".getBytes(UTF_8));

            assertThat(receive(channel)).isEqualTo("{\"echo\":{\"a\":\"\u2028\ud83d\ude42\"}}");
        }
    }

    @Test
    void a_unix_socket_is_reached_through_a_link_of_any_length() throws Exception {
        Path socket = directory.resolve("socket");
        Path deep = Files.createDirectories(directory.resolve("d".repeat(100)));
        Path link = Files.createSymbolicLink(deep.resolve("link"), socket);
        try (WebSocketPeer peer = WebSocketPeer.onUnixSocket(socket, server -> {
                    server.upgrade();
                    server.text("\"" + server.readText() + "\"");
                    server.awaitEnd();
                });
                WebSocketChannel channel = WebSocketChannel.overUnixSocket(link, directory, LIMIT)) {
            channel.send("hello".getBytes(UTF_8));

            assertThat(receive(channel)).isEqualTo("\"hello\"");
            assertThat(peer.header("host")).isEqualTo("localhost");
        }
    }

    @Test
    void a_reader_that_waits_does_not_hold_up_a_writer_on_the_same_socket() throws Exception {
        Path socket = directory.resolve("socket");
        try (WebSocketPeer peer = WebSocketPeer.onUnixSocket(socket, server -> {
                    server.upgrade();
                    server.text("\"first\"");
                    server.text("\"" + server.readText() + "\"");
                    server.awaitEnd();
                });
                WebSocketChannel channel = WebSocketChannel.overUnixSocket(socket, directory, LIMIT)) {
            receive(channel);
            CompletableFuture<String> answer = new CompletableFuture<>();
            Thread reader = new Thread(
                    () -> {
                        try {
                            answer.complete(receive(channel));
                        } catch (IOException e) {
                            answer.completeExceptionally(e);
                        }
                    },
                    "reader");
            reader.start();

            channel.send("second".getBytes(UTF_8));

            assertThat(answer.get(20, TimeUnit.SECONDS)).isEqualTo("\"second\"");
            assertThat(peer.header("upgrade")).isEqualTo("websocket");
        }
    }

    @Test
    void the_request_carries_the_headers_and_no_origin() throws Exception {
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
            server.upgrade();
            server.awaitEnd();
        })) {
            URI url = peer.url().resolve("/path?q=1");
            WebSocketChannel.over(url, Map.of("Authorization", "Bearer t"), directory, LIMIT)
                    .close();
            peer.awaitPlayed();

            assertThat(peer.request()).startsWith("GET /path?q=1 HTTP/1.1\r\n").doesNotContainIgnoringCase("origin:");
            assertThat(peer.header("authorization")).isEqualTo("Bearer t");
            assertThat(peer.header("host")).isEqualTo(url.getAuthority());
        }
    }

    @Test
    void a_message_in_pieces_is_one_message_also_with_a_ping_in_between_and_a_torn_character() throws Exception {
        byte[] message = "{\"a\":\n\"\ud83d\ude42\"}".getBytes(UTF_8);
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
                    server.upgrade();
                    server.write(server.frame(Opcode.TEXT, false, Arrays.copyOfRange(message, 0, 9)));
                    server.write(server.frame(Opcode.PING, true, new byte[] {1, 2, 3}));
                    server.write(server.frame(Opcode.CONTINUOUS, false, new byte[0]));
                    server.write(server.frame(Opcode.CONTINUOUS, true, Arrays.copyOfRange(message, 9, message.length)));
                    server.text("next");
                    Framedata pong = server.readFrame();
                    assertThat(pong.getOpcode()).isEqualTo(Opcode.PONG);
                    assertThat(pong.getPayloadData().array()).containsExactly(1, 2, 3);
                });
                WebSocketChannel channel = connect(peer)) {
            assertThat(receive(channel)).isEqualTo("{\"a\": \"\ud83d\ude42\"}");
            assertThat(receive(channel)).isEqualTo("next");
            peer.awaitPlayed();
        }
    }

    @Test
    void frames_may_come_in_any_pieces_and_together_with_the_answer() throws Exception {
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
                    ByteArrayOutputStream all = new ByteArrayOutputStream();
                    all.writeBytes(server.upgradeAnswer());
                    all.writeBytes(server.frame(Opcode.TEXT, true, "first".getBytes(UTF_8)));
                    all.writeBytes(
                            server.frame(Opcode.TEXT, true, "s".repeat(300).getBytes(UTF_8)));
                    server.write(Arrays.copyOf(all.toByteArray(), all.size() - 299));
                    for (int i = 299; i > 0; i--) {
                        server.write(new byte[] {all.toByteArray()[all.size() - i]});
                    }
                    server.awaitEnd();
                });
                WebSocketChannel channel = connect(peer)) {
            assertThat(receive(channel)).isEqualTo("first");
            assertThat(receive(channel)).isEqualTo("s".repeat(300));
        }
    }

    @Test
    void G15_a_long_text_goes_to_a_file() throws Exception {
        String text = "0123456789abcdef".repeat((20 << 20) / 16);
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
                    server.upgrade();
                    server.text("{\"n\":1,\"long\":\"" + text + "\"}");
                    server.text("\"next\"");
                    server.awaitEnd();
                });
                WebSocketChannel channel = connect(peer)) {
            JsonObject message = Json.readObject(channel.receive().orElseThrow());

            String reference = message.string("long").orElseThrow();
            assertThat(channel.longTexts().isReference(reference)).isTrue();
            assertThat(channel.longTexts().keep(reference).orElseThrow()).hasSize(text.length());
            assertThat(message.number("n")).contains(1L);
            assertThat(receive(channel)).isEqualTo("\"next\"");
        }
    }

    @Test
    void a_message_above_the_limit_of_a_frame_is_sent_in_pieces() throws Exception {
        byte[] message = "m".repeat(FrameWriter.LONGEST_FRAME + 5).getBytes(UTF_8);
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
                    server.upgrade();
                    Framedata first = server.readFrame();
                    assertThat(first.getOpcode()).isEqualTo(Opcode.TEXT);
                    assertThat(first.isFin()).isFalse();
                    int length = first.getPayloadData().remaining();
                    Framedata last = first;
                    while (!last.isFin()) {
                        last = server.readFrame();
                        assertThat(last.getOpcode()).isEqualTo(Opcode.CONTINUOUS);
                        length += last.getPayloadData().remaining();
                    }
                    assertThat(length).isEqualTo(message.length);
                    assertThat(server.readText()).isEqualTo("next");
                    assertThat(server.readFrame().getPayloadData().remaining()).isEqualTo(FrameWriter.LONGEST_FRAME);
                });
                WebSocketChannel channel = connect(peer)) {
            channel.send(message);
            channel.send("next".getBytes(UTF_8));
            channel.send(Arrays.copyOf(message, FrameWriter.LONGEST_FRAME));
            peer.awaitPlayed();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {CloseFrame.NORMAL, CloseFrame.GOING_AWAY})
    void a_server_that_says_it_ends_is_answered_and_is_an_end(int code) throws Exception {
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
                    server.upgrade();
                    server.text("last");
                    server.write(new byte[] {(byte) 0x88, 2, (byte) (code >> 8), (byte) code});
                    CloseFrame answer = (CloseFrame) server.readFrame();
                    assertThat(answer.getCloseCode()).isEqualTo(code);
                });
                WebSocketChannel channel = connect(peer)) {
            assertThat(receive(channel)).isEqualTo("last");
            assertThat(channel.receive()).isEmpty();
            assertThat(channel.receive()).isEmpty();
            peer.awaitPlayed();
            assertThatThrownBy(() -> channel.send("too late".getBytes(UTF_8))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_server_that_ends_for_a_reason_is_an_error_with_the_reason() throws Exception {
        byte[] tooBig = new byte[] {(byte) 0x88, 5, 1009 >> 8, (byte) 1009, 'b', 'i', 'g'};
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
                    server.upgrade();
                    server.write(tooBig);
                    server.awaitEnd();
                });
                WebSocketChannel channel = connect(peer)) {
            assertThatThrownBy(channel::receive).isInstanceOf(IOException.class).hasMessageContaining("1009: big");
        }
    }

    @Test
    void a_server_that_is_gone_without_a_word_is_an_end_and_a_torn_message_is_none() throws Exception {
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
                    server.upgrade();
                    server.text("whole");
                    server.write(server.frame(Opcode.TEXT, false, "torn".getBytes(UTF_8)));
                });
                WebSocketChannel channel = connect(peer)) {
            assertThat(receive(channel)).isEqualTo("whole");
            assertThat(channel.receive()).isEmpty();
        }
    }

    private void is_refused(byte[] garbage, String words) throws Exception {
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
                    server.upgrade();
                    server.text("before");
                    assertThat(server.readText()).isEqualTo("go on");
                    server.write(garbage);
                    server.awaitEnd();
                });
                WebSocketChannel channel = connect(peer)) {
            assertThat(receive(channel)).isEqualTo("before");
            channel.send("go on".getBytes(UTF_8));
            assertThatThrownBy(channel::receive).isInstanceOf(IOException.class).hasMessageContaining(words);
            assertThat(channel.receive()).isEmpty();
        }
    }

    @Test
    void what_is_no_text_message_ends_the_connection_with_what_it_was() throws Exception {
        is_refused(new byte[] {(byte) 0x82, 1, 'b'}, "a binary message");
        is_refused(new byte[] {(byte) 0x80, 1, 'c'}, "wrong place");
        is_refused(new byte[] {0x01, 1, 'c', (byte) 0x81, 1, 'd'}, "wrong place");
        is_refused(new byte[] {(byte) 0x83, 1, 'x'}, "Unknown opcode 3");
        is_refused(new byte[] {(byte) 0xc1, 1, 'x'}, "bad rsv");
        is_refused(new byte[] {(byte) 0x81, 1, (byte) 0xff}, "utf8");
        is_refused(new byte[] {(byte) 0x81, 127, 0, 0, 0, 1, 0, 0, 0, 0}, "Payload");
        is_refused(new byte[] {(byte) 0x81, 127, -1, 0, 0, 0, 0, 0, 0, 0}, "Payload");
        is_refused(new byte[] {(byte) 0x88, 1, 'x'}, "code 1002");
        is_refused(new byte[] {(byte) 0x88, 3, 3, (byte) 0xe8, (byte) 0xff}, "not the frames");
    }

    @Test
    void random_bytes_end_in_an_end_or_an_error_and_in_nothing_else() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            byte[] garbage = new byte[random.nextInt(200)];
            random.nextBytes(garbage);

            Throwable thrown = catchThrowable(() -> readToEnd(garbage));

            assertThat(thrown)
                    .as("seed " + seed)
                    .satisfiesAnyOf(
                            none -> assertThat(none).isNull(),
                            error -> assertThat(error).isInstanceOf(IOException.class));
        }
    }

    private void readToEnd(byte[] bytes) throws IOException {
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
                    server.upgrade();
                    server.write(bytes);
                });
                WebSocketChannel channel = connect(peer)) {
            Optional<byte[]> message = channel.receive();
            while (message.isPresent()) {
                message = channel.receive();
            }
        }
    }

    @Test
    void closing_frees_a_blocked_reader_and_says_so_to_the_server() throws Exception {
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
            server.upgrade();
            assertThat(server.readFrame()).isInstanceOf(CloseFrame.class);
            server.awaitEnd();
        })) {
            WebSocketChannel channel = connect(peer);
            CompletableFuture<Optional<byte[]>> received = new CompletableFuture<>();
            CountDownLatch begun = new CountDownLatch(1);
            Thread reader = new Thread(
                    () -> {
                        begun.countDown();
                        try {
                            received.complete(channel.receive());
                        } catch (IOException e) {
                            received.completeExceptionally(e);
                        }
                    },
                    "reader");
            reader.start();
            begun.await();

            channel.close();
            channel.close();

            assertThat(received.get(20, TimeUnit.SECONDS)).isEmpty();
            peer.awaitPlayed();
        }
    }

    @Test
    void closing_frees_a_writer_whose_server_does_not_read() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
            server.upgrade();
            over.await();
        })) {
            WebSocketChannel channel = connect(peer);
            CompletableFuture<Void> sent = new CompletableFuture<>();
            Thread writer = new Thread(
                    () -> {
                        try {
                            while (true) {
                                channel.send(new byte[4 << 20]);
                            }
                        } catch (IOException e) {
                            sent.complete(null);
                        }
                    },
                    "blocked-writer");
            writer.start();

            channel.close();

            assertThat(sent.get(20, TimeUnit.SECONDS)).isNull();
            over.countDown();
        }
    }
}
