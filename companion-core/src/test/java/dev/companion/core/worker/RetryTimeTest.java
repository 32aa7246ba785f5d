package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class RetryTimeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Instant NOON_IN_BERLIN = Instant.parse("2026-11-23T11:00:00Z");

    @Test
    void a_time_of_the_day_is_the_next_one() {
        assertThat(RetryTime.find("or try again at 1:24 PM.", NOON_IN_BERLIN, BERLIN))
                .contains(Instant.parse("2026-11-23T12:24:00Z"));
        assertThat(RetryTime.find("or try again at 9:05 AM.", NOON_IN_BERLIN, BERLIN))
                .contains(Instant.parse("2026-11-24T08:05:00Z"));
    }

    @Test
    void a_date_is_taken_as_it_stands() {
        assertThat(RetryTime.find("or try again at Nov 26th, 2026 3:57 PM.", NOON_IN_BERLIN, BERLIN))
                .contains(Instant.parse("2026-11-26T14:57:00Z"));
        assertThat(RetryTime.find("or try again at Dec 1st, 2026 12:00 AM.", NOON_IN_BERLIN, BERLIN))
                .contains(Instant.parse("2026-11-30T23:00:00Z"));
    }

    @Test
    void other_words_tell_nothing() {
        assertThat(RetryTime.find("try again later", NOON_IN_BERLIN, BERLIN)).isEmpty();
        assertThat(RetryTime.find("try again at 29:61 PM", NOON_IN_BERLIN, BERLIN))
                .isEmpty();
        assertThat(RetryTime.find("try again at Xxx 3rd, 2026 1:00 AM", NOON_IN_BERLIN, BERLIN))
                .isEmpty();
    }
}
