package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import dev.companion.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What makes a request one for a review. The focus of an adversarial review is the request's prompt.
 *
 * @param target what is reviewed, as {@code review.target} writes and reads it; not to be changed
 * @param baseline the earlier review that the findings are compared with
 * @param budgetBytes how much of the change a prompt of ours may show, UTF-8
 */
public record ReviewRequest(Map<String, @Nullable Object> target, Optional<JobId> baseline, int budgetBytes) {
    /** Requires all. */
    public ReviewRequest {
        requireNonNull(target, "target");
        requireNonNull(baseline, "baseline");
    }

    /** The target, to be read by field. */
    public JsonObject about() {
        return JsonObject.of(target);
    }

    /** One line for people. */
    public String label() {
        return about().string("label").orElse("a change");
    }
}
