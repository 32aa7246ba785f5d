package dev.companion.core.review.finding;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The answer of an adversarial reviewer: valid against {@link ReviewSchema}.
 *
 * @param nextSteps what the reviewer wants done first, may be empty
 */
public record ReviewDocument(Verdict verdict, String summary, List<Finding> findings, List<String> nextSteps) {
    /** Requires all, copies. */
    public ReviewDocument {
        requireNonNull(verdict, "verdict");
        requireNonNull(summary, "summary");
        findings = List.copyOf(findings);
        nextSteps = List.copyOf(nextSteps);
    }

    /** Without its words. */
    @Override
    public String toString() {
        return "ReviewDocument[" + verdict.wireName() + ", " + findings.size() + " findings]";
    }
}
