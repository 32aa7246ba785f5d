package dev.companion.cli.render.review;

import static dev.companion.core.json.Json.fields;

import dev.companion.core.review.finding.Finding;
import dev.companion.core.review.finding.Location;
import dev.companion.core.review.finding.Severity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A finding as a result of SARIF, and the rules that results refer to: a reviewer has none, so there is one a severity. */
final class SarifResult {
    static final String BASE = "SRCROOT";

    private SarifResult() {}

    static Map<String, @Nullable Object> rule(Severity severity) {
        return fields(
                "id",
                id(severity),
                "name",
                "ReviewFinding" + severity.name().charAt(0)
                        + severity.wireName().substring(1),
                "shortDescription",
                fields("text", "A finding of severity " + severity.wireName() + " in a review by Codex."),
                "defaultConfiguration",
                fields("level", level(severity)));
    }

    private static String id(Severity severity) {
        return "review/" + severity.wireName();
    }

    private static String level(Severity severity) {
        return switch (severity) {
            case CRITICAL, HIGH -> "error";
            case MEDIUM -> "warning";
            case LOW -> "note";
        };
    }

    /** The result; {@code baselineState} if it was compared. */
    static Map<String, @Nullable Object> of(Finding finding, Optional<String> baselineState) {
        Severity severity = finding.severity();
        Map<String, @Nullable Object> result = fields("ruleId", id(severity));
        result.put("level", level(severity));
        result.put("message", message(finding));
        finding.location().ifPresent(place -> result.put("locations", List.of(location(place))));
        result.put("partialFingerprints", fields("companionFinding/v1", fingerprint(finding)));
        finding.confidence().ifPresent(value -> result.put("rank", value * 100));
        baselineState.ifPresent(state -> result.put("baselineState", state));
        result.put(
                "properties",
                fields(
                        "severity",
                        severity.wireName(),
                        "priority",
                        finding.priority().orElse(null)));
        return result;
    }

    private static Map<String, @Nullable Object> message(Finding finding) {
        StringBuilder text = new StringBuilder(Words.line(finding.title()));
        append(text, finding.body(), "");
        append(text, finding.recommendation(), "Recommendation: ");
        return fields("text", text.toString());
    }

    private static void append(StringBuilder text, String words, String label) {
        List<String> lines = Words.lines(words);
        if (!lines.isEmpty()) {
            text.append("\n\n").append(label).append(String.join("\n", lines));
        }
    }

    private static Map<String, @Nullable Object> location(Location location) {
        Map<String, @Nullable Object> artifact = location.file().startsWith("/")
                ? fields("uri", "file://" + Uris.encoded(location.file()))
                : fields("uri", Uris.encoded(location.file()), "uriBaseId", BASE);
        Map<String, @Nullable Object> physical = fields("artifactLocation", artifact);
        location.lines()
                .ifPresent(
                        range -> physical.put("region", fields("startLine", range.first(), "endLine", range.last())));
        return fields("physicalLocation", physical);
    }

    /** The same for the same words about the same file, wherever the lines are. */
    private static String fingerprint(Finding finding) {
        String words =
                finding.file().orElse("") + "\n" + Words.line(finding.title()).toLowerCase(Locale.ROOT);
        try {
            byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha256, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
