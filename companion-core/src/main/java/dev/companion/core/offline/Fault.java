package dev.companion.core.offline;

/** How an answer goes wrong. */
sealed interface Fault {
    /** Another status than 200; {@code body} is JSON. */
    record Status(int code, String body) implements Fault {}

    /** The connection breaks. */
    record Drop(Moment moment) implements Fault {}

    /** Nothing more comes until the model is closed. */
    record Silence(Moment moment) implements Fault {}

    /** A last event that says that the response failed or is incomplete; {@code event} is its JSON. */
    record Ending(String event) implements Fault {}

    /** When a connection breaks or falls silent. */
    enum Moment {
        BEFORE_HEADERS,
        AFTER_HEADERS,
        /** After the deltas, before the first finished item. */
        MID
    }
}
