package dev.companion.core.process;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads what a command says to its end, so that the command can write, and keeps the beginning. Owns one thread. */
final class KeptOutput {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(2);
    private static final int BLOCK = 4096;

    private final InputStream in;
    private final int limit;
    private final Thread thread;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();

    private KeptOutput(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
        this.thread = new Thread(this::takeAll, "command-output");
        this.thread.setDaemon(true);
    }

    /**
     * Begins to read.
     *
     * @param limit so much is kept, bytes
     */
    static KeptOutput of(InputStream in, int limit) {
        KeptOutput output = new KeptOutput(in, limit);
        output.thread.start();
        return output;
    }

    private void takeAll() {
        byte[] buffer = new byte[BLOCK];
        try (in) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                keep(buffer, count);
            }
        } catch (IOException e) {
            // The command was killed.
            return;
        }
    }

    private synchronized void keep(byte[] buffer, int count) {
        kept.write(buffer, 0, Math.min(count, limit - kept.size()));
    }

    /** What was kept, once the command has ended: a child that it left behind may hold the stream open, which is not waited for. */
    String text() throws InterruptedException {
        thread.join(ENDS_WITHIN.toMillis());
        synchronized (this) {
            return kept.toString(StandardCharsets.UTF_8);
        }
    }
}
