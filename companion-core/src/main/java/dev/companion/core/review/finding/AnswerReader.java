package dev.companion.core.review.finding;

import dev.companion.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Reads the final message of an adversarial review. */
final class AnswerReader {
    /** What a message turned out to be. */
    sealed interface Answer {}

    /** A document that is valid against the schema. */
    record Valid(ReviewDocument document) implements Answer {}

    /** Anything else, and why, in one line. */
    record Invalid(String why) implements Answer {}

    private final String root;

    AnswerReader(String root) {
        this.root = root;
    }

    Answer read(String message) {
        JsonObject answer;
        try {
            answer = WholeMessage.object(message);
        } catch (UncheckedIOException e) {
            return new Invalid("the final message is not one JSON object (" + e.getMessage() + ")");
        }
        List<String> faults = ReviewSchema.faults(answer);
        return faults.isEmpty()
                ? new Valid(document(answer))
                : new Invalid("the JSON is not as asked for: " + String.join("; ", faults));
    }

    private ReviewDocument document(JsonObject answer) {
        return new ReviewDocument(
                Verdict.find(answer.string("verdict").orElseThrow()).orElseThrow(),
                answer.string("summary").orElseThrow(),
                answer.objects("findings").stream().map(this::finding).toList(),
                answer.strings("next_steps"));
    }

    private Finding finding(JsonObject entry) {
        Optional<LineRange> lines = LineRange.of(
                entry.number("line_start").orElseThrow(),
                entry.number("line_end").orElseThrow());
        return new Finding(
                Severity.find(entry.string("severity").orElseThrow()).orElseThrow(),
                Optional.empty(),
                entry.string("title").orElseThrow(),
                entry.string("body").orElseThrow(),
                Location.of(root, entry.string("file").orElseThrow(), lines),
                entry.value("confidence") instanceof Number number
                        ? Optional.of(number.doubleValue())
                        : Optional.empty(),
                entry.string("recommendation").orElseThrow());
    }
}
