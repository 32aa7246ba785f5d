package dev.companion.core.worker;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a usage limit ends, from the words of Codex: it tells the time of the day, or the date with it, in its own time
 * zone, and in no other way.
 */
final class RetryTime {
    private static final Pattern WORDS = Pattern.compile(
            "try again at (?:([A-Z][a-z]{2} \\d{1,2})(?:st|nd|rd|th), (\\d{4}) )?(\\d{1,2}:\\d{2} [AP]M)");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("h:mm a", Locale.US);
    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern("MMM d uuuu h:mm a", Locale.US);

    private RetryTime() {}

    /**
     * The instant that the message names.
     *
     * @param now a time of the day is the next one after it
     */
    static Optional<Instant> find(String message, Instant now, ZoneId zone) {
        Matcher matcher = WORDS.matcher(message);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            if (matcher.group(1) != null) {
                String text = matcher.group(1) + " " + matcher.group(2) + " " + matcher.group(3);
                return Optional.of(
                        LocalDateTime.parse(text, DATE_AND_TIME).atZone(zone).toInstant());
            }
            return Optional.of(next(LocalTime.parse(matcher.group(3), TIME), now.atZone(zone)));
        } catch (DateTimeException e) {
            // Words that look like a date and are none tell nothing.
            return Optional.empty();
        }
    }

    private static Instant next(LocalTime time, ZonedDateTime now) {
        ZonedDateTime today = now.with(time);
        // The message rounds to the minute: one that has just begun may be meant.
        return (today.isBefore(now.minusMinutes(1)) ? today.plusDays(1) : today).toInstant();
    }
}
