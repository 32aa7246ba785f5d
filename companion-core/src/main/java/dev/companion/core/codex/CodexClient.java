package dev.companion.core.codex;

import static dev.companion.core.json.Json.fields;

import dev.companion.core.failure.Failure;
import dev.companion.core.json.JsonObject;
import dev.companion.core.rpc.RpcConnection;
import dev.companion.core.rpc.RpcFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the Codex app-server that we use, typed. Every method blocks for the answer and throws
 * {@link dev.companion.core.rpc.RpcFailure} if there is none. Thread-safe.
 */
public final class CodexClient {
    private static final String CLIENT_NAME = "companion";
    private static final List<Duration> BACK_OFFS =
            Stream.of(50, 100, 200, 400, 800).map(Duration::ofMillis).toList();
    private static final int TURNS_LOOKED_THROUGH = 20;
    /** What a server tells every connection about every thread, also of others. */
    private static final List<String> OF_ALL_THREADS = List.of(
            "thread/started",
            "thread/status/changed",
            "thread/name/updated",
            "thread/closed",
            "thread/archived",
            "thread/unarchived",
            "thread/deleted");

    private final RpcConnection connection;
    private final String clientVersion;
    private final SharedCall<Optional<String>> greeting = new SharedCall<>(this::greet);
    private final SharedCall<SignIn> account = new SharedCall<>(this::readAccount);

    /** Speaks over the connection, which it does not close. */
    public CodexClient(RpcConnection connection, String clientVersion) {
        this.connection = connection;
        this.clientVersion = clientVersion;
    }

    /**
     * {@code initialize} and {@code initialized}, once for a connection: Codex refuses a second time.
     *
     * @return the version of Codex, from its user agent; empty if it does not say
     */
    public Optional<String> initialize() {
        return greeting.result();
    }

    private Optional<String> greet() {
        Map<String, @Nullable Object> client = fields("name", CLIENT_NAME, "title", "Companion");
        client.put("version", clientVersion);
        // Needed for thread/backgroundTerminals/clean: without it a command survives the interrupt of its turn.
        Map<String, @Nullable Object> capabilities = fields("experimentalApi", true);
        // Else a job that others work beside would never be silent, and would read what is not meant for it.
        capabilities.put("optOutNotificationMethods", OF_ALL_THREADS);
        JsonObject result = connection.call("initialize", fields("clientInfo", client, "capabilities", capabilities));
        connection.notify("initialized", fields());
        return result.string("userAgent").flatMap(CodexVersion::ofUserAgent);
    }

    /** {@code account/read}, once for a connection: how Codex is signed in. Asks nobody for a new token. */
    public SignIn signIn() {
        return account.result();
    }

    private SignIn readAccount() {
        return SignIn.of(call("account/read", fields("refreshToken", false)));
    }

    /** {@code account/rateLimits/read}: what is used of the limits; an error unless signed in with ChatGPT. */
    public RateLimits rateLimits() {
        JsonObject result = call("account/rateLimits/read", fields());
        return RateLimits.of(result.object("rateLimits"));
    }

    /** {@code model/list}: every model that users are shown. */
    public List<ModelEntry> models() {
        JsonObject result = call("model/list", fields());
        return result.objects("data").stream().map(ModelEntry::of).toList();
    }

    /** {@code config/read}: Codex's own settings as they hold in a directory. */
    public CodexConfiguration configuration(Path directory) {
        JsonObject result = call("config/read", fields("includeLayers", false, "cwd", directory.toString()));
        JsonObject config = result.object("config");
        return new CodexConfiguration(config.string("model"), config.string("model_provider"));
    }

    /** How a command ended that Codex ran in its sandbox. */
    public record SandboxedCommand(long exitCode, String stderr) {}

    /**
     * {@code command/exec}: runs a command in the read-only sandbox, without a thread or a turn.
     *
     * @param limit Codex ends the command after so long (exit 124)
     */
    public SandboxedCommand runReadOnly(List<String> command, Path directory, Duration limit) {
        Map<String, @Nullable Object> params = fields("command", command, "cwd", directory.toString());
        params.put("timeoutMs", limit.toMillis());
        params.put("sandboxPolicy", fields("type", "readOnly", "networkAccess", false));
        JsonObject result = call("command/exec", params);
        long exitCode =
                result.number("exitCode").orElseThrow(() -> RpcFailure.unusable("command/exec", "an exit code"));
        return new SandboxedCommand(exitCode, result.string("stderr").orElse(""));
    }

    /** {@code thread/start}: a new thread, persistent. */
    public ThreadReady startThread(ThreadSettings settings) {
        return openThread("thread/start", parameters(settings));
    }

    /**
     * {@code thread/start}, for a review: its turn brings no settings of its own, so the thread has them all.
     *
     * @param effort of the reviewer
     */
    public ThreadReady startReviewThread(ThreadSettings settings, Optional<String> effort) {
        Map<String, @Nullable Object> config = fields();
        // Else a model that the user's configuration has for reviews would go before the one that was asked for.
        settings.model().ifPresent(model -> config.put("review_model", model));
        effort.ifPresent(value -> config.put("model_reasoning_effort", value));
        Map<String, @Nullable Object> params = parameters(settings);
        params.put("config", config);
        return openThread("thread/start", params);
    }

    /** {@code thread/resume}: the thread goes on; a loaded one ignores the settings, so each turn brings them again. */
    public ThreadReady resumeThread(String threadId, ThreadSettings settings) {
        return openThread("thread/resume", existing(threadId, settings));
    }

    /** {@code thread/fork}: a new thread with the history of another. */
    public ThreadReady forkThread(String threadId, ThreadSettings settings) {
        return openThread("thread/fork", existing(threadId, settings));
    }

    /** {@code thread/name/set}: so that people find the thread in Codex itself. */
    public void nameThread(String threadId, String name) {
        call("thread/name/set", fields("threadId", threadId, "name", name));
    }

    /**
     * {@code turn/start}, with every setting repeated.
     *
     * @param onTurn is given the turn's id on the reading thread, before any later event of the turn
     */
    public void startTurn(String threadId, TurnRequest request, Consumer<String> onTurn) {
        Map<String, @Nullable Object> text = fields("type", "text", "text", request.prompt());
        Map<String, @Nullable Object> params = fields("threadId", threadId, "input", List.of(text));
        params.put("clientUserMessageId", request.clientId());
        ThreadSettings settings = request.settings();
        params.put("cwd", settings.cwd());
        params.put("approvalPolicy", ThreadSettings.APPROVAL_POLICY);
        params.put("sandboxPolicy", settings.sandboxPolicy());
        settings.model().ifPresent(model -> params.put("model", model));
        settings.serviceTier().ifPresent(tier -> params.put("serviceTier", tier));
        request.effort().ifPresent(effort -> params.put("effort", effort));
        request.outputSchema().ifPresent(schema -> params.put("outputSchema", schema.fields()));
        call(
                "turn/start",
                params,
                result -> onTurn.accept(result.object("turn")
                        .string("id")
                        .orElseThrow(() -> RpcFailure.unusable("turn/start", "a turn"))));
    }

    /**
     * {@code review/start} on the thread itself.
     *
     * @param target in Codex's own form
     * @param onTurn as in {@link #startTurn}; the reviewer runs under another id, see {@link TurnEvent.ReviewerStarted}
     */
    public void startReview(String threadId, Map<String, String> target, Consumer<String> onTurn) {
        Map<String, @Nullable Object> params = fields("threadId", threadId, "target", target, "delivery", "inline");
        call(
                "review/start",
                params,
                result -> onTurn.accept(result.object("turn")
                        .string("id")
                        .orElseThrow(() -> RpcFailure.unusable("review/start", "a turn"))));
    }

    /** {@code turn/interrupt}, answered within the limit. */
    public void interruptTurn(String threadId, String turnId, Duration limit) {
        connection.call("turn/interrupt", fields("threadId", threadId, "turnId", turnId), limit);
    }

    /** {@code thread/backgroundTerminals/clean}: ends the commands that an interrupt leaves running. */
    public void endCommands(String threadId, Duration limit) {
        connection.call("thread/backgroundTerminals/clean", fields("threadId", threadId), limit);
    }

    /**
     * {@code thread/turns/list}: the turn that was started under this id of a client, with all items if it is the last one
     * of the thread, else with its first and its last; empty if there is none.
     */
    public Optional<TurnState> findTurn(String threadId, String clientId) {
        return turns(threadId, 1, "full").stream()
                .filter(turn -> turn.isOf(clientId))
                .findFirst()
                .or(() -> turns(threadId, TURNS_LOOKED_THROUGH, "summary").stream()
                        .filter(turn -> turn.isOf(clientId))
                        .findFirst());
    }

    /**
     * {@code thread/turns/list}: the review with which a thread of its own began; empty if there is none. The history has
     * the reviewer's turn first, and the review itself when that is over.
     */
    public Optional<TurnState> findReview(String threadId) {
        List<TurnState> first = turns(threadId, 2, "full", "asc");
        return first.stream()
                .filter(turn -> !turn.isInner()
                        && first.stream()
                                .anyMatch(inner -> inner.isInner() && inner.id().equals(turn.id())))
                .findFirst()
                .or(() -> first.stream().filter(TurnState::isInner).findFirst());
    }

    /** The turn of ours on the thread that runs: the first one, or the one that asks once more. */
    public Optional<TurnState> findRunning(String threadId, String clientId, boolean isReview) {
        Optional<TurnState> first = isReview ? findReview(threadId) : findTurn(threadId, clientId);
        return first.filter(TurnState::isRunning)
                .or(() -> findTurn(threadId, TurnRequest.followUpId(clientId)).filter(TurnState::isRunning));
    }

    /**
     * A page of a thread's turns, the newest first.
     *
     * @param cursor where to go on; empty is at the newest
     */
    public record TurnPage(String threadId, int limit, Optional<String> cursor) {}

    /**
     * {@code thread/turns/list}, with all items.
     *
     * @param reader is given each turn on the reading thread
     * @return where the next page begins; empty if there is none
     */
    public Optional<String> readTurns(TurnPage page, Consumer<TurnState> reader) {
        Map<String, @Nullable Object> params = fields("threadId", page.threadId(), "limit", page.limit());
        params.putAll(fields("itemsView", "full", "sortDirection", "desc"));
        page.cursor().ifPresent(cursor -> params.put("cursor", cursor));
        return call(
                        "thread/turns/list",
                        params,
                        result -> result.objects("data").stream()
                                .map(TurnState::of)
                                .forEach(reader))
                .string("nextCursor");
    }

    private List<TurnState> turns(String threadId, int limit, String view) {
        return turns(threadId, limit, view, "desc");
    }

    private List<TurnState> turns(String threadId, int limit, String view, String direction) {
        Map<String, @Nullable Object> params = fields("threadId", threadId, "limit", limit, "itemsView", view);
        params.put("sortDirection", direction);
        try {
            return call("thread/turns/list", params).objects("data").stream()
                    .map(TurnState::of)
                    .toList();
        } catch (RpcFailure failure) {
            if (isWithoutTurns(failure)) {
                return List.of();
            }
            throw failure;
        }
    }

    /** Whether a thread was refused because no turn ever ran on it; Codex keeps nothing of it then. */
    public static boolean isWithoutTurns(RpcFailure failure) {
        String words = failure.message();
        return words.contains("no rollout found")
                || words.contains("is not materialized yet")
                || words.contains("thread not loaded")
                // Killed while it wrote the first line: everything else comes after that.
                || (words.contains("rollout at ") && words.endsWith(" is empty"));
    }

    /**
     * {@code externalAgentConfig/import} of one session of Claude Code. The import goes on after the answer; its end is a
     * notification, {@link ImportReport}.
     *
     * @param directory where the thread is to work
     * @return the id of the import
     */
    public String importSession(Path file, Path directory) {
        Map<String, @Nullable Object> session = fields("path", file.toString(), "cwd", directory.toString());
        session.put("title", null);
        Map<String, @Nullable Object> details = fields("sessions", List.of(session));
        for (String kind : List.of("plugins", "mcpServers", "hooks", "subagents", "commands")) {
            details.put(kind, List.of());
        }
        Map<String, @Nullable Object> item = fields("itemType", ImportReport.SESSIONS, "details", details);
        item.put("description", "a session of Claude Code");
        item.put("cwd", null);
        return call("externalAgentConfig/import", fields("migrationItems", List.of(item)))
                .string("importId")
                .orElseThrow(() -> RpcFailure.unusable("externalAgentConfig/import", "an import"));
    }

    /** {@code thread/read}: whether Codex has a thread, loaded or not. */
    public ThreadPresence presence(String threadId) {
        try {
            JsonObject result = call("thread/read", fields("threadId", threadId, "includeTurns", false));
            boolean isArchived = result.object("thread")
                    .string("path")
                    .filter(path -> path.matches(".*[/\\\\]archived_sessions[/\\\\][^/\\\\]+"))
                    .isPresent();
            return isArchived ? ThreadPresence.ARCHIVED : ThreadPresence.THERE;
        } catch (RpcFailure failure) {
            if (isWithoutTurns(failure)) {
                return ThreadPresence.GONE;
            }
            throw failure;
        }
    }

    /** {@code server/diagnostics}: how the server is. */
    public ServerHealth diagnostics() {
        return ServerHealth.of(call("server/diagnostics", fields()));
    }

    private ThreadReady openThread(String method, Map<String, @Nullable Object> params) {
        return ThreadReady.of(method, call(method, params));
    }

    private JsonObject call(String method, Map<String, @Nullable Object> params) {
        return call(method, params, result -> {});
    }

    /** A server with too many requests in its queue takes the same one a little later; it has not begun with it. */
    private JsonObject call(String method, Map<String, @Nullable Object> params, Consumer<JsonObject> inOrder) {
        for (Duration backOff : BACK_OFFS) {
            try {
                return connection.call(method, params, inOrder);
            } catch (RpcFailure failure) {
                if (failure.errorCode() != RpcFailure.OVERLOADED) {
                    throw failure;
                }
                pause(backOff);
            }
        }
        return connection.call(method, params, inOrder);
    }

    private static void pause(Duration backOff) {
        try {
            Thread.sleep(backOff.toMillis());
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        }
    }

    private static Map<String, @Nullable Object> existing(String threadId, ThreadSettings settings) {
        Map<String, @Nullable Object> params = parameters(settings);
        params.put("threadId", threadId);
        params.put("excludeTurns", true);
        return params;
    }

    private static Map<String, @Nullable Object> parameters(ThreadSettings settings) {
        Map<String, @Nullable Object> params =
                fields("cwd", settings.cwd(), "approvalPolicy", ThreadSettings.APPROVAL_POLICY);
        params.put("sandbox", settings.sandbox());
        settings.model().ifPresent(model -> params.put("model", model));
        settings.serviceTier().ifPresent(tier -> params.put("serviceTier", tier));
        return params;
    }
}
