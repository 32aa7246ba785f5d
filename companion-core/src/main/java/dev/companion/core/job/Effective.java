package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What the job really runs with; empty until it is known.
 *
 * @param sandbox as Codex said
 * @param model as Codex said
 * @param serviceTier as Codex said; empty is the standard tier
 * @param codexVersion as Codex said
 * @param transport the one that was taken, where {@code auto} or a fallback left a choice
 */
public record Effective(
        Optional<Sandbox> sandbox,
        Optional<String> model,
        Optional<String> serviceTier,
        Optional<String> codexVersion,
        Optional<Transport> transport) {
    /** Nothing known yet. */
    public static final Effective UNKNOWN =
            new Effective(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Requires all. */
    public Effective {
        requireNonNull(sandbox, "sandbox");
        requireNonNull(model, "model");
        requireNonNull(serviceTier, "serviceTier");
        requireNonNull(codexVersion, "codexVersion");
        requireNonNull(transport, "transport");
    }

    /** The same with another model. */
    public Effective withModel(String other) {
        return new Effective(sandbox, Optional.of(other), serviceTier, codexVersion, transport);
    }

    /** The same in another tier. */
    public Effective served(Optional<String> tier) {
        return new Effective(sandbox, model, tier, codexVersion, transport);
    }

    /** The same over this transport. */
    public Effective over(Transport taken) {
        return new Effective(sandbox, model, serviceTier, codexVersion, Optional.of(taken));
    }
}
