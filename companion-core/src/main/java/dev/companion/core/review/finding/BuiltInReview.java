package dev.companion.core.review.finding;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What could be read out of the text of Codex's own reviewer. It has no verdict: that reviewer gives none in its text.
 *
 * @param explanation what stands before the findings; the whole text if there are none
 * @param findings those that could be read
 * @param unread why there may be more findings in the text than these; empty if all of it was understood
 */
public record BuiltInReview(String explanation, List<Finding> findings, Optional<String> unread) {
    /** Requires all, copies. */
    public BuiltInReview {
        requireNonNull(explanation, "explanation");
        findings = List.copyOf(findings);
        requireNonNull(unread, "unread");
    }

    static BuiltInReview notRead(String text, String why) {
        return new BuiltInReview(text, List.of(), Optional.of(why));
    }

    /** Without its words. */
    @Override
    public String toString() {
        return "BuiltInReview[" + findings.size() + " findings]";
    }
}
