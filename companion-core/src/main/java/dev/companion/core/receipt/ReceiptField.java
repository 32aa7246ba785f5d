package dev.companion.core.receipt;

import java.util.Locale;
import java.util.Optional;

/** What a receipt may say, in the order of its text. A field that is not known is left out. */
public enum ReceiptField {
    JOB,
    KIND,
    STATUS,
    REASON,
    THREAD,
    TURN,
    TURN_STATUS,
    MODEL,
    SANDBOX,
    TRANSPORT,
    CODEX,
    CREATED,
    STARTED,
    COMPLETED,
    /** SHA-256 of the final message, hexadecimal. */
    SHA256,
    /** How long the final message is. */
    BYTES,
    /** SHA-256 of what was read out of a review. */
    REVIEW,
    /** Which state directory signed it, see {@link ReceiptKey#id}. */
    KEY;

    private final String wireName = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** The name in the text. */
    public String wireName() {
        return wireName;
    }

    /** The field of that name. */
    public static Optional<ReceiptField> find(String wireName) {
        for (ReceiptField field : values()) {
            if (field.wireName.equals(wireName)) {
                return Optional.of(field);
            }
        }
        return Optional.empty();
    }
}
