package dev.companion.bench;

import java.util.Locale;

/**
 * One line of the table.
 *
 * @param what what was measured
 * @param measured with its unit
 * @param ratio to what it is compared with, in words
 * @param goal what it should be
 * @param met whether it is
 */
record Row(String what, String measured, String ratio, String goal, boolean met) {
    /** A text with numbers in it, the same in every locale. */
    static String words(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
