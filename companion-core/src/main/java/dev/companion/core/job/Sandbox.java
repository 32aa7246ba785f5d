package dev.companion.core.job;

import java.util.Optional;

/** What Codex's commands may touch. */
public enum Sandbox {
    READ_ONLY,
    WORKSPACE_WRITE,
    DANGER_FULL_ACCESS;

    /** Whether files may be changed. */
    public boolean writes() {
        return this != READ_ONLY;
    }

    /** The name in JSON, SQL and options, as Codex spells it. */
    public String wireName() {
        return WireNames.dashed(this);
    }

    /** The sandbox of that name. */
    public static Optional<Sandbox> find(String name) {
        return WireNames.find(Sandbox.class, name);
    }
}
