package dev.companion.cli.mcp;

import static dev.companion.core.json.Json.fields;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox;
import dev.companion.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The messages of MCP, as a client sends them well or badly. */
class ProtocolTest {
    @TempDir
    private Path temporary;

    private ServedTools server;

    @BeforeEach
    void serve() {
        server = new ServedTools(new Sandbox(temporary), Duration.ofSeconds(20));
    }

    @AfterEach
    void leave() {
        server.close();
        assertThat(server.seen()).noneMatch(message -> message.fields().containsKey("broken"));
    }

    private JsonObject initialize(String version) {
        long id = server.send(
                "initialize",
                fields(
                        "protocolVersion",
                        version,
                        "capabilities",
                        fields(),
                        "clientInfo",
                        fields("name", "test", "version", "1")));
        return server.answer(id).object("result");
    }

    private long errorCode(long id) {
        return server.answer(id).object("error").number("code").orElseThrow();
    }

    private JsonObject errorWithoutId() {
        return server.await(message -> message.fields().containsKey("error")
                        && !message.fields().containsKey("id"))
                .object("error");
    }

    @Test
    void a_version_that_is_known_is_spoken_and_another_is_answered_with_the_newest() {
        for (String version : List.of("2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05")) {
            assertThat(initialize(version).string("protocolVersion")).contains(version);
        }
        JsonObject welcome = initialize("2099-01-01");

        assertThat(welcome.string("protocolVersion")).contains("2025-11-25");
        assertThat(welcome.object("serverInfo").string("name")).contains("companion");
        assertThat(welcome.object("serverInfo").string("version")).isPresent();
        assertThat(welcome.object("capabilities").fields()).containsOnlyKeys("tools");
    }

    @Test
    void the_tools_are_listed_with_schemas_that_refuse_what_is_not_in_them() {
        List<JsonObject> tools = server.answer(server.send("tools/list", fields()))
                .object("result")
                .objects("tools");

        assertThat(tools.stream().map(tool -> tool.string("name").orElseThrow()))
                .containsExactly("task", "review", "adversarial_review", "status", "result", "wait", "cancel");
        assertThat(tools).allSatisfy(tool -> {
            assertThat(tool.string("description").orElseThrow()).isNotBlank();
            assertThat(tool.object("inputSchema").string("type")).contains("object");
            assertThat(tool.object("inputSchema").value("additionalProperties")).isEqualTo(false);
            assertThat(tool.object("annotations").fields())
                    .containsKeys("readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint");
        });
        assertThat(tools.get(0).object("inputSchema").strings("required")).containsExactly("prompt");
        assertThat(tools.get(0).object("annotations").flag("readOnlyHint")).isFalse();
    }

    @Test
    void a_ping_is_answered_and_an_unknown_method_is_refused() {
        assertThat(server.answer(server.send("ping", fields())).object("result").fields())
                .isEmpty();
        assertThat(errorCode(server.send("resources/list", fields()))).isEqualTo(-32601);
    }

    @Test
    void a_notification_is_never_answered_not_even_an_unknown_one() {
        server.tell("notifications/initialized", fields());
        server.tell("notifications/of-the-future", fields("x", 1));
        server.tell("notifications/cancelled", fields("requestId", 17));
        server.answer(server.send("ping", fields()));

        assertThat(server.seen()).hasSize(1);
    }

    @Test
    void what_is_no_message_is_refused_and_the_session_goes_on() {
        server.line("this is no JSON");
        assertThat(errorWithoutId().number("code")).contains(-32700L);
        server.line("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]");
        server.line("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"method\":\"initialize\"}");
        server.line("{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}");
        server.line("{\"jsonrpc\":\"2.0\",\"id\":{\"a\":1},\"method\":\"ping\"}");
        server.line("");
        server.line("{\"jsonrpc\":\"2.0\",\"id\":\"text\"}");
        server.await(message -> message.string("id").isPresent());
        server.answer(server.send("ping", fields()));

        assertThat(server.seen().stream().filter(message -> message.fields().containsKey("error")))
                .hasSize(6);
    }

    @Test
    void the_answer_to_something_that_was_never_asked_is_passed_over() {
        server.line("{\"jsonrpc\":\"2.0\",\"id\":5,\"result\":{}}");
        server.answer(server.send("ping", fields()));

        assertThat(server.seen()).hasSize(1);
    }

    @Test
    void an_id_comes_back_as_it_was() {
        server.line("{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"method\":\"ping\"}");
        JsonObject answer = server.await(message -> message.fields().containsKey("result"));

        assertThat(answer.value("id")).isEqualTo("7");
    }

    @Test
    void a_message_that_is_too_long_is_refused_and_the_next_one_is_read() {
        server.line("{\"x\":\"" + "y".repeat(MessageLines.LONGEST) + "\"}");

        assertThat(errorWithoutId().number("code")).contains(-32600L);
        server.answer(server.send("ping", fields()));
    }

    @Test
    void a_tool_that_does_not_exist_and_arguments_that_are_no_object_are_refused() {
        assertThat(errorCode(server.call("rescue", fields()))).isEqualTo(-32602);
        assertThat(errorCode(server.send("tools/call", Map.of("name", "status", "arguments", List.of(1)))))
                .isEqualTo(-32602);
        assertThat(server.result("status", fields()).flag("isError")).isFalse();
        assertThat(server.answer(server.send("tools/call", Map.of("name", "status")))
                        .object("result")
                        .fields())
                .containsKeys("content", "structuredContent");
    }
}
