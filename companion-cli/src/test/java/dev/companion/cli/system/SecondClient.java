package dev.companion.cli.system;

import static dev.companion.core.json.Json.fields;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.RealCodex;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * An MCP client that is not ours: the official TypeScript SDK, below {@code target/mcp-client} of the project's root. Without
 * it the test is aborted, or fails where {@code COMPANION_TEST_MCP_CLIENT} is {@code required}. For one thread.
 */
final class SecondClient implements AutoCloseable {
    private static final String SCRIPT = "mcp-client.mjs";

    private final Process process;
    private final BufferedReader out;
    private final List<JsonObject> seen = new ArrayList<>();
    private int lastTag;
    private boolean killed;

    /** Starts it, and through it the server; returns when both have said who they are. */
    SecondClient(Machine machine, String... serverArguments) {
        Path sdk = RealCodex.projectRoot().resolve("target/mcp-client/node_modules/@modelcontextprotocol/sdk");
        Requirement.MCP_CLIENT.check(
                Files.isDirectory(sdk),
                "no MCP client: run `npm install --prefix target/mcp-client @modelcontextprotocol/sdk@1.32.2`");
        try {
            Path script = Files.write(machine.file(SCRIPT), resource());
            List<String> command = new ArrayList<>(List.of("node", script.toString(), sdk.toString()));
            command.add(Objects.requireNonNull(System.getProperty("companion.launcher"), "companion.launcher"));
            command.add("mcp");
            command.addAll(List.of(serverArguments));
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(machine.workspace().toFile());
            builder.environment().clear();
            builder.environment().putAll(machine.environment());
            process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
            out = process.inputReader(UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource() throws IOException {
        try (var in = Objects.requireNonNull(SecondClient.class.getResourceAsStream(SCRIPT))) {
            return in.readAllBytes();
        }
    }

    /** The first event: who the server is, and its pid. */
    JsonObject ready() {
        return await(event("ready"));
    }

    /** The server's process. */
    ProcessHandle server() {
        return ProcessHandle.of(ready().number("pid").orElseThrow()).orElseThrow();
    }

    private void send(Map<String, ? extends @Nullable Object> request) {
        try {
            process.getOutputStream().write((Json.text(request) + "\n").getBytes(UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The list of tools. */
    JsonObject tools() {
        lastTag++;
        send(fields("do", "tools", "tag", lastTag));
        return await(event("result", lastTag)).object("result");
    }

    /** Calls a tool with progress and does not wait; a tag for it. */
    int begin(String tool, Map<String, ? extends @Nullable Object> arguments) {
        lastTag++;
        send(fields("do", "call", "tag", lastTag, "name", tool, "args", arguments));
        return lastTag;
    }

    /** Calls a tool; its result. */
    JsonObject call(String tool, Map<String, ? extends @Nullable Object> arguments) {
        return result(begin(tool, arguments));
    }

    /** Waits for the result of a call; one that is refused has none. */
    JsonObject result(int tag) {
        JsonObject answer = await(event("result", tag).or(event("refused", tag)));
        assertThat(answer.fields()).containsKey("result");
        return answer.object("result");
    }

    /** Waits for the first line of progress that is wanted. */
    String progress(int tag, Predicate<String> wanted) {
        return await(event("progress", tag)
                        .and(event -> event.string("message").filter(wanted).isPresent()))
                .string("message")
                .orElseThrow();
    }

    /** Takes a call back; waits until the client has given it up. */
    void abort(int tag) {
        send(fields("do", "abort", "tag", tag));
        await(event("refused", tag));
    }

    /** The id of the job that a call has begun. */
    String jobId(int tag) {
        return progress(tag, line -> line.startsWith("job ")).substring("job ".length());
    }

    private static Predicate<JsonObject> event(String name) {
        return event -> event.string("event").equals(Optional.of(name));
    }

    private static Predicate<JsonObject> event(String name, int tag) {
        return event(name).and(event -> event.number("tag").equals(Optional.of((long) tag)));
    }

    private JsonObject await(Predicate<JsonObject> wanted) {
        for (JsonObject event : seen) {
            if (wanted.test(event)) {
                return event;
            }
        }
        try {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                JsonObject event = Json.readObject(line);
                seen.add(event);
                if (wanted.test(event)) {
                    return event;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("the client ended without that: " + describe());
    }

    private List<String> describe() {
        return seen.stream().map(event -> Json.text(event.fields())).toList();
    }

    /** Kills the client, which then says good-bye to nobody. */
    void kill() {
        killed = true;
        process.destroyForcibly();
    }

    /** Goes as a client should; nothing that the server wrote may have been wrong. */
    @Override
    public void close() {
        try {
            if (!killed) {
                send(fields("do", "close"));
                await(event("closed"));
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
        }
        assertThat(seen).as("%s", describe()).noneMatch(event("fault"));
    }
}
