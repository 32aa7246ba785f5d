package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A model in Codex's catalogue, as {@code model/list} tells it.
 *
 * @param id what {@code --model} takes
 * @param efforts what {@code --effort} takes with it
 * @param serviceTiers the tiers besides the standard one
 */
public record ModelEntry(String id, boolean isDefault, List<String> efforts, List<String> serviceTiers) {
    /** The tier that is called Fast mode. */
    public static final String FAST_TIER = "priority";

    /** What users and older versions call {@link #FAST_TIER}. */
    public static final String FAST = "fast";

    /** What Codex calls the tier without a name. */
    public static final String STANDARD_TIER = "default";

    /** Copies. */
    public ModelEntry {
        efforts = List.copyOf(efforts);
        serviceTiers = List.copyOf(serviceTiers);
    }

    static ModelEntry of(JsonObject entry) {
        List<String> efforts = new ArrayList<>();
        entry.objects("supportedReasoningEfforts")
                .forEach(effort -> effort.string("reasoningEffort").ifPresent(efforts::add));
        List<String> tiers = new ArrayList<>();
        entry.objects("serviceTiers").forEach(tier -> tier.string("id").ifPresent(tiers::add));
        return new ModelEntry(
                entry.string("model").or(() -> entry.string("id")).orElse(""), entry.flag("isDefault"), efforts, tiers);
    }

    /** Whether it can be served in a tier; the standard tier is always there. */
    public boolean offers(String serviceTier) {
        return serviceTiers.contains(canonical(serviceTier)) || isStandard(serviceTier);
    }

    /** Whether a tier is the one without a name. */
    public static boolean isStandard(String serviceTier) {
        return serviceTier.equals(STANDARD_TIER) || serviceTier.equals("standard");
    }

    /** A tier as {@code model/list} names it. */
    public static String canonical(String serviceTier) {
        return serviceTier.equals(FAST) ? FAST_TIER : serviceTier;
    }
}
