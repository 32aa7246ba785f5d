package dev.companion.cli.claude;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Text for the chat: Claude Code shows at most 30,000 bytes of what a command or an agent returns. */
final class ChatText {
    /** What fits, with a footer below it. */
    static final int MOST_BYTES = 28_000;

    private ChatText() {}

    /** A file from its beginning, cut behind a whole character; says how much there is and where. */
    static String beginningOf(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return cut(in.readNBytes(MOST_BYTES + 1), Files.size(file), file);
        }
    }

    /**
     * The same of what was read already.
     *
     * @param beginning the first bytes of the file, UTF-8, or all of them
     * @param size of the file
     */
    static String cut(byte[] beginning, long size, Path file) {
        if (size <= MOST_BYTES) {
            return new String(beginning, StandardCharsets.UTF_8);
        }
        int end = Math.min(MOST_BYTES, beginning.length);
        // A byte 10xxxxxx belongs to the character before it.
        while (end > 0 && end < beginning.length && (beginning[end] & 0xC0) == 0x80) {
            end--;
        }
        return new String(beginning, 0, end, StandardCharsets.UTF_8) + "\n\n[cut here: " + end + " of " + size
                + " bytes; the rest is in " + file + "]\n";
    }
}
