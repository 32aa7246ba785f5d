package dev.companion.core.transfer;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Where the Codex of an environment keeps its things, and where it looks for sessions. */
final class CodexPlace {
    private CodexPlace() {}

    /** Its home directory; empty if there is nothing to find it by. */
    static Optional<Path> home(Environment environment) {
        return environment
                .variable("CODEX_HOME")
                .map(Path::of)
                .or(() -> environment.home().map(home -> home.resolve(".codex")));
    }

    /**
     * The variables with which Codex finds the sessions. It looks below {@code ~/.claude} and does not know
     * {@code CLAUDE_CONFIG_DIR}, so that a folder elsewhere is linked into a home made for this import.
     *
     * @param folder of the sessions
     * @param scratch an empty directory of the caller's
     * @throws IOException if that home cannot be made
     */
    static Map<String, String> variables(Environment environment, Path folder, Path scratch) throws IOException {
        Optional<Path> usual =
                environment.home().map(home -> home.resolve(".claude").resolve("projects"));
        if (usual.isPresent() && Files.exists(usual.get()) && Files.isSameFile(usual.get(), folder)) {
            return environment.variables();
        }
        Path home = scratch.resolve("home");
        Path claude = home.resolve(".claude");
        PrivateFiles.createDirectory(home);
        PrivateFiles.createDirectory(claude);
        Files.createSymbolicLink(claude.resolve("projects"), folder);
        Map<String, String> variables = new HashMap<>(environment.variables());
        home(environment).ifPresent(codex -> variables.put("CODEX_HOME", codex.toString()));
        variables.put("HOME", home.toString());
        return variables;
    }
}
