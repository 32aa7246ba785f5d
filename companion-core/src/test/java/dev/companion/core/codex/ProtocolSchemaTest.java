package dev.companion.core.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.companion.core.git.GitPath;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.review.target.CodexTarget;
import dev.companion.core.review.target.ReviewTarget;
import dev.companion.core.review.target.ReviewTarget.BranchChanges;
import dev.companion.core.review.target.ReviewTarget.CommitChanges;
import dev.companion.core.review.target.ReviewTarget.WorkingTreeChanges;
import dev.companion.core.rpc.LongTexts;
import dev.companion.core.rpc.RpcChannel;
import dev.companion.core.rpc.RpcConnection;
import dev.companion.core.rpc.RpcFailure;
import dev.companion.core.rpc.RpcHandler;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every record that we send is valid in the protocol of the tested version. */
class ProtocolSchemaTest {
    private static final Instant NOW = Instant.parse("2026-11-23T04:00:00Z");
    private static final Map<String, String> RESPONSES = Map.of(
            "item/commandExecution/requestApproval", "CommandExecutionRequestApprovalResponse",
            "item/fileChange/requestApproval", "FileChangeRequestApprovalResponse",
            "item/tool/requestUserInput", "ToolRequestUserInputResponse",
            "mcpServer/elicitation/request", "McpServerElicitationRequestResponse",
            "item/permissions/requestApproval", "PermissionsRequestApprovalResponse",
            "item/tool/call", "DynamicToolCallResponse",
            "currentTime/read", "CurrentTimeReadResponse",
            "applyPatchApproval", "ApplyPatchApprovalResponse",
            "execCommandApproval", "ExecCommandApprovalResponse");

    @TempDir
    Path directory;

    private final ServerRequests serverRequests = new ServerRequests(InstantSource.fixed(NOW));

    /** Answers every request with an empty result and keeps what was sent. */
    private static final class EchoChannel implements RpcChannel {
        private final List<JsonObject> sent = new ArrayList<>();
        private final BlockingQueue<Optional<byte[]>> answers = new LinkedBlockingQueue<>();
        private final LongTexts longTexts;

        EchoChannel(Path directory) {
            longTexts = new LongTexts(directory);
        }

        @Override
        public Optional<byte[]> receive() {
            try {
                return answers.take();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        @Override
        public synchronized void send(byte[] message) {
            JsonObject sentNow = Json.readObject(message);
            sent.add(sentNow);
            Map<String, Object> result = Map.of("thread", Map.of("id", "t"), "turn", Map.of("id", "u"));
            sentNow.number("id")
                    .ifPresent(id -> answers.add(Optional.of(Json.bytes(Json.fields("id", id, "result", result)))));
        }

        synchronized List<JsonObject> sent() {
            return List.copyOf(sent);
        }

        @Override
        public LongTexts longTexts() {
            return longTexts;
        }

        @Override
        public void close() {
            answers.add(Optional.empty());
        }
    }

    private static final class NoHandler implements RpcHandler {
        @Override
        public void notification(String method, JsonObject params) {}

        @Override
        public Answer request(String method, JsonObject params) {
            return new ErrorAnswer(0, "");
        }

        @Override
        public void closed() {}
    }

    /** The parameters of the one request of that method. */
    private JsonObject sent(String method, Consumer<CodexClient> call) {
        EchoChannel channel = new EchoChannel(directory);
        try (RpcConnection connection = new RpcConnection(channel, new NoHandler(), Duration.ofSeconds(20))) {
            connection.start();
            call.accept(new CodexClient(connection, "1.2.3"));
        }
        return channel.sent().stream()
                .filter(message -> message.string("method").equals(Optional.of(method)))
                .findFirst()
                .orElseThrow()
                .object("params");
    }

    private void assertValid(String schema, String method, Consumer<CodexClient> call) {
        assertThat(ProtocolSchema.named(schema).errors(sent(method, call).fields()))
                .isEmpty();
    }

    private static ThreadSettings settings(String sandbox) {
        List<String> roots = sandbox.equals("workspace-write") ? List.of("/srv/more") : List.of();
        return new ThreadSettings("/work", sandbox, roots, true, Optional.of("gpt-5.5"), Optional.of("priority"));
    }

    @Test
    void the_handshake_is_valid() {
        assertValid("InitializeParams", "initialize", CodexClient::initialize);
        assertValid("GetAccountParams", "account/read", CodexClient::signIn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read-only", "workspace-write", "danger-full-access"})
    void every_way_to_a_thread_and_every_turn_is_valid_in_every_sandbox(String sandbox) {
        ThreadSettings settings = settings(sandbox);
        TurnRequest turn = new TurnRequest(
                "job-1", "do it", settings, Optional.of("high"), Optional.of(Json.readObject("{\"type\":\"object\"}")));

        assertValid("ThreadStartParams", "thread/start", client -> client.startThread(settings));
        assertValid("ThreadResumeParams", "thread/resume", client -> client.resumeThread("t", settings));
        assertValid("ThreadForkParams", "thread/fork", client -> client.forkThread("t", settings));
        assertValid("TurnStartParams", "turn/start", client -> client.startTurn("t", turn, id -> {}));
    }

    @Test
    void a_review_is_valid_whatever_it_is_about() {
        String hash = "0123456789abcdef0123456789abcdef01234567";
        List<GitPath> paths = List.of(GitPath.of("a b"));
        ThreadSettings settings =
                new ThreadSettings("/work", "read-only", List.of(), false, Optional.of("gpt-5.5"), Optional.empty());

        for (ReviewTarget target : List.of(
                new WorkingTreeChanges(hash, true, List.of()),
                new WorkingTreeChanges(hash, true, paths),
                new BranchChanges("main", hash, hash, hash, true, List.of()),
                new CommitChanges("HEAD", hash, hash, true, List.of()))) {
            assertValid(
                    "ReviewStartParams",
                    "review/start",
                    client -> client.startReview("t", CodexTarget.of(target), id -> {}));
        }
        assertValid(
                "ThreadStartParams", "thread/start", client -> client.startReviewThread(settings, Optional.of("high")));
    }

    @Test
    void the_small_requests_are_valid() {
        assertValid("ThreadReadParams", "thread/read", client -> client.presence("t"));
        assertValid("ThreadSetNameParams", "thread/name/set", client -> client.nameThread("t", "a name"));
        assertValid(
                "TurnInterruptParams",
                "turn/interrupt",
                client -> client.interruptTurn("t", "u", Duration.ofSeconds(20)));
        assertValid(
                "ThreadBackgroundTerminalsCleanParams",
                "thread/backgroundTerminals/clean",
                client -> client.endCommands("t", Duration.ofSeconds(20)));
    }

    @Test
    void the_questions_of_an_inspection_are_valid() {
        assertValid("ModelListParams", "model/list", CodexClient::models);
        assertValid("ConfigReadParams", "config/read", client -> client.configuration(Path.of("/work")));
        // The answer of this test's server has no exit code; only the question counts here.
        assertValid(
                "CommandExecParams",
                "command/exec",
                client -> assertThatThrownBy(
                                () -> client.runReadOnly(List.of("/bin/true"), Path.of("/work"), Duration.ofSeconds(5)))
                        .isInstanceOf(RpcFailure.class));
    }

    @Test
    void an_import_is_valid() {
        // The answer of this test's server names no import; only the question counts here.
        assertValid(
                "ExternalAgentConfigImportParams",
                "externalAgentConfig/import",
                client -> assertThatThrownBy(() -> client.importSession(Path.of("/home/x.jsonl"), Path.of("/work")))
                        .isInstanceOf(RpcFailure.class)
                        .hasMessageContaining("without an import"));
    }

    @Test
    void a_misspelt_field_would_be_found() {
        assertThat(ProtocolSchema.named("ThreadSetNameParams").errors(Map.of("threadId", "t", "nme", "x")))
                .hasSize(2);
    }

    static Stream<String> serverRequests() {
        List<String> methods = new ArrayList<>();
        for (JsonNode variant : ProtocolSchema.read("ServerRequest").path("oneOf")) {
            methods.add(variant.path("properties")
                    .path("method")
                    .path("enum")
                    .path(0)
                    .asText());
        }
        return methods.stream();
    }

    @ParameterizedTest
    @MethodSource("serverRequests")
    void G23_every_request_of_the_protocol_has_a_declared_and_valid_answer(String method) {
        ServerRequests.Decision decision = serverRequests.decide(method);

        assertThat(decision.word()).isNotEqualTo("unknown");
        if (decision.answer() instanceof RpcHandler.Result result) {
            assertThat(ProtocolSchema.named(RESPONSES.getOrDefault(method, "no schema for " + method))
                            .errors(result.fields()))
                    .isEmpty();
        } else {
            assertThat(decision.word()).isEqualTo("refused");
            assertThat(RESPONSES).doesNotContainKey(method);
        }
    }

    @Test
    void G23_the_scripted_codex_asks_everything_that_the_protocol_knows() {
        assertThat(ScriptedRequests.methods())
                .containsAll(serverRequests().toList())
                .contains(ScriptedRequests.UNKNOWN);
    }

    @Test
    void G23_a_request_that_nobody_knows_gets_an_error() {
        ServerRequests.Decision decision = serverRequests.decide(ScriptedRequests.UNKNOWN);

        assertThat(decision.word()).isEqualTo("unknown");
        assertThat(decision.answer())
                .isInstanceOfSatisfying(
                        RpcHandler.ErrorAnswer.class,
                        error -> assertThat(error.code()).isEqualTo(-32601));
    }

    @Test
    void G23_nothing_is_ever_granted() {
        serverRequests()
                .map(method -> serverRequests.decide(method).answer().toString())
                .forEach(answer -> assertThat(answer).doesNotContain("accept", "approved", "grant"));
    }

    @Test
    void the_time_is_told_in_whole_seconds() {
        assertThat(serverRequests.decide("currentTime/read").answer())
                .isEqualTo(new RpcHandler.Result(Map.of("currentTimeAt", NOW.getEpochSecond())));
    }
}
