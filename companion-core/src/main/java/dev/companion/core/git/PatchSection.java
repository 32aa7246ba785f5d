package dev.companion.core.git;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The patch of one file while it is read: counted whole, kept if it is short enough. Not thread-safe. */
final class PatchSection {
    private static final Pattern HUNK =
            Pattern.compile("@@ -\\d+(?:,(\\d+))? \\+\\d+(?:,(\\d+))? @@.*", Pattern.DOTALL);
    private static final byte[] HUNK_START = "@@ -".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] BINARY = "Binary files ".getBytes(StandardCharsets.US_ASCII);

    private final long limit;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean tooLong;
    private boolean binary;
    private long bytes;
    private long added;
    private long removed;
    private long oldLinesLeft;
    private long newLinesLeft;
    private boolean lineGoesOn;

    private PatchSection(long limit) {
        this.limit = limit;
    }

    /** Of a file without a patch. */
    static PatchSection none() {
        return new PatchSection(0);
    }

    /** To be kept if it has at most so many bytes. */
    static PatchSection upTo(long limit) {
        return new PatchSection(limit);
    }

    /** Whether the next piece belongs to the lines of the file itself, whatever it looks like. */
    boolean isInLines() {
        return lineGoesOn || oldLinesLeft > 0 || newLinesLeft > 0;
    }

    /** What comes next is no line of the file. */
    void endLines() {
        oldLinesLeft = 0;
        newLinesLeft = 0;
    }

    /** Takes one piece: a line, or a part of a long one. */
    void take(Pieces piece) {
        if (!lineGoesOn) {
            line(piece);
        }
        lineGoesOn = !piece.endsLine();
        bytes += piece.length();
        tooLong |= bytes > limit;
        if (!tooLong) {
            piece.writeTo(kept);
        }
    }

    private void line(Pieces piece) {
        if (oldLinesLeft > 0 || newLinesLeft > 0) {
            switch (piece.first()) {
                case '+' -> {
                    added++;
                    newLinesLeft--;
                }
                case '-' -> {
                    removed++;
                    oldLinesLeft--;
                }
                // "\ No newline at end of file"
                case '\\' -> {}
                default -> {
                    oldLinesLeft--;
                    newLinesLeft--;
                }
            }
            return;
        }
        if (piece.startsWith(HUNK_START)) {
            Matcher hunk = HUNK.matcher(piece.latin1());
            if (hunk.matches()) {
                oldLinesLeft = lines(hunk.group(1));
                newLinesLeft = lines(hunk.group(2));
            }
        }
        binary |= piece.startsWith(BINARY);
    }

    private static long lines(@Nullable String count) {
        return count == null ? 1 : Long.parseLong(count);
    }

    /** What was read. */
    FilePatch of(FileChange change) {
        boolean isKept = bytes > 0 && !tooLong;
        return new FilePatch(
                change, added, removed, bytes, binary, isKept ? Optional.of(kept.toByteArray()) : Optional.empty());
    }
}
