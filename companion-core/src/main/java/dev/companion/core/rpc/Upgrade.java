package dev.companion.core.rpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.companion.core.rpc.ConnectFailure.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.HandshakeState;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.handshake.ClientHandshakeBuilder;
import org.java_websocket.handshake.HandshakeImpl1Client;
import org.java_websocket.handshake.ServerHandshake;

/** The HTTP request that makes a connection a WebSocket (RFC 6455, section 4). No Origin is sent. */
final class Upgrade {
    /** A longer answer is that of something else, bytes. */
    static final int LONGEST_ANSWER = 32 * 1024;

    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] (\\d{3})[^\\r\\n]*\\r\\n");
    private static final Pattern HEADER = Pattern.compile("[\\x20-\\x7e]*");

    private final ByteStreams streams;
    private final Draft_6455 codec;
    private final String name;

    /**
     * On a fresh connection.
     *
     * @param name of the server, for messages
     */
    Upgrade(ByteStreams streams, Draft_6455 codec, String name) {
        this.streams = streams;
        this.codec = codec;
        this.name = name;
    }

    /**
     * Asks and blocks for the answer.
     *
     * @param headers further headers; their values are not logged
     * @return what came after the answer, to be read first
     */
    ByteBuffer run(String host, String resource, Map<String, String> headers) throws IOException {
        ClientHandshakeBuilder request = new HandshakeImpl1Client();
        request.setResourceDescriptor(resource);
        request.put("Host", host);
        headers.forEach((header, value) -> request.put(header, checked(header, value)));
        codec.postProcessHandshakeRequestAsClient(request);
        for (ByteBuffer part : codec.createHandshake(request)) {
            streams.write(part);
        }
        ByteBuffer answer = readAnswer();
        checkStatus(answer);
        try {
            ServerHandshake accepted = (ServerHandshake) codec.translateHandshake(answer);
            if (codec.acceptHandshakeAsClient(request, accepted) == HandshakeState.MATCHED) {
                return answer;
            }
        } catch (InvalidHandshakeException e) {
            throw new ConnectFailure(Kind.NO_WEBSOCKET, name + " does not answer as a WebSocket does", e);
        }
        throw new ConnectFailure(Kind.NO_WEBSOCKET, name + " does not answer as a WebSocket does");
    }

    private static String checked(String header, String value) {
        if (!HEADER.matcher(value).matches()) {
            throw new IllegalArgumentException("the value of " + header + " cannot stand in an HTTP header");
        }
        return value;
    }

    /** The whole answer, and maybe more, ready to be read. */
    private ByteBuffer readAnswer() throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(LONGEST_ANSWER);
        while (!isWhole(answer)) {
            if (!answer.hasRemaining() || !looksLikeHttp(answer)) {
                throw new ConnectFailure(Kind.NO_WEBSOCKET, name + " answers, but not in HTTP");
            }
            if (streams.input().read(answer) < 0) {
                throw new ConnectFailure(Kind.NO_WEBSOCKET, name + " hung up instead of answering");
            }
        }
        return answer.flip();
    }

    private static String text(ByteBuffer answer) {
        return ISO_8859_1.decode(answer.duplicate().flip()).toString();
    }

    private static boolean isWhole(ByteBuffer answer) {
        return text(answer).contains("\r\n\r\n");
    }

    private static boolean looksLikeHttp(ByteBuffer answer) {
        String text = text(answer);
        return text.startsWith("HTTP/") || "HTTP/".startsWith(text);
    }

    private void checkStatus(ByteBuffer answer) throws ConnectFailure {
        Matcher status = STATUS_LINE.matcher(ISO_8859_1.decode(answer.duplicate()));
        if (!status.lookingAt()) {
            throw new ConnectFailure(Kind.NO_WEBSOCKET, name + " answers, but not in HTTP");
        }
        int code = Integer.parseInt(status.group(1));
        if (code != 101) {
            throw new ConnectFailure(code, name + " refused the WebSocket with HTTP " + code);
        }
    }
}
