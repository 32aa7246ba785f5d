package dev.companion.core.codex;

import static java.util.Objects.requireNonNull;

import dev.companion.core.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The command line of one {@code codex exec}. It repeats every power that the user's own configuration could widen. The
 * prompt is not on it: Codex reads it from stdin.
 *
 * @param outputSchema a file, absolute
 * @param resumed the thread to go on with; see {@link #isThreadId}
 */
public record ExecCommand(
        String codexBinary,
        ThreadSettings settings,
        Optional<String> effort,
        Optional<Path> outputSchema,
        Optional<String> resumed) {
    /** Only so: another word would be looked up as the name of a thread, and an unknown name begins a new one. */
    private static final Pattern THREAD_ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");

    /** Requires all. */
    public ExecCommand {
        requireNonNull(codexBinary, "codexBinary");
        requireNonNull(settings, "settings");
        requireNonNull(effort, "effort");
        requireNonNull(outputSchema, "outputSchema");
        requireNonNull(resumed, "resumed");
        if (resumed.isPresent() && !isThreadId(resumed.get())) {
            throw new IllegalArgumentException("not the id of a thread");
        }
    }

    /** Whether Codex takes the word for the id of a thread and nothing else. */
    public static boolean isThreadId(String word) {
        return THREAD_ID.matcher(word).matches();
    }

    /** Program and arguments. A value stands in one word with its option, so that it cannot become an option itself. */
    public List<String> words() {
        List<String> words = options();
        // After all options: some of them are unknown behind it.
        resumed.ifPresent(threadId -> words.addAll(List.of("resume", threadId)));
        words.add("-");
        return words;
    }

    /**
     * Program and arguments that have Codex's own reviewer look at a change.
     *
     * @param target as {@code review/start} takes it; instructions are read from stdin
     */
    public List<String> reviewWords(Map<String, String> target) {
        List<String> words = options();
        // Else a model that the user's configuration has for reviews would go before the one that was asked for.
        settings.model().ifPresent(model -> configure(words, "review_model", text(model)));
        words.add("review");
        words.add(
                switch (target.getOrDefault("type", "")) {
                    case "uncommittedChanges" -> "--uncommitted";
                    case "baseBranch" -> "--base=" + target.get("branch");
                    case "commit" -> "--commit=" + target.get("sha");
                    default -> "-";
                });
        return words;
    }

    private List<String> options() {
        List<String> words = new ArrayList<>(List.of(codexBinary, "exec", "--json"));
        words.add("--sandbox=" + settings.sandbox());
        words.add("--cd=" + settings.cwd());
        settings.writableRoots().forEach(directory -> words.add("--add-dir=" + directory));
        settings.model().ifPresent(model -> words.add("--model=" + model));
        outputSchema.ifPresent(file -> words.add("--output-schema=" + file));
        configure(words, "approval_policy", text(ThreadSettings.APPROVAL_POLICY));
        if (settings.sandboxType().equals("workspaceWrite")) {
            configure(words, "sandbox_workspace_write.network_access", String.valueOf(settings.network()));
            // What --add-dir names is added to it.
            configure(words, "sandbox_workspace_write.writable_roots", "[]");
            configure(words, "sandbox_workspace_write.exclude_tmpdir_env_var", "false");
            configure(words, "sandbox_workspace_write.exclude_slash_tmp", "false");
        }
        effort.ifPresent(value -> configure(words, "model_reasoning_effort", text(value)));
        settings.serviceTier().ifPresent(value -> configure(words, "service_tier", text(value)));
        return words;
    }

    private static void configure(List<String> words, String key, String tomlValue) {
        words.add("-c");
        words.add(key + "=" + tomlValue);
    }

    /** A string in TOML, which is one in JSON but for a character: quoted, so that a number stays a text. */
    private static String text(String value) {
        return Json.text(value).replace("\u007f", "\\u007F");
    }
}
