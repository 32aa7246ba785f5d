package dev.companion.core.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;

/** The other side of a connection, in the hands of a test: it reads and writes lines through pipes of 64 KiB. */
final class PipedPeer implements AutoCloseable {
    private static final int PIPE_BYTES = 64 * 1024;

    private final PipedOutputStream toUs = new PipedOutputStream();
    private final PipedInputStream fromUs = new PipedInputStream(PIPE_BYTES);
    private final BufferedReader lines = new BufferedReader(new InputStreamReader(fromUs, UTF_8));
    private final Channel channel;

    PipedPeer(Path directory) {
        try {
            channel = new Channel(
                    new PipedInputStream(toUs, PIPE_BYTES), new PipedOutputStream(fromUs), new LongTexts(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Our end. */
    RpcChannel channel() {
        return channel;
    }

    /** Blocks for the next message of ours. */
    JsonObject read() {
        try {
            return Json.readObject(Optional.ofNullable(lines.readLine()).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String line) {
        try {
            toUs.write((line + "\n").getBytes(UTF_8));
            toUs.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void result(JsonObject request, String result) {
        write("{\"id\":" + request.number("id").orElseThrow() + ",\"result\":" + result + "}");
    }

    /** Ends what we read. */
    @Override
    public void close() {
        try {
            toUs.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Channel(LineReader lines, OutputStream out, PipedInputStream in, LongTexts longTexts)
            implements RpcChannel {
        Channel(PipedInputStream in, OutputStream out, LongTexts longTexts) {
            this(new LineReader(in, longTexts), out, in, longTexts);
        }

        @Override
        public Optional<byte[]> receive() throws IOException {
            return lines.next();
        }

        @Override
        public void send(byte[] message) throws IOException {
            out.write(message);
            out.write('\n');
            out.flush();
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
