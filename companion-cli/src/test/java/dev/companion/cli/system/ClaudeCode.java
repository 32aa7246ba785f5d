package dev.companion.cli.system;

import dev.companion.core.codex.RealCodex;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The real Claude Code on a machine of the test, with this project's plugin and a model of the test. */
final class ClaudeCode implements AutoCloseable {
    /** The tool that hands a task to Codex. */
    static final String TASK = "mcp__plugin_companion_companion__task";

    private final Machine machine;
    private final FakeMessages model = FakeMessages.start();
    private final Path configuration;
    private Path plugin = RealCodex.projectRoot().resolve("plugins/companion");

    ClaudeCode(Machine machine) throws IOException {
        this.machine = machine;
        this.configuration = Files.createDirectory(machine.directory().resolve("claude"));
        machine.with("ANTHROPIC_BASE_URL", model.url())
                .with("ANTHROPIC_API_KEY", "not-a-key")
                .with("CLAUDE_CONFIG_DIR", configuration.toString())
                .with("CLAUDE_CODE_MAX_RETRIES", "1")
                .with("CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "1")
                .with("DISABLE_TELEMETRY", "1")
                .with("DISABLE_ERROR_REPORTING", "1")
                .with("DISABLE_AUTOUPDATER", "1");
    }

    FakeMessages model() {
        return model;
    }

    /** Uses the plugin in another place. */
    ClaudeCode withPlugin(Path directory) {
        plugin = directory;
        return this;
    }

    /** Where the plugin keeps what it was told. */
    Path pluginData() {
        return configuration.resolve("plugins/data/companion-inline");
    }

    /** Any command of it, without the plugin. */
    Cli command(String... words) {
        return machine.shell("exec \"$@\"")
                .adding(RealClaude.executable().toString())
                .adding(words);
    }

    /** The command line up to the prompt. */
    String[] words() {
        List<String> words =
                new ArrayList<>(List.of(RealClaude.executable().toString(), "--plugin-dir", plugin.toString()));
        words.addAll(List.of("--output-format", "stream-json", "--verbose"));
        return words.toArray(String[]::new);
    }

    /** One prompt without a terminal, its events line by line. */
    Cli prompt(String text, String... more) {
        return machine.shell("exec \"$@\"").adding(words()).adding(more).adding("-p", text);
    }

    /** Asks it to its end. */
    Said ask(String text, String... more) {
        return said(prompt(text, more).run());
    }

    /** Several prompts in one process. */
    Conversation chat(String... more) {
        return new Conversation(machine.shell("exec \"$@\"")
                .adding(words())
                .adding(more)
                .adding("-p", "--input-format", "stream-json")
                .startTalking());
    }

    static Said said(Answer answer) {
        return new Said(answer, answer.out().lines().map(Json::readObject).toList());
    }

    /** What one run said, event by event. */
    record Said(Answer answer, List<JsonObject> events) {
        /** What the user reads at the end. */
        String result() {
            return events.stream()
                    .filter(event -> event.string("type").equals(Optional.of("result")))
                    .flatMap(event -> event.string("result").stream())
                    .reduce((first, second) -> second)
                    .orElse("");
        }

        String session() {
            return events.stream()
                    .flatMap(event -> event.string("session_id").stream())
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no session: " + answer));
        }

        @Override
        public String toString() {
            return answer.toString();
        }
    }

    /** Files that the plugin keeps for one purpose. */
    List<Path> kept(String purpose) {
        Path directory = pluginData().resolve(purpose);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        model.close();
    }
}
