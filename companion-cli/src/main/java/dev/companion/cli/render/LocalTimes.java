package dev.companion.cli.render;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants for people, by their own clock. */
public final class LocalTimes {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter DATE_AND_TIME = DateTimeFormatter.ofPattern("MMM d HH:mm", Locale.ROOT);

    private LocalTimes() {}

    /** The time of the day; with its date if that is another day than the one of {@code seenFrom}. */
    public static String of(Instant instant, Instant seenFrom) {
        ZoneId zone = ZoneId.systemDefault();
        ZonedDateTime local = instant.atZone(zone);
        boolean sameDay = local.toLocalDate().equals(seenFrom.atZone(zone).toLocalDate());
        return (sameDay ? TIME : DATE_AND_TIME).format(local);
    }
}
