package dev.companion.core.review.finding;

import dev.companion.core.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers of reviewers, and findings, for tests. */
public final class ReviewAnswers {
    private ReviewAnswers() {}

    /** An approval without findings. */
    public static String approval() {
        return "{\"verdict\":\"approve\",\"summary\":\"Sound.\",\"findings\":[],\"next_steps\":[]}";
    }

    /** Two findings, the worst first. */
    public static String attention() {
        Map<String, @Nullable Object> race = finding("critical", "Lost update in the store", "src/Store.java", 10, 12);
        Map<String, @Nullable Object> limit = finding("low", "No limit on retries", "src/a file.java", 7, 7);
        return Json.text(Json.fields(
                "verdict",
                "needs-attention",
                "summary",
                "Not to be shipped: updates are lost.",
                "findings",
                List.of(race, limit),
                "next_steps",
                List.of("Hold the lock", "Add a test")));
    }

    private static Map<String, @Nullable Object> finding(
            String severity, String title, String file, int first, int last) {
        return Json.fields(
                "severity",
                severity,
                "title",
                title,
                "body",
                "Two writers read the same version.\n\nThe second one wins.",
                "file",
                file,
                "line_start",
                first,
                "line_end",
                last,
                "confidence",
                0.9,
                "recommendation",
                "Hold the lock over read and write.");
    }

    /** What Codex's own reviewer says in JSON, in a form that Codex 0.169.0 passes on unread: a priority is null. */
    public static String builtInJson() {
        return "{\"findings\":[{\"title\":\"[P1] Bad thing\",\"body\":\"It is bad.\",\"confidence_score\":0.8,\"priority\":null,"
                + "\"code_location\":{\"absolute_file_path\":\"/home/ada/project/src/a.c\",\"line_range\":{\"start\":2,\"end\":3}}}],"
                + "\"overall_correctness\":\"patch is incorrect\",\"overall_explanation\":\"One issue.\",\"overall_confidence_score\":0.9}";
    }

    /** A finding as a reviewer gives it. */
    public static Finding finding(Severity severity, String title, String file, int line) {
        return new Finding(
                severity,
                Optional.empty(),
                title,
                "body",
                Optional.of(new Location(file, LineRange.of(line, line))),
                Optional.empty(),
                "");
    }
}
