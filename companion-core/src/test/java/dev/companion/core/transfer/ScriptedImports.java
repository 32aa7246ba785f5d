package dev.companion.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.companion.core.codex.CodexInspection;
import dev.companion.core.codex.ImportReport;
import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.failure.Failure;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A home with one session of Claude Code, and a scripted Codex that imports it. */
abstract class ScriptedImports {
    static final String IMPORT = "externalAgentConfig/import";
    static final Duration PATIENCE = Duration.ofSeconds(30);
    static final String THREAD = "019a0000-0000-7000-8000-000000000001";

    @TempDir
    Path temporary;

    @Nullable
    ScriptedCodex codex;

    @Nullable
    Environment environment;

    @Nullable
    ClaudeSession session;

    Map<String, String> started = Map.of();

    @BeforeEach
    void prepare() throws IOException {
        Path directory = temporary.toRealPath();
        Map<String, String> variables = new HashMap<>(Map.of("PATH", "/usr/local/bin:/usr/bin:/bin"));
        variables.put("HOME", directory.resolve("home").toString());
        variables.put("CODEX_HOME", directory.resolve("codex").toString());
        environment = new Environment(variables, Optional.of(directory), Optional.empty());
        Files.createDirectories(directory.resolve("codex"));
        Path file = directory.resolve("home/.claude/projects/-work/7d2c6f1e-0000-4000-8000-000000000001.jsonl");
        new SessionFile(file, Files.createDirectories(directory.resolve("work")))
                .turn("a question", "an answer")
                .write();
        session = ClaudeProjects.of(environment).ofFile(file);
    }

    @AfterEach
    void leaveNothing() {
        if (codex != null) {
            assertThat(codex.living()).isEmpty();
            codex.close();
        }
    }

    Environment environment() {
        return Objects.requireNonNull(environment);
    }

    ClaudeSession session() {
        return Objects.requireNonNull(session);
    }

    Transfer transfer(ScriptedScenario scenario) {
        return transfer(scenario, PATIENCE, PATIENCE);
    }

    Transfer transfer(ScriptedScenario scenario, Duration answers, Duration limit) {
        return by(scenario, answers, limit).again(session(), ClaudeProjects.of(environment()));
    }

    SessionTransfer by(ScriptedScenario scenario, Duration answers, Duration limit) {
        codex = ScriptedCodex.install(temporary, scenario);
        Path binary = codex.path();
        Path scratch = scratch();
        return new SessionTransfer(
                environment(),
                (variables, listener) -> {
                    started = variables;
                    return CodexInspection.start(
                            new CodexInspection.Start(
                                    binary, variables, scratch, answers, InstantSource.system(), "1.2.3"),
                            listener);
                },
                scratch,
                limit);
    }

    Path scratch() {
        try {
            return Files.createTempDirectory(temporary, "scratch");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Failure failure(ScriptedScenario scenario) {
        return Objects.requireNonNull(catchThrowableOfType(Failure.class, () -> transfer(scenario)));
    }

    static ScriptedScenario accepts() {
        return new ScriptedScenario().result(IMPORT, Map.of("importId", "import-1"));
    }

    static Map<String, ?> completed(String importId, List<?> successes, List<?> failures) {
        return Map.of(
                "importId",
                importId,
                "itemTypeResults",
                List.of(Map.of("itemType", "SESSIONS", "successes", successes, "failures", failures)));
    }

    static Map<String, ?> success(String thread) {
        return Map.of("itemType", "SESSIONS", "source", "somewhere", "target", thread);
    }

    void ledger(String text) {
        try {
            Files.writeString(temporary.resolve("codex/external_agent_session_imports.json"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Codex keeps it, with an entry of another session and an older one of this. */
    void ledgerNames(String thread, String digest) {
        String path = session().file().toString();
        ledger(Json.text(Map.of(
                "records",
                List.of(
                        Map.of("source_path", path, "content_sha256", digest, "imported_thread_id", "an-older-one"),
                        Map.of("source_path", path, "content_sha256", digest, "imported_thread_id", thread),
                        Map.of("source_path", "/x", "content_sha256", digest, "imported_thread_id", "another")),
                "detected_connector_records",
                List.of())));
    }

    JsonObject codexReceived() {
        return Objects.requireNonNull(codex)
                .received(IMPORT)
                .get(0)
                .object("params")
                .objects("migrationItems")
                .get(0)
                .object("details")
                .objects("sessions")
                .get(0);
    }

    Path work() {
        try {
            return temporary.toRealPath().resolve("work");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ScriptedScenario doesNothing() {
        return accepts().tellsAfter(IMPORT, ImportReport.METHOD, completed("import-1", List.of(), List.of()));
    }

    static ScriptedScenario doesNothing(String threadFile) {
        return doesNothing().result("thread/read", Map.of("thread", Map.of("id", THREAD, "path", threadFile)));
    }
}
