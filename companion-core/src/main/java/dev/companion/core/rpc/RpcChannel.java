package dev.companion.core.rpc;

import java.io.IOException;
import java.util.Optional;

/** Carries whole messages, one JSON document each. One thread reads, one writes. */
public interface RpcChannel extends AutoCloseable {
    /** Blocks until the next message; empty once the other side has ended. */
    Optional<byte[]> receive() throws IOException;

    /** Sends one message; may block while the other side does not read. */
    void send(byte[] message) throws IOException;

    /** Long strings of the message that was received last, see {@link LongTexts}. */
    LongTexts longTexts();

    /** How the other side ended, in some words for a message; asked only after it did. */
    default String endInWords() {
        return "connection closed";
    }

    /** Ends the connection; a blocked reader or writer returns. */
    @Override
    void close();
}
