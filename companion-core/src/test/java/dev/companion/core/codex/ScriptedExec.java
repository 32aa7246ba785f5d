package dev.companion.core.codex;

import dev.companion.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An executable named {@code codex} that plays one {@code codex exec --json}: it records its arguments, reads its stdin to
 * the end, and then does what it was told to, step by step. A shell script, so that its exit status and its signals are
 * those of a real process. Mutable builder, for one thread.
 */
public final class ScriptedExec {
    /** The thread that it works on unless told otherwise. */
    public static final String THREAD = "01a00000-0000-7000-8000-00000000000a";

    private static final long LONGEST_LIFE_SECONDS = 120;

    private final Path directory;
    private final List<String> steps = new ArrayList<>();

    /** Will be a new directory {@code scripted-exec} below the parent. */
    public ScriptedExec(Path parent) {
        this.directory = parent.resolve("scripted-exec");
    }

    /** The beginning of every run that works: a thread and a turn. */
    public ScriptedExec begins() {
        return says(Map.of("type", "thread.started", "thread_id", THREAD)).says(Map.of("type", "turn.started"));
    }

    /** A message of the model. */
    public ScriptedExec message(String text) {
        return says(Map.of(
                "type", "item.completed", "item", Map.of("id", "item_0", "type", "agent_message", "text", text)));
    }

    /** A message of so many {@code x}. */
    public ScriptedExec longMessage(int length) {
        return step("printf '{\"type\":\"item.completed\",\"item\":{\"type\":\"agent_message\",\"text\":\"'")
                .step("head -c " + length + " /dev/zero | tr '\\000' x")
                .step("printf '\"}}\\n'");
    }

    /** The turn completed. */
    public ScriptedExec completes() {
        return says(Map.of("type", "turn.completed", "usage", Map.of("input_tokens", 10, "output_tokens", 2)));
    }

    /** An error, and nothing else. */
    public ScriptedExec error(String message) {
        return says(Map.of("type", "error", "message", message));
    }

    /** The turn failed. */
    public ScriptedExec fails(String message) {
        return says(Map.of("type", "turn.failed", "error", Map.of("message", message)));
    }

    /** One event. */
    public ScriptedExec says(Map<String, ?> event) {
        return line(Json.text(event));
    }

    /** Any line on stdout. */
    public ScriptedExec line(String text) {
        return step("printf '%s\\n' " + quoted(text));
    }

    /** A line on stderr. */
    public ScriptedExec complains(String text) {
        return step("printf '%s\\n' " + quoted(text) + " >&2");
    }

    /** Ends at once. */
    public ScriptedExec exits(int status) {
        return step("exit " + status);
    }

    /** Sends itself a signal. */
    public ScriptedExec signals(String name) {
        return step("kill -" + name + " $$");
    }

    /** Nothing more comes on stdout. */
    public ScriptedExec closesStdout() {
        return step("exec >&-");
    }

    /** Neither ends nor says anything, for two minutes. */
    public ScriptedExec silence() {
        return step("exec sleep " + LONGEST_LIFE_SECONDS);
    }

    /** From now on SIGTERM and SIGINT do nothing. */
    public ScriptedExec stubborn() {
        return step("trap '' TERM INT");
    }

    /** Any line of the shell. */
    public ScriptedExec step(String line) {
        steps.add(line);
        return this;
    }

    /** Writes the executable. */
    public ScriptedExec install() {
        try {
            Files.createDirectories(directory);
            List<String> lines = new ArrayList<>(List.of(
                    "#!/bin/sh",
                    "PATH=/usr/bin:/bin",
                    "here=" + quoted(directory.toString()),
                    "printf '%s\\n' \"$@\" > \"$here/arguments\"",
                    "cat > \"$here/input\"",
                    "echo $$ > \"$here/pid\""));
            lines.addAll(steps);
            Files.writeString(path(), String.join("\n", lines) + "\n");
            Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rwxr-xr-x"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }

    /** The executable. */
    public Path path() {
        return directory.resolve("codex");
    }

    /** The arguments of its last start. */
    public List<String> arguments() {
        return List.of(read("arguments").split("\n"));
    }

    /** What it read. */
    public String input() {
        return read("input");
    }

    /** Whether it was started. */
    public boolean wasStarted() {
        return Files.exists(directory.resolve("pid"));
    }

    /** Whether the process of its last start lives. */
    public boolean isAlive() {
        long pid = Long.parseLong(read("pid").strip());
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    /** Kills the process of its last start, if it lives. */
    public void kill() {
        long pid = Long.parseLong(read("pid").strip());
        ProcessHandle.of(pid)
                .filter(process -> process.info().command().isPresent())
                .ifPresent(ProcessHandle::destroyForcibly);
    }

    private String read(String file) {
        try {
            return Files.readString(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
