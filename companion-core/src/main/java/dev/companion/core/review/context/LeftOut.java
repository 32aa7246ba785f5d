package dev.companion.core.review.context;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What a reviewer is not shown of a change, in lines for people and for the reviewer. */
public final class LeftOut {
    private static final int MOST_LINES = 40;

    private LeftOut() {}

    /** A line for each file, those first that look like a secret; of a change that is only listed those alone. */
    public static List<String> lines(ReviewContext context) {
        List<String> lines = new ArrayList<>();
        if (context.inclusion() == Inclusion.SUMMARY) {
            lines.add("the change is too large to be shown: the reviewer was told to read it");
        }
        List<ContextFile> left = Stream.concat(
                        context.files().stream().filter(ContextFile::isSecret),
                        context.files().stream()
                                .filter(file -> !file.isShown() && !file.isSecret())
                                .filter(file -> context.inclusion() != Inclusion.SUMMARY || !file.isLeftForSize()))
                .toList();
        left.stream().limit(MOST_LINES).map(LeftOut::line).forEach(lines::add);
        if (left.size() > MOST_LINES) {
            lines.add("and " + (left.size() - MOST_LINES) + " more files");
        }
        return lines;
    }

    private static String line(ContextFile file) {
        return file.path().display() + ": "
                + file.omission().map(Omission::words).orElse("");
    }
}
