package dev.companion.cli.claude;

import dev.companion.cli.render.EventText;
import dev.companion.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a review says about ending the turn. */
sealed interface GateVerdict {
    /** Nothing stands against it. */
    record Allow() implements GateVerdict {}

    /**
     * Something does.
     *
     * @param reason Codex's, for the model to work on
     */
    record Block(String reason) implements GateVerdict {}

    /**
     * There is no verdict.
     *
     * @param reason one line
     */
    record Unavailable(String reason) implements GateVerdict {}

    /** So many findings are told; the rest is in the job. */
    int MOST_FINDINGS = 12;

    /** Reads the document of {@code adversarial-review --json}, or of its error. */
    static GateVerdict of(JsonObject document) {
        if (document.flag("nothingToReview")) {
            return new Allow();
        }
        JsonObject result = document.object("result");
        Optional<String> verdict = result.string("verdict");
        if (verdict.equals(Optional.of("approve"))) {
            return new Allow();
        }
        if (verdict.equals(Optional.of("needs-attention"))) {
            return new Block(words(document, result));
        }
        JsonObject error = document.object("error");
        return new Unavailable(EventText.plain(error.string("message")
                .or(() -> document.object("codex").string("stderr").filter(text -> !text.isBlank()))
                .or(() -> document.string("parseError"))
                .orElse("there is no verdict")));
    }

    private static String words(JsonObject document, JsonObject result) {
        List<String> lines = new ArrayList<>();
        result.string("summary").ifPresent(lines::add);
        List<JsonObject> findings = result.objects("findings");
        for (JsonObject finding : findings.subList(0, Math.min(MOST_FINDINGS, findings.size()))) {
            lines.add("- [" + finding.string("severity").orElse("?") + "] "
                    + finding.string("title").orElse("") + place(finding)
                    + finding.string("body").map(body -> ": " + shortened(body)).orElse(""));
        }
        document.string("jobId").ifPresent(job -> lines.add("The whole review: companion result " + job));
        return String.join("\n", lines);
    }

    private static String place(JsonObject finding) {
        return finding.string("file")
                .map(file -> " (" + file
                        + finding.number("line_start").map(line -> ":" + line).orElse("") + ")")
                .orElse("");
    }

    private static String shortened(String body) {
        return body.length() > 600 ? body.substring(0, 600) + "…" : body;
    }
}
