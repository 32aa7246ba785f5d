package dev.companion.core.transfer;

import dev.companion.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Writes transcripts as Claude Code 2.1 does: questions and answers in turn, a command, and lines of other kinds. */
public final class SessionFile {
    private final Path file;
    private final String cwd;
    private final List<Map<String, @Nullable Object>> lines = new ArrayList<>();
    private @Nullable String parent;
    private Instant now = Instant.parse("2026-11-23T10:00:00Z");

    /**
     * An empty one.
     *
     * @param file {@code projects/PROJECT/SESSION.jsonl}; its directory is made
     * @param cwd where the session was begun
     */
    public SessionFile(Path file, Path cwd) {
        this.file = file;
        this.cwd = cwd.toString();
        lines.add(Json.fields(
                "type", "file-history-snapshot", "messageId", id(), "snapshot", Map.of(), "isSnapshotUpdate", false));
    }

    private static String id() {
        return UUID.randomUUID().toString();
    }

    /** The session's id, as the file is named. */
    public String sessionId() {
        String name = file.getFileName().toString();
        return name.substring(0, name.lastIndexOf('.'));
    }

    /** The user asks and Claude answers. */
    public SessionFile turn(String question, String answer) {
        line("user", Map.of("role", "user", "content", question));
        return says(Map.of("type", "text", "text", answer));
    }

    /** Claude runs a command. */
    public SessionFile command(String command, String output) {
        String use = "toolu_" + id();
        says(Map.of("type", "tool_use", "id", use, "name", "Bash", "input", Map.of("command", command)));
        Map<String, Object> result = Map.of("type", "tool_result", "tool_use_id", use, "content", output);
        return line("user", Map.of("role", "user", "content", List.of(result)));
    }

    private SessionFile says(Map<String, ?> block) {
        Map<String, Object> message = Map.of(
                "id", "msg_" + id(),
                "type", "message",
                "role", "assistant",
                "model", "claude-opus-4-8",
                "content", List.of(block),
                "stop_reason", "end_turn",
                "usage", Map.of("input_tokens", 10, "output_tokens", 5));
        return line("assistant", message);
    }

    private SessionFile line(String type, Map<String, Object> message) {
        String uuid = id();
        Map<String, @Nullable Object> line =
                Json.fields("parentUuid", parent, "isSidechain", false, "userType", "external", "cwd", cwd);
        line.put("sessionId", sessionId());
        line.put("version", "2.1.197");
        line.put("gitBranch", "main");
        line.put("type", type);
        line.put("message", message);
        line.put("uuid", uuid);
        line.put("timestamp", now.toString());
        lines.add(line);
        parent = uuid;
        now = now.plusSeconds(2);
        return this;
    }

    /** Writes it, in place of what was there. */
    public Path write() {
        try {
            Files.createDirectories(file.getParent());
            StringBuilder text = new StringBuilder();
            lines.forEach(line -> text.append(Json.text(line)).append('\n'));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
