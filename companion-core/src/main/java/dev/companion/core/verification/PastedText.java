package dev.companion.core.verification;

import dev.companion.core.receipt.Receipt;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Compares the words around a receipt with the message that the receipt is for. A chat wraps, indents and quotes: blanks and
 * marks of quotation at the beginning of a line do not count, everything else does.
 */
final class PastedText {
    /** What is handed in is shorter, so a longer message is not in it. */
    private static final long LONGEST_MESSAGE = 16 * 1024 * 1024;

    private static final Pattern QUOTATION = Pattern.compile("(?m)^[ \\t]*(?:>[ \\t]?)+");

    private PastedText() {}

    static Check.Result compare(String pasted, Receipt receipt, Path output) throws IOException {
        String words = lettersAndDigits(pasted).replace(lettersAndDigits(receipt.text()), "");
        if (words.isEmpty()) {
            return Check.Result.NOT_CHECKED;
        }
        if (Files.size(output) > LONGEST_MESSAGE) {
            return Check.Result.DIFFERENT;
        }
        String message = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
        if (!withoutBlanks(pasted).contains(withoutBlanks(message))) {
            return Check.Result.DIFFERENT;
        }
        return words.equals(lettersAndDigits(message)) ? Check.Result.SAME : Check.Result.CONTAINED;
    }

    private static String withoutBlanks(String text) {
        return kept(QUOTATION.matcher(text).replaceAll(""), false);
    }

    private static String lettersAndDigits(String text) {
        return kept(text, true);
    }

    private static String kept(String text, boolean wordsOnly) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints()
                .filter(point -> wordsOnly
                        ? Character.isLetterOrDigit(point)
                        : !Character.isWhitespace(point) && !Character.isSpaceChar(point))
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
