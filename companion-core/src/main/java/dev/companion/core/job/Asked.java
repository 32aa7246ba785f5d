package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What the user asked Codex to be run with; empty means that Codex's own setting holds.
 *
 * @param serviceTier as typed by the user, passed through
 */
public record Asked(
        Sandbox sandbox,
        Optional<String> model,
        Optional<String> effort,
        Optional<String> serviceTier,
        Transport transport) {
    /** Requires all. */
    public Asked {
        requireNonNull(sandbox, "sandbox");
        requireNonNull(model, "model");
        requireNonNull(effort, "effort");
        requireNonNull(serviceTier, "serviceTier");
        requireNonNull(transport, "transport");
    }
}
