package dev.companion.cli.claude;

import dev.companion.core.files.PrivateFiles;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a command prints, stdout and stderr as they come: what fits into the chat is kept, and if there is more, all of it goes to
 * a file. Synchronised.
 */
final class ChatOutput extends OutputStream {
    private final Path file;
    private final PluginData data;
    private final ByteArrayOutputStream beginning = new ByteArrayOutputStream();
    private @Nullable OutputStream spool;
    private long size;

    /**
     * Output that may need a file.
     *
     * @param file where all of it goes if it is too long; not there yet
     */
    ChatOutput(PluginData data, Path file) {
        this.data = data;
        this.file = file;
    }

    @Override
    public synchronized void write(int octet) throws IOException {
        write(new byte[] {(byte) octet}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
        size += length;
        if (spool == null && size <= ChatText.MOST_BYTES) {
            beginning.write(bytes, offset, length);
            return;
        }
        if (spool == null) {
            data.createParents(file);
            spool = new BufferedOutputStream(newFile());
            beginning.writeTo(spool);
        }
        spool.write(bytes, offset, length);
        int missing = ChatText.MOST_BYTES + 1 - beginning.size();
        if (missing > 0) {
            beginning.write(bytes, offset, Math.min(missing, length));
        }
    }

    private OutputStream newFile() throws IOException {
        return Channels.newOutputStream(
                PrivateFiles.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
    }

    @Override
    public synchronized void close() throws IOException {
        if (spool != null) {
            spool.close();
        }
    }

    /** What the chat is shown. */
    synchronized String text() {
        return ChatText.cut(beginning.toByteArray(), size, file);
    }
}
