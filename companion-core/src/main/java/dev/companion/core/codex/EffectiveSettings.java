package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;

/**
 * The settings under which Codex says that it works: from the answer to {@code thread/start} and its kin, and from
 * {@code thread/settings/updated}, which comes before the answer to a {@code turn/start} that changed something.
 *
 * @param sandboxType {@code readOnly}, {@code workspaceWrite}, {@code dangerFullAccess}, or what newer versions add
 * @param writableRoots further directories that may be written
 * @param serviceTier empty is the standard one
 */
public record EffectiveSettings(
        Optional<String> sandboxType,
        Set<String> writableRoots,
        boolean network,
        Optional<String> approvalPolicy,
        Optional<String> model,
        Optional<String> serviceTier) {
    /** Before Codex said anything. */
    public static final EffectiveSettings UNKNOWN = new EffectiveSettings(
            Optional.empty(), Set.of(), false, Optional.empty(), Optional.empty(), Optional.empty());

    /** Copies. */
    public EffectiveSettings {
        writableRoots = Set.copyOf(writableRoots);
    }

    static EffectiveSettings of(JsonObject settings, String policyField) {
        JsonObject policy = settings.object(policyField);
        return new EffectiveSettings(
                policy.string("type"),
                Set.copyOf(policy.strings("writableRoots")),
                policy.flag("networkAccess"),
                settings.string("approvalPolicy"),
                settings.string("model"),
                settings.string("serviceTier").filter(tier -> !ModelEntry.isStandard(tier)));
    }

    /** In words, where the powers or the model are not those that were asked for, in either direction. */
    public Optional<String> mismatch(ThreadSettings asked) {
        return kindMismatch(asked).or(() -> powerMismatch(asked));
    }

    /** As {@link #mismatch}, without what is only set with a turn: the further directories and the network. */
    public Optional<String> kindMismatch(ThreadSettings asked) {
        return difference("sandbox", asked.sandboxType(), sandboxType)
                .or(() -> difference("approval policy", ThreadSettings.APPROVAL_POLICY, approvalPolicy))
                .or(() -> asked.model().flatMap(name -> difference("model", name, model)));
    }

    private Optional<String> powerMismatch(ThreadSettings asked) {
        if (asked.hasFullAccess()) {
            return Optional.empty();
        }
        return difference("network access", String.valueOf(asked.network()), Optional.of(String.valueOf(network)))
                .or(() -> difference(
                        "further writable directories",
                        String.valueOf(asked.writableRoots().size()),
                        Optional.of(
                                sameRoots(asked)
                                        ? String.valueOf(asked.writableRoots().size())
                                        : "others")));
    }

    private boolean sameRoots(ThreadSettings asked) {
        return writableRoots.equals(Set.copyOf(asked.writableRoots()));
    }

    private static Optional<String> difference(String what, String asked, Optional<String> effective) {
        if (effective.equals(Optional.of(asked))) {
            return Optional.empty();
        }
        return Optional.of(
                "asked for " + what + " " + asked + ", Codex works with " + effective.orElse("an unknown one"));
    }
}
