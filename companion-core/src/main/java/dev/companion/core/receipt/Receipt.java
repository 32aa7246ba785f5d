package dev.companion.core.receipt;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a job came to, and a keyed MAC over it. A receipt that was read from a text may be anybody's invention:
 * {@link ReceiptKey#signed} tells. Immutable.
 *
 * @param fields what it says, in the order of {@link ReceiptField}
 * @param mac HMAC-SHA-256 over {@link #signedText}, 64 hexadecimal digits
 */
public record Receipt(Map<ReceiptField, String> fields, String mac) {
    /** With what every receipt begins; the number is that of its form. */
    static final String START = "companion-receipt/1:";

    static final String MAC = "mac";
    private static final Pattern MAC_FORM = Pattern.compile("[0-9a-f]{64}");

    /** Requires a MAC of the right form, and copies. */
    public Receipt {
        fields = ordered(fields);
        if (!MAC_FORM.matcher(requireNonNull(mac, "mac")).matches()) {
            throw new IllegalArgumentException("not a MAC");
        }
    }

    private static Map<ReceiptField, String> ordered(Map<ReceiptField, String> fields) {
        Map<ReceiptField, String> copy = new EnumMap<>(ReceiptField.class);
        copy.putAll(fields);
        return Collections.unmodifiableMap(copy);
    }

    /** What it says of a field; empty if nothing. */
    public Optional<String> get(ReceiptField field) {
        return Optional.ofNullable(fields.get(field));
    }

    /** One line of plain ASCII without anything that a shell or Markdown takes for more than text. */
    public String text() {
        String said = fields.entrySet().stream()
                .map(entry -> entry.getKey().wireName() + "=" + ReceiptValue.encode(entry.getValue()))
                .collect(Collectors.joining(", "));
        return START + " " + said + ", " + MAC + "=" + mac;
    }

    /** What the MAC is over: the text up to it, without blanks. */
    static byte[] signedText(Map<ReceiptField, String> fields) {
        StringBuilder text = new StringBuilder(START);
        ordered(fields)
                .forEach((field, value) -> text.append(field.wireName())
                        .append('=')
                        .append(ReceiptValue.encode(value))
                        .append(','));
        return text.toString().getBytes(US_ASCII);
    }

    @Override
    public String toString() {
        return text();
    }
}
