package dev.companion.core.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.enums.Role;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.FramedataImpl1;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameSplitterTest {
    private static final int PIECE = FrameSplitter.PIECE;

    private final Draft_6455 server = codec(Role.SERVER);
    private final Draft_6455 client = codec(Role.CLIENT);
    private final FrameSplitter splitter = new FrameSplitter();
    private final List<Framedata> received = new ArrayList<>();

    private static Draft_6455 codec(Role role) {
        Draft_6455 codec = new Draft_6455();
        codec.setParseMode(role);
        return codec;
    }

    private ByteBuffer frame(Opcode opcode, boolean last, byte[] payload) {
        FramedataImpl1 frame = FramedataImpl1.get(opcode);
        frame.setFin(last);
        frame.setPayload(ByteBuffer.wrap(payload));
        return server.createBinaryFrame(frame);
    }

    private void receive(ByteBuffer bytes, int chunk) throws InvalidDataException {
        while (bytes.hasRemaining()) {
            ByteBuffer part = bytes.slice(bytes.position(), Math.min(chunk, bytes.remaining()));
            bytes.position(bytes.position() + part.remaining());
            received.addAll(client.translateFrame(splitter.split(part)));
        }
    }

    private static byte[] letters(int length) {
        byte[] letters = new byte[length];
        for (int i = 0; i < length; i++) {
            letters[i] = (byte) ('a' + i % 26);
        }
        return letters;
    }

    private byte[] receivedBytes() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Framedata frame : received) {
            byte[] bytes = new byte[frame.getPayloadData().remaining()];
            frame.getPayloadData().duplicate().get(bytes);
            all.writeBytes(bytes);
        }
        return all.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125, 126, 65_535, 65_536, PIECE})
    void a_frame_up_to_the_limit_passes_as_it_is(int length) throws InvalidDataException {
        receive(frame(Opcode.TEXT, true, letters(length)), 1_000);

        assertThat(received).singleElement().satisfies(frame -> {
            assertThat(frame.isFin()).isTrue();
            assertThat(frame.getOpcode()).isEqualTo(Opcode.TEXT);
        });
        assertThat(receivedBytes()).isEqualTo(letters(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1_000, 32 * 1024, Integer.MAX_VALUE})
    void a_longer_one_comes_in_pieces_of_one_message(int chunk) throws InvalidDataException {
        int length = 3 * PIECE + 1;
        receive(frame(Opcode.TEXT, false, letters(length)), chunk);
        receive(frame(Opcode.PING, true, letters(9)), chunk);
        receive(frame(Opcode.CONTINUOUS, true, letters(2 * PIECE)), chunk);

        assertThat(received)
                .extracting(Framedata::getOpcode)
                .containsExactly(
                        Opcode.TEXT,
                        Opcode.CONTINUOUS,
                        Opcode.CONTINUOUS,
                        Opcode.CONTINUOUS,
                        Opcode.PING,
                        Opcode.CONTINUOUS,
                        Opcode.CONTINUOUS);
        assertThat(received)
                .extracting(Framedata::isFin)
                .containsExactly(false, false, false, false, true, false, true);
        received.remove(4);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(letters(length));
        expected.writeBytes(letters(2 * PIECE));
        assertThat(receivedBytes()).isEqualTo(expected.toByteArray());
    }
}
