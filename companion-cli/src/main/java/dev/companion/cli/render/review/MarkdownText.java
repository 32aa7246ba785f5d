package dev.companion.cli.render.review;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Foreign words in Markdown. */
final class MarkdownText {
    private static final Pattern SPECIAL = Pattern.compile("[\\\\`*_\\[\\]<>|#!&~]");
    private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})(.*)");
    /** Code between the same number of ticks, or what could become HTML or an image. */
    private static final Pattern CODE_OR_MARKUP =
            Pattern.compile("(?<ticks>`+)(?!`).*?(?<!`)\\k<ticks>(?!`)|<|!(?=\\[)");

    private static final Pattern TICKS = Pattern.compile("`+");
    private static final String QUOTE = "> ";

    private MarkdownText() {}

    /** One line in which nothing is markup. */
    static String inline(String text) {
        return SPECIAL.matcher(Words.line(text)).replaceAll("\\\\$0");
    }

    /** A span of code that the text cannot leave. */
    static String code(String text) {
        String line = Words.line(text);
        int longest = 0;
        for (Matcher ticks = TICKS.matcher(line); ticks.find(); ) {
            longest = Math.max(longest, ticks.end() - ticks.start());
        }
        if (longest == 0) {
            return "`" + line + "`";
        }
        String fence = "`".repeat(longest + 1);
        return fence + " " + line + " " + fence;
    }

    /** A quotation that keeps the text's own Markdown, without HTML and images; a fence that was left open is closed. */
    static List<String> quotation(String text) {
        List<String> quoted = new ArrayList<>();
        String fence = "";
        for (String line : Words.lines(text)) {
            Matcher mark = FENCE.matcher(line);
            boolean isMark = mark.matches();
            if (fence.isEmpty() && isMark && !mark.group(2).contains("`")) {
                fence = mark.group(1);
                quoted.add(QUOTE + line);
            } else if (!fence.isEmpty()) {
                if (isMark && mark.group(1).startsWith(fence) && mark.group(2).isBlank()) {
                    fence = "";
                }
                quoted.add((QUOTE + line).stripTrailing());
            } else {
                quoted.add((QUOTE + withoutMarkup(line)).stripTrailing());
            }
        }
        if (!fence.isEmpty()) {
            quoted.add(QUOTE + fence);
        }
        return quoted;
    }

    private static String withoutMarkup(String line) {
        return CODE_OR_MARKUP
                .matcher(line)
                .replaceAll(found -> found.group().startsWith("`")
                        ? Matcher.quoteReplacement(found.group())
                        : Matcher.quoteReplacement("\\" + found.group()));
    }
}
