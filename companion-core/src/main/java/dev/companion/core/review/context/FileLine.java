package dev.companion.core.review.context;

import java.util.Locale;

/** One file as a line of text. */
public final class FileLine {
    private FileLine() {}

    /** {@code M +12 -3 src/Main.java}, and what is to be known of it; without a line's end. */
    public static String of(ContextFile file) {
        StringBuilder line = new StringBuilder().append(file.status()).append(' ');
        if (file.isUntracked()) {
            line.append(String.format(Locale.ROOT, "%,d bytes ", file.bytes()));
        } else {
            line.append('+')
                    .append(file.added())
                    .append(" -")
                    .append(file.removed())
                    .append(' ');
        }
        file.from().ifPresent(from -> line.append(from.display()).append(" -> "));
        line.append(file.path().display());
        file.omission()
                .ifPresent(
                        why -> line.append(" (not shown: ").append(why.words()).append(')'));
        if (file.replaced()) {
            line.append(" (bytes that are not UTF-8 are shown as \uFFFD)");
        }
        return line.toString();
    }
}
