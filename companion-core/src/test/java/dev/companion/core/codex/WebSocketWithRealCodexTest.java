package dev.companion.core.codex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.OfflineModel;
import dev.companion.core.offline.Script;
import dev.companion.core.rpc.ConnectFailure;
import dev.companion.core.rpc.JsonText;
import dev.companion.core.rpc.RpcChannel;
import dev.companion.core.rpc.WebSocketChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the channel relies on, asked of the real Codex. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class WebSocketWithRealCodexTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Map<String, String> TOKEN = Map.of("Authorization", "Bearer the-token");

    private static final String UNKNOWN_THREAD = "00000000-0000-7000-8000-000000000000";

    private OfflineModel model;
    private ListeningCodex onPort;
    private ListeningCodex onSocket;
    private Path workspace;
    private Path socket;
    private Path texts;

    @BeforeAll
    void start(@TempDir Path directory) throws IOException {
        RealCodex.binary();
        workspace = Files.createDirectory(directory.resolve("workspace"));
        texts = Files.createDirectory(directory.resolve("texts"));
        socket = Files.createDirectories(directory.resolve("s".repeat(100))).resolve("socket");
        model = OfflineModel.start();
        OfflineCodexHome first = OfflineCodexHome.create(directory.resolve("first"), model.baseUrl());
        OfflineCodexHome second = OfflineCodexHome.create(directory.resolve("second"), model.baseUrl());
        Path tokenFile = Files.writeString(directory.resolve("token"), "the-token\n");
        onPort = ListeningCodex.onPort(first, workspace, tokenFile);
        onSocket = ListeningCodex.onSocket(second, workspace, socket);
    }

    @AfterAll
    void stop() {
        Stream.of(onPort, onSocket).filter(Objects::nonNull).forEach(ListeningCodex::close);
        if (model != null) {
            model.close();
        }
    }

    private RpcChannel overPort() throws IOException {
        return WebSocketChannel.over(onPort.url(), TOKEN, texts, LIMIT);
    }

    private static void send(RpcChannel channel, int id, String method, Map<String, ?> params) throws IOException {
        channel.send(Json.bytes(Json.fields("id", id, "method", method, "params", params)));
    }

    private static JsonObject await(RpcChannel channel, Predicate<JsonObject> wanted) throws IOException {
        JsonObject message = Json.readMessage(channel.receive().orElseThrow());
        while (!wanted.test(message)) {
            message = Json.readMessage(channel.receive().orElseThrow());
        }
        return message;
    }

    private static JsonObject answer(RpcChannel channel, int id) throws IOException {
        return await(channel, message -> message.number("id").equals(Optional.of((long) id)));
    }

    private static void initialize(RpcChannel channel) throws IOException {
        send(channel, 1, "initialize", Map.of("clientInfo", Map.of("name", "test", "version", "0")));
        assertThat(answer(channel, 1).object("result").string("userAgent").orElseThrow())
                .contains("/");
    }

    private JsonObject turn(RpcChannel channel, String prompt) throws IOException {
        initialize(channel);
        send(channel, 2, "thread/start", Map.of("cwd", workspace.toString()));
        String thread = answer(channel, 2)
                .object("result")
                .object("thread")
                .string("id")
                .orElseThrow();
        List<Map<String, String>> input = List.of(Map.of("type", "text", "text", prompt));
        send(channel, 3, "turn/start", Map.of("threadId", thread, "input", input));
        return await(channel, message -> message.string("method").equals(Optional.of("turn/completed")))
                .object("params")
                .object("turn");
    }

    private static String text(JsonObject turn) {
        return turn.objects("items").get(0).string("text").orElseThrow();
    }

    @Test
    void a_turn_runs_over_a_port_with_a_token() throws IOException {
        try (RpcChannel channel = overPort()) {
            assertThat(text(turn(channel, Script.of().say("over TCP").inPrompt("go"))))
                    .isEqualTo("over TCP");
        }
    }

    @Test
    void a_turn_runs_over_a_unix_socket_whose_path_is_too_long_for_one() throws IOException {
        assertThat(socket.toString().length()).isGreaterThan(108);
        try (RpcChannel channel = WebSocketChannel.overUnixSocket(socket, texts, LIMIT)) {
            assertThat(text(turn(channel, Script.of().say("over a socket").inPrompt("go"))))
                    .isEqualTo("over a socket");
        }
    }

    @Test
    void G15_an_answer_of_many_megabytes_arrives_whole() throws IOException {
        int repeats = 600_000;
        try (RpcChannel channel = overPort()) {
            JsonObject turn = turn(
                    channel, Script.of().sayRepeated("0123456789", repeats, 20).inPrompt("go"));

            Path file = channel.longTexts().keep(text(turn)).orElseThrow();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            JsonText.decode(file, out);
            assertThat(out.toString(UTF_8).equals("0123456789".repeat(repeats))).isTrue();
        }
    }

    /** Codex has a limit of its own for a prompt, and says so: the message has arrived. */
    @Test
    void G15_a_message_above_the_limit_of_a_frame_is_taken_and_the_connection_goes_on() throws IOException {
        List<Map<String, String>> input = List.of(Map.of("type", "text", "text", "0123456789".repeat(2 << 20)));
        try (RpcChannel channel = overPort()) {
            initialize(channel);
            send(channel, 2, "turn/start", Map.of("threadId", UNKNOWN_THREAD, "input", input));

            assertThat(answer(channel, 2).object("error").string("message").orElseThrow())
                    .isNotBlank();
            send(channel, 3, "thread/loaded/list", Map.of());
            assertThat(answer(channel, 3).value("result")).isNotNull();
        }
    }

    @Test
    void a_wrong_token_and_none_are_told_from_other_refusals() {
        for (Map<String, String> headers : List.of(Map.<String, String>of(), Map.of("Authorization", "Bearer wrong"))) {
            ConnectFailure failure = catchThrowableOfType(
                    ConnectFailure.class, () -> WebSocketChannel.over(onPort.url(), headers, texts, LIMIT));

            assertThat(failure.kind()).isEqualTo(ConnectFailure.Kind.UNAUTHORIZED);
        }
    }

    @Test
    void an_origin_is_forbidden() {
        Map<String, String> headers = Map.of("Authorization", "Bearer the-token", "Origin", "http://127.0.0.1");

        ConnectFailure failure = catchThrowableOfType(
                ConnectFailure.class, () -> WebSocketChannel.over(onPort.url(), headers, texts, LIMIT));

        assertThat(failure.kind()).isEqualTo(ConnectFailure.Kind.FORBIDDEN);
    }

    @Test
    void another_path_is_refused_or_taken_but_never_hangs() {
        URI health = onPort.url().resolve("/readyz");

        ConnectFailure failure =
                catchThrowableOfType(ConnectFailure.class, () -> WebSocketChannel.over(health, TOKEN, texts, LIMIT));

        assertThat(failure.kind()).isEqualTo(ConnectFailure.Kind.HTTP_STATUS);
        assertThat(failure.httpStatus()).isEqualTo(200);
    }
}
