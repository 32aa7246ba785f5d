package dev.companion.core.review.finding;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads what Codex makes of its reviewer's answer. If the answer was in the reviewer's form, Codex writes the explanation,
 * {@code Review comment:} or {@code Full review comments:}, and a list of {@code - [P1] Title — /path:2-3}; every line of a
 * body is indented by two blanks, empty ones too, and an empty line stands only between two entries. Every other answer is
 * passed on as it is.
 */
final class BuiltInText {
    private static final Pattern HEADING = Pattern.compile("(?m)^(?:Review comment|Full review comments):[ \\t]*$");
    private static final Pattern PRIORITY = Pattern.compile("\\[P(\\d)]\\s*(.*)", Pattern.DOTALL);
    private static final Pattern LINES = Pattern.compile("(\\d{1,9})-(\\d{1,9})");
    private static final Pattern TRACE = Pattern.compile("\\[P\\d]|\"findings\"\\s*:");
    private static final String DASH = " — ";
    private static final String INDENT = "  ";
    /** A title has one line; a model may break it. */
    private static final int LONGEST_HEAD = 8;

    private final String root;

    /** Makes paths below the root relative. */
    BuiltInText(String root) {
        this.root = root;
    }

    BuiltInReview read(String text) {
        Optional<BuiltInReview> json = new BuiltInJson(root).read(text);
        if (json.isPresent()) {
            return json.get();
        }
        int start = -1;
        int end = -1;
        // The explanation may quote such a heading; bodies cannot, they are indented.
        for (Matcher heading = HEADING.matcher(text); heading.find(); end = heading.end()) {
            start = heading.start();
        }
        if (start < 0) {
            return TRACE.matcher(text).find()
                    ? BuiltInReview.notRead(text, "the reviewer's text speaks of findings in a form that is not known")
                    : new BuiltInReview(text.strip(), List.of(), Optional.empty());
        }
        return read(text.substring(0, start).strip(), entries(text.substring(end)));
    }

    private BuiltInReview read(String explanation, List<List<String>> entries) {
        List<Finding> findings =
                entries.stream().flatMap(entry -> finding(entry).stream()).toList();
        int unread = entries.size() - findings.size();
        if (entries.isEmpty()) {
            return BuiltInReview.notRead(explanation, "the reviewer's text announces comments and has none");
        }
        return new BuiltInReview(explanation, findings, unread == 0 ? Optional.empty() : Optional.of(left(unread)));
    }

    static String left(int unread) {
        return unread + " of the reviewer's comments could not be read";
    }

    private static List<List<String>> entries(String list) {
        List<List<String>> entries = new ArrayList<>();
        boolean afterEmptyLine = true;
        for (String line : list.split("\n", -1)) {
            if (afterEmptyLine && line.startsWith("- ")) {
                entries.add(new ArrayList<>());
            }
            afterEmptyLine = line.isEmpty();
            if (!entries.isEmpty()) {
                entries.get(entries.size() - 1).add(line);
            }
        }
        return entries;
    }

    /** The head is the first lines that end with a location; what follows has to be indented. */
    private Optional<Finding> finding(List<String> lines) {
        for (int head = 1; head <= Math.min(lines.size(), LONGEST_HEAD); head++) {
            List<String> body = lines.subList(head, lines.size());
            String title = String.join(" ", lines.subList(0, head)).substring(2);
            int dash = endOfTitle(title);
            if (dash >= 0 && body.stream().allMatch(line -> line.isEmpty() || line.startsWith(INDENT))) {
                return Optional.of(finding(title.substring(0, dash), title.substring(dash + DASH.length()), body));
            }
        }
        return Optional.empty();
    }

    private static int endOfTitle(String head) {
        int colon = head.lastIndexOf(':');
        return colon < 0 || !LINES.matcher(head.substring(colon + 1)).matches() ? -1 : head.lastIndexOf(DASH, colon);
    }

    private Finding finding(String titleWithPriority, String place, List<String> body) {
        int colon = place.lastIndexOf(':');
        Matcher lines = LINES.matcher(place.substring(colon + 1));
        Optional<LineRange> range = lines.matches()
                ? LineRange.of(Long.parseLong(lines.group(1)), Long.parseLong(lines.group(2)))
                : Optional.empty();
        String words = body.stream()
                .map(line -> line.isEmpty() ? line : line.substring(INDENT.length()))
                .collect(Collectors.joining("\n"))
                .stripTrailing();
        return finding(
                titleWithPriority,
                Optional.empty(),
                words,
                Location.of(root, place.substring(0, colon), range),
                Optional.empty());
    }

    /** A finding of that reviewer; the priority is in the title, else it may be told beside it. */
    static Finding finding(
            String titleWithPriority,
            Optional<Long> told,
            String body,
            Optional<Location> location,
            Optional<Double> confidence) {
        Matcher tagged = PRIORITY.matcher(titleWithPriority.strip());
        boolean isTagged = tagged.matches();
        Optional<Long> priority = (isTagged ? Optional.of(Long.valueOf(tagged.group(1))) : told)
                .filter(number -> Severity.ofPriority(number).isPresent());
        return new Finding(
                priority.flatMap(Severity::ofPriority).orElse(Severity.MEDIUM),
                priority.map(Long::intValue),
                isTagged ? tagged.group(2).strip() : titleWithPriority.strip(),
                body,
                location,
                confidence,
                "");
    }
}
