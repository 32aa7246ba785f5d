package dev.companion.cli.command;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
 * A unix socket at which a Codex for training can be reached: each connection is a WebSocket to a new process of the script,
 * which cannot listen itself. Speaks as much of RFC 6455 as our own client needs. Closing ends it and all connections.
 */
final class TrainingSocket implements AutoCloseable {
    private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final String KEY_HEADER = "sec-websocket-key:";
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int LENGTH_MASK = 0x7f;
    private static final int LENGTH_OF_16_BITS = 126;
    private static final int LENGTH_OF_64_BITS = 127;
    private static final int MASK_BYTES = 4;

    private final Path codex;
    private final Path place;
    private final Path directory;
    private final ServerSocketChannel listening;

    /**
     * Begins to listen.
     *
     * @param codex the script
     * @param place where clients look for the socket; becomes a link, because a socket's own path must be short
     */
    TrainingSocket(Path codex, Path place) throws IOException {
        this.codex = codex;
        this.place = place;
        directory = Files.createTempDirectory("companion");
        Path socket = directory.resolve("socket");
        listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Files.createSymbolicLink(place, socket);
        daemon(this::acceptAll);
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "training-socket");
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        try {
            while (true) {
                SocketChannel connection = listening.accept();
                daemon(() -> serve(connection));
            }
        } catch (IOException e) {
            // Closed: the training is over.
            return;
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            DataInputStream in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(connection)));
            upgrade(in, connection);
            Process process = new ProcessBuilder(codex.toString(), "app-server")
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream requests = process.getOutputStream()) {
                daemon(() -> answer(process.getInputStream(), connection));
                forward(in, requests);
                write(connection, new byte[] {(byte) CLOSE, 0});
            } finally {
                process.destroy();
            }
        } catch (IOException e) {
            // The client has gone, or the training is over.
            return;
        }
    }

    /** Not over a stream: on Java 17 one of a socket does not write while another one reads. */
    private static void write(SocketChannel connection, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            connection.write(left);
        }
    }

    private static void upgrade(InputStream in, SocketChannel connection) throws IOException {
        String key = "";
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            if (line.regionMatches(true, 0, KEY_HEADER, 0, KEY_HEADER.length())) {
                key = line.substring(KEY_HEADER.length()).strip();
            }
        }
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accept(key) + "\r\n\r\n";
        write(connection, answer.getBytes(ISO_8859_1));
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + ACCEPT_SALT).getBytes(ISO_8859_1));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A line of the request, without its end. */
    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(ISO_8859_1).strip();
    }

    /** The client's messages, one a line, until it says that it goes. */
    private static void forward(DataInputStream in, OutputStream requests) throws IOException {
        for (int first = in.read(); first == TEXT; first = in.read()) {
            byte[] mask = new byte[MASK_BYTES];
            byte[] payload = new byte[(int) length(in)];
            in.readFully(mask);
            in.readFully(payload);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % MASK_BYTES];
            }
            requests.write(payload);
            requests.write('\n');
            requests.flush();
        }
    }

    private static long length(DataInputStream in) throws IOException {
        int length = in.read() & LENGTH_MASK;
        return switch (length) {
            case LENGTH_OF_16_BITS -> in.readUnsignedShort();
            case LENGTH_OF_64_BITS -> in.readLong();
            default -> length;
        };
    }

    /** The script's lines as messages. */
    private static void answer(InputStream lines, SocketChannel connection) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(lines, UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                write(connection, frame(line.getBytes(UTF_8)));
            }
        } catch (IOException e) {
            // The client has gone.
            return;
        }
    }

    private static byte[] frame(byte[] payload) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(TEXT);
        if (payload.length < LENGTH_OF_16_BITS) {
            frame.write(payload.length);
        } else {
            frame.write(LENGTH_OF_16_BITS);
            frame.write(payload.length >> Byte.SIZE);
            frame.write(payload.length);
        }
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        Files.deleteIfExists(place);
        Files.deleteIfExists(directory.resolve("socket"));
        Files.delete(directory);
    }
}
