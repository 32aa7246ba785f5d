package dev.companion.cli.mcp;

import static dev.companion.core.json.Json.fields;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox;
import dev.companion.cli.app.CommandRunner;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.settings.Environment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a request when its client takes it back or goes. */
class CallTest {
    private static final ToolResult ANSWER = new ToolResult(List.of("words"), JsonObject.of(fields()), false);

    @TempDir
    private Path temporary;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private Call call;

    @BeforeEach
    void request() {
        Terminal terminal =
                Terminal.of(printed, OutputStream.nullOutputStream(), new Sandbox(temporary).environment(), "");
        call = new Call(7L, Optional.of("p-1"), new Client(terminal));
    }

    private List<JsonObject> messages() {
        return printed.toString(UTF_8).lines().map(Json::readObject).toList();
    }

    @Test
    void a_call_that_is_taken_back_stops_waiting_and_says_nothing_more() {
        assertThat(call.isLeft()).isFalse();

        call.cancel();
        call.tell("it goes on");
        call.answer(ANSWER);
        call.refuse(Client.Fault.INTERNAL_ERROR, "it broke");

        assertThat(call.isLeft()).isTrue();
        assertThat(messages()).isEmpty();
    }

    @Test
    void a_call_whose_client_goes_stops_waiting_and_is_answered() {
        call.tell("it goes on");
        call.hurry();
        call.tell("it still goes on");
        call.answer(ANSWER);

        assertThat(call.isLeft()).isTrue();
        assertThat(messages()).hasSize(2);
        assertThat(messages().get(0).object("params").string("message")).contains("it goes on");
        assertThat(messages().get(1).number("id")).contains(7L);
    }

    @Test
    void more_calls_than_there_are_threads_are_refused_and_the_others_are_answered() {
        CountDownLatch refused = new CountDownLatch(1);
        OutputStream out = new FilterOutputStream(printed) {
            @Override
            public void flush() {
                refused.countDown();
            }
        };
        Environment environment = new Sandbox(temporary).environment();
        CommandRunner untilOneIsRefused = (words, place, terminal) -> {
            await(refused);
            terminal.print("{}");
            return ExitCode.OK;
        };
        String calls = IntStream.range(0, 65)
                .mapToObj(id -> "{\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"status\"}}\n")
                .collect(Collectors.joining());

        new McpServer(
                        environment,
                        Optional.empty(),
                        untilOneIsRefused,
                        Duration.ZERO,
                        Terminal.of(out, OutputStream.nullOutputStream(), environment, ""),
                        () -> {})
                .serve(new ByteArrayInputStream(calls.getBytes(UTF_8)));

        assertThat(messages()).hasSize(65);
        assertThat(messages().get(0).number("id")).contains(64L);
        assertThat(messages().get(0).object("error").string("message").orElseThrow())
                .contains("64 calls");
        assertThat(messages().subList(1, 65))
                .allSatisfy(message -> assertThat(message.fields()).containsKey("result"));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
