package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** What Codex said that it really runs with; empty until it said so. */
public record Effective(Optional<Sandbox> sandbox, Optional<String> model, Optional<String> codexVersion) {
    /** Nothing known yet. */
    public static final Effective UNKNOWN = new Effective(Optional.empty(), Optional.empty(), Optional.empty());

    /** Requires all. */
    public Effective {
        requireNonNull(sandbox, "sandbox");
        requireNonNull(model, "model");
        requireNonNull(codexVersion, "codexVersion");
    }
}
