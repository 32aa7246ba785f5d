package dev.companion.core.job;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** Instants in JSON: UTC, ISO-8601, always three digits of milliseconds. */
public final class Timestamps {
    private Timestamps() {}

    /** For instance {@code 2026-11-23T03:14:15.926Z}. */
    public static String format(Instant instant) {
        ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(24);
        pad(text, utc.getYear(), 4).append('-');
        pad(text, utc.getMonthValue(), 2).append('-');
        pad(text, utc.getDayOfMonth(), 2).append('T');
        pad(text, utc.getHour(), 2).append(':');
        pad(text, utc.getMinute(), 2).append(':');
        pad(text, utc.getSecond(), 2).append('.');
        return pad(text, utc.getNano() / 1_000_000, 3).append('Z').toString();
    }

    private static StringBuilder pad(StringBuilder text, int value, int width) {
        String digits = Integer.toString(value);
        return text.append("0".repeat(Math.max(0, width - digits.length()))).append(digits);
    }

    /** The same instant in whole milliseconds: what a record can keep. */
    public static Instant toMillis(Instant instant) {
        return Instant.ofEpochMilli(instant.toEpochMilli());
    }
}
