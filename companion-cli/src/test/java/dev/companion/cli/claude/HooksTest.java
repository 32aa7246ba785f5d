package dev.companion.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.cli.Sandbox;
import dev.companion.cli.app.App;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the plugin's hooks remember and answer. */
class HooksTest {
    private static final String TOOL = "mcp__plugin_companion_companion__task";

    @TempDir
    Path temporary;

    private Sandbox sandbox;
    private Path folder;
    private PluginData data;

    @BeforeEach
    void plugin() {
        folder = temporary.resolve("plugin data");
        sandbox = new Sandbox(temporary)
                .with("CLAUDE_PLUGIN_DATA", folder.toString())
                .with("CLAUDE_CODE_SESSION_ID", "s-1");
        data = PluginData.of(sandbox.environment());
    }

    private App app() {
        return new App(sandbox.environment(), Optional.empty(), (arguments, environment, terminal) -> ExitCode.BUG);
    }

    private JsonObject answer(Hooks.Event event, @Nullable Object... fields) {
        Map<String, @Nullable Object> all = Json.fields("session_id", "s-1", "prompt_id", "p-1");
        all.putAll(Json.fields(fields));
        return new Hooks(app())
                .answer(event, new HookInput(JsonObject.of(all)))
                .map(JsonObject::of)
                .orElse(JsonObject.EMPTY);
    }

    private void type(String command, String arguments) {
        answer(Hooks.Event.TYPED, "command_name", "companion:" + command, "command_args", arguments);
    }

    private TypedCommands typed(InstantSource clock) {
        return new TypedCommands(data, clock);
    }

    @Test
    void G32_what_was_typed_is_kept_for_its_command_and_session_and_taken_once() throws IOException {
        type("status", "a\"; touch x\n$(y) `z`");

        assertThatThrownBy(() -> typed(InstantSource.system()).take("s-2", "status"))
                .isInstanceOf(Failure.class);
        assertThat(typed(InstantSource.system()).take("s-1", "status")).isEqualTo("a\"; touch x\n$(y) `z`");
        try (Stream<Path> left = Files.walk(folder.resolve("typed"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
        assertThatThrownBy(() -> typed(InstantSource.system()).take("s-1", "status"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.NOTHING_TYPED));
    }

    @Test
    void what_was_typed_for_another_command_or_long_ago_is_not_run() {
        type("cancel", "task-1");
        assertThatThrownBy(() -> typed(InstantSource.system()).take("s-1", "status"))
                .isInstanceOf(Failure.class);

        type("status", "task-1");
        Instant later = Instant.now().plus(Duration.ofMinutes(16));
        assertThatThrownBy(() -> typed(InstantSource.fixed(later)).take("s-1", "status"))
                .isInstanceOf(Failure.class);
    }

    @Test
    void a_later_line_of_a_session_replaces_an_earlier_one() {
        type("status", "first");
        type("status", "second");

        assertThat(typed(InstantSource.system()).take("s-1", "status")).isEqualTo("second");
        assertThatThrownBy(() -> typed(InstantSource.system()).take("s-1", "status"))
                .isInstanceOf(Failure.class);
    }

    @Test
    void G31_only_the_owner_can_read_what_was_typed() throws IOException {
        type("rescue", "a secret");

        try (Stream<Path> all = Files.walk(folder.resolve("typed"))) {
            assertThat(all.toList())
                    .hasSize(3)
                    .allSatisfy(path -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                            .endsWith("------"));
        }
    }

    @Test
    void a_line_that_is_too_long_stops_its_command() {
        JsonObject answer = answer(
                Hooks.Event.TYPED, "command_name", "companion:rescue", "command_args", "x".repeat((1 << 20) + 1));

        assertThat(answer.string("decision")).hasValue("block");
        assertThat(answer.string("reason").orElseThrow()).contains("longer").contains("\n");
    }

    @Test
    void G31_an_id_that_leads_elsewhere_is_refused() {
        for (String id : new String[] {"../x", "a/b", "", ".", "..", "a\0b"}) {
            assertThatThrownBy(() -> new Hooks(app())
                            .answer(
                                    Hooks.Event.AFTER_TASK,
                                    new HookInput(JsonObject.of(Map.of(
                                            "session_id", id, "agent_id", "a", "agent_type", "companion:rescue")))))
                    .isInstanceOfSatisfying(
                            Failure.class,
                            failure -> assertThat(failure.code()).isEqualTo(FailureCode.HOOK_INPUT_INVALID));
        }
    }

    @Test
    void without_the_hooks_folder_a_command_says_so() {
        Sandbox.Run run = new Sandbox(temporary).run("slash", "status");

        assertThat(run.exit()).isEqualTo(ExitCode.OK);
        assertThat(run.out())
                .contains("companion: the plugin's hooks have not run")
                .contains("new session");
    }

    @Test
    void old_and_too_many_files_are_forgotten() throws IOException {
        for (int i = 0; i < 230; i++) {
            data.write(data.file("typed", "old-" + i, "p.json"), Json.fields());
        }
        type("status", "x");

        assertThat(PluginData.entries(folder.resolve("typed"))).hasSizeLessThanOrEqualTo(201);
    }

    private String keep() {
        return new RescueRequests(data).keep("s-1", Json.fields("prompt", "do it"), Instant.now());
    }

    private JsonObject call(String prompt, String type) {
        return answer(
                        Hooks.Event.BEFORE_TASK,
                        "tool_name",
                        TOOL,
                        "tool_input",
                        Json.fields("prompt", prompt, "write", true),
                        "agent_id",
                        "agent-1",
                        "agent_type",
                        type)
                .object("hookSpecificOutput");
    }

    @Test
    void the_word_of_a_task_becomes_the_task_and_nothing_else() {
        String word = keep();
        JsonObject answer = call(word, "companion:rescue");

        assertThat(answer.string("permissionDecision")).hasValue("allow");
        assertThat(answer.object("updatedInput").fields())
                .isEqualTo(Json.fields("prompt", "do it", "idempotencyKey", word));
    }

    @Test
    void a_task_is_handed_over_once() {
        String word = keep();
        call(word, "companion:rescue");

        assertThat(call(word, "companion:rescue").string("permissionDecision")).hasValue("deny");
    }

    @Test
    void G30_a_word_that_is_not_of_this_session_or_agent_or_made_up_is_denied() {
        String foreign = new RescueRequests(data).keep("s-2", Json.fields("prompt", "do it"), Instant.now());

        assertThat(call(foreign, "companion:rescue").string("permissionDecision"))
                .hasValue("deny");
        assertThat(call("companion-request-" + "0".repeat(32), "companion:rescue")
                        .string("permissionDecision"))
                .hasValue("deny");
        assertThat(call(keep(), "general-purpose").string("permissionDecision")).hasValue("deny");
    }

    @Test
    void G30_words_of_a_model_are_never_allowed_without_asking() {
        assertThat(call("fix it", "companion:rescue").fields()).isEmpty();
        assertThat(call("see " + keep(), "companion:rescue").fields()).isEmpty();
    }

    @Test
    void the_users_choice_to_go_on_is_all_that_may_stand_behind_the_word() {
        assertThat(call(keep() + " resume", "companion:rescue")
                        .object("updatedInput")
                        .flag("resume"))
                .isTrue();
        assertThat(call(keep() + " write", "companion:rescue").fields()).isEmpty();
    }

    private JsonObject beforeAgent(String agent) {
        return answer(
                        Hooks.Event.BEFORE_AGENT,
                        "tool_input",
                        Json.fields("subagent_type", agent, "prompt", "word", "run_in_background", true))
                .object("hookSpecificOutput");
    }

    @Test
    void G51_a_rescue_agent_is_waited_for_so_that_its_answer_can_be_replaced() {
        JsonObject input = beforeAgent("companion:rescue").object("updatedInput");

        assertThat(input.value("run_in_background")).isEqualTo(false);
        assertThat(input.string("prompt")).hasValue("word");
        assertThat(input.string("subagent_type")).hasValue("companion:rescue");
        assertThat(beforeAgent("general-purpose").fields()).isEmpty();
    }

    private String answered(String status, String text) {
        JsonObject answer = answer(
                Hooks.Event.AFTER_AGENT,
                "tool_input",
                Json.fields("subagent_type", "companion:rescue"),
                "tool_response",
                Json.fields("status", status, "agentId", "agent-1", "content", text, "usage", 5));
        JsonObject output = answer.object("hookSpecificOutput").object("updatedToolOutput");
        if (!output.fields().isEmpty()) {
            assertThat(output.number("usage")).hasValue(5L);
        }
        return output.objects("content").stream()
                .flatMap(block -> block.string("text").stream())
                .findFirst()
                .orElse("");
    }

    private void tool(@Nullable Object response) {
        answer(
                Hooks.Event.AFTER_TASK,
                "tool_name",
                TOOL,
                "agent_id",
                "agent-1",
                "agent_type",
                "companion:rescue",
                "tool_response",
                response);
    }

    @Test
    void G51_an_agent_that_called_nobody_is_not_passed_on() {
        assertThat(answered("completed", "I looked at it myself"))
                .startsWith("CODEX_NOT_RUN: ")
                .doesNotContain("myself")
                .contains("Next: ");
    }

    @Test
    void G51_a_call_that_was_refused_or_failed_says_so() {
        call("fix it", "companion:rescue");
        assertThat(answered("completed", "mine")).startsWith("CODEX_NOT_RUN: the call of Codex was refused");

        tool(java.util.List.of(Json.fields("type", "text", "text", "CODEX_NOT_RUN: there is no codex\nInstall it")));
        assertThat(answered("completed", "mine"))
                .startsWith("CODEX_NOT_RUN: there is no codex\n")
                .doesNotContain("mine");
    }

    @Test
    void G51_a_job_that_nobody_knows_is_no_proof() {
        tool(Json.fields("structuredContent", Json.fields("jobId", "task-0000000000")));

        assertThat(answered("completed", "mine"))
                .startsWith("It is not known whether Codex ran: job task-0000000000 cannot be looked up");
    }

    @Test
    void G51_the_notification_of_an_agent_in_the_background_is_labelled() {
        assertThat(answered("async_launched", "")).isEmpty();
        String prompt = "<task-notification>\n<task-id>agent-1</task-id>\n<result>mine</result>\n</task-notification>";

        assertThat(answer(Hooks.Event.NOTIFIED, "prompt", prompt)
                        .object("hookSpecificOutput")
                        .string("additionalContext")
                        .orElseThrow())
                .contains("CODEX_NOT_RUN: ");
        assertThat(answer(Hooks.Event.NOTIFIED, "prompt", prompt.replace("agent-1", "agent-2"))
                        .fields())
                .isEmpty();
        assertThat(answer(Hooks.Event.NOTIFIED, "prompt", "what is " + prompt).fields())
                .isEmpty();
    }

    @Test
    void answers_of_other_agents_are_left_alone() {
        assertThat(answer(
                                Hooks.Event.AFTER_AGENT,
                                "tool_input",
                                Json.fields("subagent_type", "general-purpose"),
                                "tool_response",
                                Json.fields("status", "completed"))
                        .fields())
                .isEmpty();
    }
}
