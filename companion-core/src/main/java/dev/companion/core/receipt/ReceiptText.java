package dev.companion.core.receipt;

import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds receipts in a text that came through a chat: wrapped anywhere, quoted, in a code span, with blanks that are none.
 * Whether one is true is not judged here.
 */
public final class ReceiptText {
    /** Longer ones are none of ours. */
    private static final int LONGEST = 4096;

    private static final int MAC_DIGITS = 64;

    /**
     * What a text holds.
     *
     * @param receipts each once, in order
     * @param isBroken whether something begins like a receipt and does not go on like one
     */
    public record Found(List<Receipt> receipts, boolean isBroken) {
        /** Copies. */
        public Found {
            receipts = List.copyOf(receipts);
        }
    }

    private ReceiptText() {}

    /** Looks through a text of any kind. */
    public static Found find(String text) {
        String bare = bare(text);
        Set<Receipt> receipts = new LinkedHashSet<>();
        boolean broken = false;
        for (int at = bare.indexOf(Receipt.START); at >= 0; at = bare.indexOf(Receipt.START, at + 1)) {
            Optional<Receipt> receipt = read(bare, at + Receipt.START.length());
            receipt.ifPresent(receipts::add);
            broken |= receipt.isEmpty();
        }
        return new Found(List.copyOf(receipts), broken);
    }

    /** Whether there is any receipt in it, broken or not. */
    public static boolean isIn(String text) {
        return bare(text).contains(Receipt.START);
    }

    /** Without what a chat may put between or around the characters of a receipt, none of which it has itself. */
    private static String bare(String text) {
        StringBuilder bare = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char character = isDash(text.charAt(i)) ? '-' : text.charAt(i);
            if (character > ' ' && character < 127 && "`>|*_\\\"'".indexOf(character) < 0) {
                bare.append(character);
            }
        }
        return bare.toString();
    }

    /** Typographers make them of a hyphen. */
    private static boolean isDash(char character) {
        return (character >= '\u2010' && character <= '\u2015') || character == '\u2212';
    }

    private static Optional<Receipt> read(String bare, int start) {
        Map<ReceiptField, String> fields = new EnumMap<>(ReceiptField.class);
        int end = Math.min(bare.length(), start + LONGEST);
        int at = start;
        while (at < end) {
            int equals = bare.indexOf('=', at);
            if (equals < 0 || equals >= end) {
                return Optional.empty();
            }
            String name = bare.substring(at, equals);
            if (name.equals(Receipt.MAC)) {
                return mac(bare, equals + 1).map(mac -> new Receipt(fields, mac));
            }
            int comma = bare.indexOf(',', equals);
            if (comma < 0 || comma >= end || !put(fields, name, bare.substring(equals + 1, comma))) {
                return Optional.empty();
            }
            at = comma + 1;
        }
        return Optional.empty();
    }

    private static boolean put(Map<ReceiptField, String> fields, String name, String encoded) {
        Optional<ReceiptField> field = ReceiptField.find(name);
        Optional<String> value = ReceiptValue.decode(encoded);
        if (field.isEmpty() || value.isEmpty()) {
            return false;
        }
        return fields.put(field.get(), value.get()) == null;
    }

    private static Optional<String> mac(String bare, int start) {
        if (start + MAC_DIGITS > bare.length()) {
            return Optional.empty();
        }
        String mac = bare.substring(start, start + MAC_DIGITS);
        return mac.matches("[0-9a-f]+") ? Optional.of(mac) : Optional.empty();
    }
}
