package dev.companion.core.job;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * The end of a file of lines, read backwards in blocks.
 *
 * @param lastLine the last whole line, without its end
 * @param endOfLastLine the offset after the last line end; what follows is torn
 */
record LogTail(Optional<byte[]> lastLine, long endOfLastLine) {
    private static final int BLOCK = 8192;

    static LogTail of(FileChannel channel) throws IOException {
        long end = lastLineFeedBefore(channel, channel.size()) + 1;
        if (end == 0) {
            return new LogTail(Optional.empty(), 0);
        }
        long start = lastLineFeedBefore(channel, end - 1) + 1;
        return new LogTail(Optional.of(read(channel, start, (int) (end - 1 - start))), end);
    }

    private static long lastLineFeedBefore(FileChannel channel, long limit) throws IOException {
        long blockEnd = limit;
        while (blockEnd > 0) {
            long blockStart = Math.max(0, blockEnd - BLOCK);
            byte[] block = read(channel, blockStart, (int) (blockEnd - blockStart));
            for (int i = block.length - 1; i >= 0; i--) {
                if (block[i] == '\n') {
                    return blockStart + i;
                }
            }
            blockEnd = blockStart;
        }
        return -1;
    }

    private static byte[] read(FileChannel channel, long start, int length) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(length);
        ByteBuffer buffer = ByteBuffer.allocate(Math.min(Math.max(length, 1), 64 * 1024));
        while (bytes.size() < length) {
            buffer.clear().limit(Math.min(buffer.capacity(), length - bytes.size()));
            int count = channel.read(buffer, start + bytes.size());
            if (count < 0) {
                break;
            }
            bytes.write(buffer.array(), 0, count);
        }
        return bytes.toByteArray();
    }
}
