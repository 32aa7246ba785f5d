package dev.companion.cli.render.review;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import org.jspecify.annotations.Nullable;

/**
 * Escapes in JSON what a terminal would act on and JSON itself lets stand: DEL, the second set of control characters, and
 * what turns the direction of a text. The strings stay the same.
 */
final class UnprintableEscapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private static final int DELETE = 0x7f;

    @Override
    public int[] getEscapeCodesForAscii() {
        int[] codes = standardAsciiEscapesForJSON();
        codes[DELETE] = ESCAPE_STANDARD;
        return codes;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
        return isUnprintable(character) ? new SerializedString(String.format("\\u%04X", character)) : null;
    }

    private static boolean isUnprintable(int character) {
        return (character >= DELETE && character < 0xa0)
                || (character >= 0x2028 && character <= 0x202e)
                || (character >= 0x2066 && character <= 0x2069)
                || character == 0x200e
                || character == 0x200f;
    }
}
