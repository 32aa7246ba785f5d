package dev.companion.core.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.companion.core.rpc.ConnectFailure.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ConnectFailureTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private static ConnectFailure failure(ThrowingCallable connecting) {
        return catchThrowableOfType(ConnectFailure.class, connecting);
    }

    private ConnectFailure toUnixSocket(Path path) {
        return failure(() -> WebSocketChannel.overUnixSocket(path, directory, LIMIT));
    }

    private ConnectFailure to(String url, Duration limit) {
        return failure(() ->
                WebSocketChannel.over(URI.create(url), Map.of("Authorization", "Bearer secret"), directory, limit));
    }

    private ConnectFailure answeredBy(WebSocketPeer.Part part) throws IOException {
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(part)) {
            return to(peer.url().toString(), LIMIT);
        }
    }

    @Test
    void a_path_without_a_file_and_a_link_to_nothing_are_no_socket() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("gone"));

        assertThat(toUnixSocket(directory.resolve("none")).kind()).isEqualTo(Kind.NO_SOCKET);
        assertThat(toUnixSocket(link).kind()).isEqualTo(Kind.NO_SOCKET);
        assertThat(toUnixSocket(link).message()).contains(link.toString());
    }

    @Test
    void a_socket_whose_server_is_gone_and_a_plain_file_are_refused() throws IOException {
        Path stale = directory.resolve("stale");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(stale))
                .close();
        Path plain = Files.createFile(directory.resolve("plain"));

        assertThat(toUnixSocket(stale).kind()).isEqualTo(Kind.REFUSED);
        assertThat(toUnixSocket(plain).kind()).isEqualTo(Kind.REFUSED);
        assertThat(toUnixSocket(stale).message()).isEqualTo("nobody listens at " + stale);
    }

    @Test
    void a_path_that_no_socket_can_have_is_unreachable() throws IOException {
        Path deep = Files.createDirectories(directory.resolve("d".repeat(120)));

        assertThat(toUnixSocket(Files.createFile(deep.resolve("socket"))).kind())
                .isEqualTo(Kind.UNREACHABLE);
    }

    @Test
    void a_port_where_nobody_listens_is_refused() throws IOException {
        int port;
        try (ServerSocketChannel closed = ServerSocketChannel.open()) {
            closed.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = ((InetSocketAddress) closed.getLocalAddress()).getPort();
        }

        ConnectFailure failure = to("ws://127.0.0.1:" + port + "/?token=secret", LIMIT);

        assertThat(failure.kind()).isEqualTo(Kind.REFUSED);
        assertThat(failure.message()).isEqualTo("nobody listens at ws://127.0.0.1:" + port);
    }

    @Test
    void a_host_without_an_address_is_unknown() {
        assertThat(to("ws://no-such-host.invalid:1/", LIMIT).kind()).isEqualTo(Kind.UNKNOWN_HOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1/", "ws:/path", "nothing", "ws://a_b:1"})
    void another_kind_of_URL_is_a_mistake_of_the_caller(String url) {
        assertThatThrownBy(() -> WebSocketChannel.over(URI.create(url), Map.of(), directory, LIMIT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_header_with_a_line_end_is_not_sent() throws IOException {
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(WebSocketPeer::awaitEnd)) {
            URI url = peer.url();

            assertThatThrownBy(() -> WebSocketChannel.over(
                            url, Map.of("Authorization", "Bearer a\r\nX: secret"), directory, LIMIT))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("secret");
        }
    }

    @ParameterizedTest
    @CsvSource({"401,UNAUTHORIZED", "403,FORBIDDEN", "404,HTTP_STATUS", "200,HTTP_STATUS", "302,HTTP_STATUS"})
    void a_refused_upgrade_tells_the_status(int status, Kind kind) throws IOException {
        ConnectFailure failure = answeredBy(server -> {
            server.readRequest();
            server.write("HTTP/1.1 " + status + " Whatever\r\ncontent-length: 0\r\n\r\n");
        });

        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.httpStatus()).isEqualTo(status);
        assertThat(failure.message()).endsWith("HTTP " + status).doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nno header\r\n\r\n",
                "HTTP/1.1 101 x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: AA=\r\n\r\n",
                "HTTP/2 101 x\r\n\r\n",
                "HTTP/1.1 1",
                ""
            })
    void an_answer_that_is_none_of_a_WebSocket_is_recognized(String answer) throws IOException {
        ConnectFailure failure = answeredBy(server -> {
            server.readRequest();
            server.write(answer);
        });

        assertThat(failure.kind()).isEqualTo(Kind.NO_WEBSOCKET);
    }

    @Test
    void an_endless_answer_is_cut_off() throws IOException {
        ConnectFailure failure = answeredBy(server -> {
            server.readRequest();
            server.write("HTTP/1.1 200 OK\r\nX: " + "x".repeat(Upgrade.LONGEST_ANSWER));
        });

        assertThat(failure.kind()).isEqualTo(Kind.NO_WEBSOCKET);
    }

    @Test
    void a_server_that_accepts_and_says_nothing_is_given_up_in_time() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
            server.readRequest();
            // The client hangs up.
            server.awaitEnd();
            over.countDown();
        })) {
            ConnectFailure failure = to(peer.url().toString(), Duration.ofMillis(200));

            assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
            over.await();
        }
    }

    @Test
    void TLS_with_a_server_that_speaks_none_is_named() throws IOException {
        try (WebSocketPeer peer = WebSocketPeer.onLoopback(server -> {
            server.write("HTTP/1.1 400 Bad Request\r\n\r\n");
            server.awaitEnd();
        })) {
            ConnectFailure failure = to("wss://127.0.0.1:" + peer.url().getPort(), LIMIT);

            assertThat(failure.kind()).isEqualTo(Kind.TLS);
        }
    }
}
