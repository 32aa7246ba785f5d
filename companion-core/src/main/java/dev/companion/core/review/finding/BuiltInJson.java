package dev.companion.core.review.finding;

import dev.companion.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * Reads the JSON of Codex's own reviewer. Codex passes it on unread when a part of it is not as it expects, a priority that
 * is null for instance; the findings are there all the same.
 */
final class BuiltInJson {
    private final String root;

    BuiltInJson(String root) {
        this.root = root;
    }

    /** The review; empty if the text is no JSON object with findings. */
    Optional<BuiltInReview> read(String text) {
        try {
            JsonObject answer = WholeMessage.object(text);
            return answer.value("findings") instanceof List<?> list
                    ? Optional.of(read(answer, list.size()))
                    : Optional.empty();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private BuiltInReview read(JsonObject answer, int count) {
        List<Finding> findings = answer.objects("findings").stream()
                .flatMap(entry -> finding(entry).stream())
                .toList();
        int unread = count - findings.size();
        return new BuiltInReview(
                answer.string("overall_explanation").orElse("").strip(),
                findings,
                unread == 0 ? Optional.empty() : Optional.of(BuiltInText.left(unread)));
    }

    private Optional<Finding> finding(JsonObject entry) {
        JsonObject place = entry.object("code_location");
        JsonObject range = place.object("line_range");
        Optional<LineRange> lines = range.number("start")
                .flatMap(first -> LineRange.of(first, range.number("end").orElse(first)));
        Optional<Location> location =
                place.string("absolute_file_path").flatMap(file -> Location.of(root, file, lines));
        return entry.string("title")
                .filter(title -> !title.isBlank())
                .map(title -> BuiltInText.finding(
                        title, entry.number("priority"), entry.string("body").orElse(""), location, confidence(entry)));
    }

    private static Optional<Double> confidence(JsonObject entry) {
        return entry.value("confidence_score") instanceof Number number
                ? Optional.of(number.doubleValue()).filter(score -> score >= 0 && score <= 1)
                : Optional.empty();
    }
}
