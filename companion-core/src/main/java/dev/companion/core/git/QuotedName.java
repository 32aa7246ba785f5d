package dev.companion.core.git;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/** File names in double quotes with the escapes of C, as git writes them. */
final class QuotedName {
    private static final String NAMED = "\u0007\b\t\n\u000b\f\r\"\\";
    private static final String LETTERS = "abtnvfr\"\\";

    private QuotedName() {}

    /** As git writes it into a patch ({@code core.quotePath=false}): bytes from 0x80 stay as they are. */
    static byte[] inPatch(String prefix, byte[] name) {
        boolean plain = true;
        for (byte each : name) {
            plain &= each < 0 || isPlain(each);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(name.length + 4);
        if (plain) {
            out.writeBytes(prefix.getBytes(StandardCharsets.UTF_8));
            out.writeBytes(name);
            return out.toByteArray();
        }
        out.write('"');
        out.writeBytes(prefix.getBytes(StandardCharsets.UTF_8));
        for (byte each : name) {
            if (each < 0 || isPlain(each)) {
                out.write(each);
            } else {
                out.writeBytes(escape(each).getBytes(StandardCharsets.US_ASCII));
            }
        }
        out.write('"');
        return out.toByteArray();
    }

    /** For people: characters stay, bytes that are none and characters that do harm are escaped. */
    static String display(byte[] name) {
        if (isPlain(name)) {
            return new String(name, StandardCharsets.US_ASCII);
        }
        StringBuilder text = new StringBuilder(name.length + 2);
        boolean plain = true;
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(name);
        CharBuffer character = CharBuffer.allocate(2);
        while (in.hasRemaining()) {
            int start = in.position();
            int point = next(decoder, in, character);
            if (point >= 0 && !isHarmful(point)) {
                text.appendCodePoint(point);
                continue;
            }
            plain = false;
            for (int i = start; i < in.position(); i++) {
                text.append(escape(name[i]));
            }
        }
        return plain ? text.toString() : text.insert(0, '"').append('"').toString();
    }

    /** Takes one character, or one byte that belongs to none: -1. */
    private static int next(CharsetDecoder decoder, ByteBuffer in, CharBuffer character) {
        int start = in.position();
        for (int length = 1; length <= 4 && start + length <= in.limit(); length++) {
            character.clear();
            decoder.reset();
            CoderResult result = decoder.decode(in.duplicate().limit(start + length), character, true);
            if (!result.isError()) {
                in.position(start + length);
                return Character.codePointAt(character.flip(), 0);
            }
        }
        in.position(start + 1);
        return -1;
    }

    private static boolean isHarmful(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED,
                    Character.PRIVATE_USE -> true;
            default -> point == '"' || point == '\\';
        };
    }

    private static boolean isPlain(byte[] name) {
        for (byte each : name) {
            if (!isPlain(each)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(byte value) {
        return value >= ' ' && value != 0x7f && value != '"' && value != '\\';
    }

    private static String escape(byte value) {
        int named = NAMED.indexOf((char) value);
        if (value >= 0 && named >= 0) {
            return "\\" + LETTERS.charAt(named);
        }
        return String.format("\\%03o", value & 0xff);
    }
}
