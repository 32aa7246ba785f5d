package dev.companion.core.transfer;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How Codex gets to see a transcript. It looks below {@code ~/.claude/projects} only and does not know
 * {@code CLAUDE_CONFIG_DIR}; for what lies elsewhere it gets a home that is made for this one import.
 *
 * @param variables of Codex
 * @param transcript its path, as Codex finds it
 */
record CodexView(Map<String, String> variables, Path transcript) {
    /** The variables may hold secrets. */
    @Override
    public String toString() {
        return "CodexView[" + transcript + "]";
    }

    /** The home directory of Codex itself; empty if there is nothing to find it by. */
    static Optional<Path> codexHome(Environment environment) {
        return environment
                .variable("CODEX_HOME")
                .map(Path::of)
                .or(() -> environment.home().map(home -> home.resolve(".codex")));
    }

    /**
     * The transcript where it is.
     *
     * @param folder in which it lies
     * @param scratch an empty directory of the caller's
     */
    static CodexView of(ClaudeSession session, Environment environment, Path folder, Path scratch) throws IOException {
        Optional<Path> usual =
                environment.home().map(home -> home.resolve(".claude").resolve("projects"));
        if (usual.isPresent() && Files.exists(usual.get()) && Files.isSameFile(usual.get(), folder)) {
            return new CodexView(environment.variables(), session.file());
        }
        Path home = scratch.resolve("home");
        Files.createSymbolicLink(claude(home).resolve("projects"), folder);
        return new CodexView(variables(environment, home), session.file());
    }

    /** A copy of the transcript, of which Codex knows nothing yet. */
    static CodexView ofCopy(ClaudeSession session, Environment environment, Path scratch) throws IOException {
        Path home = scratch.toRealPath().resolve("home");
        Path projects = claude(home).resolve("projects");
        Path project = projects.resolve("transfer");
        PrivateFiles.createDirectory(projects);
        PrivateFiles.createDirectory(project);
        Path copy = project.resolve(session.file().getFileName());
        PrivateFiles.writeWhole(copy, out -> Files.copy(session.file(), out));
        return new CodexView(variables(environment, home), copy);
    }

    private static Path claude(Path home) throws IOException {
        Path claude = home.resolve(".claude");
        PrivateFiles.createDirectory(home);
        PrivateFiles.createDirectory(claude);
        return claude;
    }

    private static Map<String, String> variables(Environment environment, Path home) {
        Map<String, String> variables = new HashMap<>(environment.variables());
        codexHome(environment).ifPresent(codex -> variables.put("CODEX_HOME", codex.toString()));
        variables.put("HOME", home.toString());
        return variables;
    }
}
