package dev.companion.core.codex;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A unix socket on which every connection is a WebSocket of lines: what comes in a message is a line, and what is written
 * up to a line feed is a message, in fragments if it is long. Written by hand, so that it is another program's idea of
 * RFC 6455 than the one under test. One thread for each connection.
 */
final class ScriptedListener {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int LAST = 0x80;

    /** What serves one connection until its input ends. */
    interface Service {
        void serve(InputStream lines, OutputStream answers) throws IOException, InterruptedException;
    }

    private ScriptedListener() {}

    /** Listens for ever. */
    static void listen(Path socket, Service service) throws IOException {
        Files.deleteIfExists(socket);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            while (true) {
                SocketChannel connection = server.accept();
                Thread thread = new Thread(() -> serve(connection, service), "connection");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private static void serve(SocketChannel connection, Service service) {
        try (SocketChannel closing = connection) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(new Reading(closing)));
            closing.write(ByteBuffer.wrap(upgrade(in).getBytes(ISO_8859_1)));
            service.serve(new Messages(in), new Frames(closing));
        } catch (IOException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String upgrade(InputStream in) throws IOException {
        StringBuilder request = new StringBuilder();
        for (int next = in.read(); next >= 0 && request.indexOf("\r\n\r\n") < 0; next = in.read()) {
            request.append((char) next);
            if (request.indexOf("\r\n\r\n") >= 0) {
                break;
            }
        }
        String key = request.toString()
                .lines()
                .filter(line -> line.regionMatches(true, 0, "sec-websocket-key:", 0, 18))
                .map(line -> line.substring(18).strip())
                .findFirst()
                .orElseThrow(() -> new IOException("no WebSocket"));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The bytes of a channel, without the lock that the streams of {@link Channels} share between both directions. */
    private static final class Reading extends InputStream {
        private final SocketChannel channel;

        Reading(SocketChannel channel) {
            this.channel = channel;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return channel.read(ByteBuffer.wrap(bytes, offset, length));
        }
    }

    /** The payloads of the client's messages, a line feed behind each. Control frames but close are passed over. */
    private static final class Messages extends InputStream {
        private final DataInputStream in;
        private byte[] payload = new byte[0];
        private int next;

        Messages(DataInputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            return fill() ? payload[next++] & 0xff : -1;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            if (!fill()) {
                return -1;
            }
            int count = Math.min(length, payload.length - next);
            System.arraycopy(payload, next, bytes, offset, count);
            next += count;
            return count;
        }

        private boolean fill() throws IOException {
            while (next == payload.length) {
                int head = in.read();
                if (head < 0 || (head & 0x0f) == CLOSE) {
                    return false;
                }
                byte[] frame = frame();
                payload = (head & 0x0f) > TEXT ? new byte[0] : withEnd(frame, (head & LAST) != 0);
                next = 0;
            }
            return true;
        }

        private static byte[] withEnd(byte[] frame, boolean last) {
            ByteBuffer line = ByteBuffer.allocate(frame.length + (last ? 1 : 0)).put(frame);
            return last ? line.put((byte) '\n').array() : line.array();
        }

        private byte[] frame() throws IOException {
            int shortLength = in.readUnsignedByte() & 0x7f;
            long length = shortLength < 126 ? shortLength : shortLength == 126 ? in.readUnsignedShort() : in.readLong();
            byte[] mask = in.readNBytes(4);
            byte[] bytes = in.readNBytes(Math.toIntExact(length));
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] ^= mask[i % 4];
            }
            return bytes;
        }
    }

    /** Lines as messages. What is flushed in the middle of a line is a fragment. */
    private static final class Frames extends FilterOutputStream {
        private final SocketChannel channel;
        private boolean open;

        Frames(SocketChannel channel) {
            super(OutputStream.nullOutputStream());
            this.channel = channel;
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int begin = offset;
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '\n') {
                    frame(bytes, begin, i - begin, true);
                    begin = i + 1;
                }
            }
            if (begin < offset + length) {
                frame(bytes, begin, offset + length - begin, false);
            }
        }

        private void frame(byte[] bytes, int offset, int length, boolean last) throws IOException {
            ByteBuffer frame = ByteBuffer.allocate(length + 10);
            frame.put((byte) ((open ? CONTINUATION : TEXT) | (last ? LAST : 0)));
            if (length < 126) {
                frame.put((byte) length);
            } else if (length < 65_536) {
                frame.put((byte) 126).putShort((short) length);
            } else {
                frame.put((byte) 127).putLong(length);
            }
            frame.put(bytes, offset, length).flip();
            while (frame.hasRemaining()) {
                channel.write(frame);
            }
            open = !last;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
