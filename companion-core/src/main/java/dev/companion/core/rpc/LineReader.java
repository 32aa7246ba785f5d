package dev.companion.core.rpc;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Splits a stream into lines at {@code \n} and nothing else, in bounded memory: a JSON string above a limit goes to a
 * file, a line that is too long even so is dropped with a log line. Not thread-safe.
 */
final class LineReader {
    /** Above it a JSON string goes to a file, in bytes. */
    static final int LONG_STRING = 1 << 20;
    /** Above it a line without long strings is dropped, in bytes. */
    static final int LONGEST_LINE = 16 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(LineReader.class);

    private final InputStream in;
    private final LongTexts longTexts;
    private final byte[] chunk = new byte[32 * 1024];
    private int chunkPosition;
    private int chunkEnd;

    private byte[] line = new byte[8 * 1024];
    private int length;
    private boolean inString;
    private boolean escaped;
    private int stringStart;
    private boolean tooLong;
    private LongTexts.@Nullable Spill spill;

    LineReader(InputStream in, LongTexts longTexts) {
        this.in = in;
        this.longTexts = longTexts;
    }

    /** The next line without its end; empty at the end of the stream, where a torn line is dropped. */
    Optional<byte[]> next() throws IOException {
        while (true) {
            if (chunkPosition == chunkEnd) {
                chunkEnd = Math.max(0, in.read(chunk));
                chunkPosition = 0;
                if (chunkEnd == 0) {
                    closeSpill();
                    return Optional.empty();
                }
            }
            byte next = chunk[chunkPosition++];
            if (next == '\n') {
                Optional<byte[]> whole = endLine();
                if (whole.isPresent()) {
                    return whole;
                }
            } else {
                accept(next);
            }
        }
    }

    private void accept(byte next) throws IOException {
        if (inString) {
            acceptInString(next);
            return;
        }
        append(next);
        if (next == '"') {
            inString = true;
            stringStart = length;
        }
    }

    private void acceptInString(byte next) throws IOException {
        boolean ends = next == '"' && !escaped;
        escaped = next == '\\' && !escaped;
        if (ends) {
            inString = false;
            finishSpill();
            append(next);
        } else if (spill != null) {
            spill.out().write(next);
        } else {
            append(next);
            if (length - stringStart > LONG_STRING) {
                startSpill();
            }
        }
    }

    private void startSpill() throws IOException {
        LongTexts.Spill begun = longTexts.begin();
        spill = new LongTexts.Spill(begun.reference(), begun.file(), new BufferedOutputStream(begun.out(), 64 * 1024));
        spill.out().write(line, stringStart, length - stringStart);
        length = stringStart;
    }

    private void finishSpill() throws IOException {
        if (spill == null) {
            return;
        }
        byte[] reference = spill.reference().getBytes(StandardCharsets.US_ASCII);
        closeSpill();
        for (byte next : reference) {
            append(next);
        }
    }

    /** Also a torn one is handed over: whoever keeps the files deletes it. */
    private void closeSpill() throws IOException {
        if (spill != null) {
            longTexts.add(spill);
            spill.out().close();
            spill = null;
        }
    }

    private void append(byte next) {
        if (length == line.length) {
            if (length >= LONGEST_LINE) {
                tooLong = true;
                length = 0;
                stringStart = 0;
            } else {
                line = Arrays.copyOf(line, line.length * 2);
            }
        }
        line[length++] = next;
    }

    private Optional<byte[]> endLine() throws IOException {
        closeSpill();
        Optional<byte[]> whole = tooLong || length == 0 ? Optional.empty() : Optional.of(Arrays.copyOf(line, length));
        if (tooLong) {
            LOG.warn("dropped a line of more than {} bytes", LONGEST_LINE);
        }
        if (line.length > 1 << 20) {
            line = new byte[8 * 1024];
        }
        length = 0;
        inString = false;
        escaped = false;
        tooLong = false;
        return whole;
    }
}
