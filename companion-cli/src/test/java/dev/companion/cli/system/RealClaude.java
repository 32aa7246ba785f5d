package dev.companion.cli.system;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.companion.core.codex.RealCodex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The real Claude Code that was installed below {@code target/claude}, or the one that COMPANION_TEST_CLAUDE names. */
final class RealClaude {
    private RealClaude() {}

    /** The executable. Without one the calling test is skipped, or fails where COMPANION_REAL_CLAUDE says {@code required}. */
    static Path executable() {
        String named = Objects.requireNonNullElse(System.getenv("COMPANION_TEST_CLAUDE"), "");
        Path executable = named.isEmpty()
                ? RealCodex.projectRoot().resolve("target/claude/node_modules/.bin/claude")
                : Path.of(named);
        if (Files.isExecutable(executable)) {
            return executable;
        }
        String missing =
                "no Claude Code: run `npm install --prefix target/claude @anthropic-ai/claude-code@2.1.197` in the project's root";
        return "required".equals(System.getenv("COMPANION_REAL_CLAUDE")) ? fail(missing) : abort(missing);
    }
}
