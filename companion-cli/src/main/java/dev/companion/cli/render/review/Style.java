package dev.companion.cli.render.review;

import dev.companion.cli.terminal.Terminal;
import dev.companion.core.review.finding.Location;
import dev.companion.core.review.finding.ReviewOutcome;
import dev.companion.core.review.finding.Severity;
import dev.companion.core.review.finding.Verdict;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Colours and links, where the terminal wants them. */
final class Style {
    private static final String RESET = "\u001b[0m";
    private static final String LINK = "\u001b]8;;";
    private static final String END_OF_LINK = "\u001b\\";

    private final boolean colours;
    private final boolean links;

    Style(Terminal terminal) {
        this.colours = terminal.colours();
        this.links = terminal.links();
    }

    String bold(String text) {
        return coloured("\u001b[1m", text);
    }

    String faint(String text) {
        return coloured("\u001b[2m", text);
    }

    String severity(Severity severity) {
        String colour = switch (severity) {
            case CRITICAL -> "\u001b[1;31m";
            case HIGH -> "\u001b[31m";
            case MEDIUM -> "\u001b[33m";
            case LOW -> "\u001b[36m";
        };
        return coloured(colour, severity.wireName());
    }

    /** The conclusion: green only for an approval. */
    String conclusion(ReviewOutcome outcome, String words) {
        if (outcome instanceof ReviewOutcome.None) {
            return coloured("\u001b[31m", words);
        }
        return outcome.verdict()
                .map(verdict -> coloured(verdict == Verdict.APPROVE ? "\u001b[32m" : "\u001b[33m", words))
                .orElse(words);
    }

    private String coloured(String colour, String text) {
        return colours ? colour + text + RESET : text;
    }

    /** The place in words; a link to the file if it lies in the repository, because the words are a model's. */
    String place(String repoRoot, Location location) {
        String words = Words.line(location.toString());
        Optional<String> target = links ? inside(repoRoot, location.file()) : Optional.empty();
        return target.map(uri -> LINK + uri + END_OF_LINK + faint(words) + LINK + END_OF_LINK)
                .orElseGet(() -> faint(words));
    }

    private static Optional<String> inside(String repoRoot, String file) {
        try {
            Path root = Path.of(repoRoot).normalize();
            Path path = root.resolve(file).normalize();
            return path.startsWith(root) && !path.equals(root)
                    ? Optional.of("file://" + Uris.encoded(path.toString()))
                    : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
