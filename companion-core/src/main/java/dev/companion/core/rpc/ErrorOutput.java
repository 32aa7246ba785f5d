package dev.companion.core.rpc;

import dev.companion.core.files.PrivateFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a child writes to stderr. Its beginning is appended to a file, the rest is read and left out: the child is never
 * held up, and one that never stops does not fill the disk. The last of it stays in memory. Owns one thread.
 */
final class ErrorOutput {
    /** So much is kept, bytes. */
    static final int KEPT = 8 << 20;
    /** So much of its end is remembered, bytes. */
    static final int REMEMBERED = 16 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(ErrorOutput.class);
    private static final Duration LAST_WORDS_WITHIN = Duration.ofMillis(500);
    private static final String LEFT_OUT = "\n[more than " + KEPT + " bytes on stderr: the rest is left out]\n";

    private final InputStream stderr;
    private final Path log;
    private final Thread thread;
    private byte[] tail = new byte[0];

    private ErrorOutput(InputStream stderr, Path log) {
        this.stderr = stderr;
        this.log = log;
        this.thread = new Thread(this::takeAll, "rpc-stderr");
        this.thread.setDaemon(true);
    }

    /** Begins to take it. */
    static ErrorOutput taken(InputStream stderr, Path log) {
        ErrorOutput output = new ErrorOutput(stderr, log);
        output.thread.start();
        return output;
    }

    private void takeAll() {
        try (InputStream in = stderr) {
            keepBeginning(in);
            byte[] block = new byte[16 * 1024];
            for (int read = in.read(block); read > 0; read = in.read(block)) {
                remember(block, read);
            }
        } catch (IOException e) {
            LOG.debug("stderr of the child broke off: {}", e.getClass().getSimpleName());
        }
    }

    private void keepBeginning(InputStream in) throws IOException {
        byte[] block = new byte[16 * 1024];
        int left = KEPT;
        try (OutputStream out =
                Channels.newOutputStream(PrivateFiles.open(log, StandardOpenOption.WRITE, StandardOpenOption.APPEND))) {
            for (int read = in.read(block, 0, Math.min(block.length, left)); read > 0; ) {
                remember(block, read);
                out.write(block, 0, read);
                left -= read;
                read = in.read(block, 0, Math.min(block.length, left));
            }
            if (left == 0) {
                out.write(LEFT_OUT.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // A full disk: the child goes on all the same.
            LOG.debug("stderr of the child cannot be kept: {}", e.getClass().getSimpleName());
        }
    }

    private synchronized void remember(byte[] block, int length) {
        ByteArrayOutputStream longer = new ByteArrayOutputStream(tail.length + length);
        int old = Math.min(tail.length, Math.max(0, REMEMBERED - length));
        longer.write(tail, tail.length - old, old);
        longer.write(block, Math.max(0, length - REMEMBERED), Math.min(length, REMEMBERED));
        tail = longer.toByteArray();
    }

    /** The last of what was written so far; a character that was cut is replaced. */
    synchronized String tail() {
        return new String(tail, StandardCharsets.UTF_8);
    }

    /** Waits a moment for the last words of a child that has ended. */
    void awaitEnd() throws InterruptedException {
        thread.join(LAST_WORDS_WITHIN.toMillis());
    }
}
