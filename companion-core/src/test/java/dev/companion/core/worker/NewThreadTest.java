package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ThreadSettings;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NewThreadTest {
    private static NewThread thread(String directory, Optional<Optional<String>> reviewer) {
        ThreadSettings settings =
                new ThreadSettings(directory, "read-only", List.of(), false, Optional.empty(), Optional.empty());
        return new NewThread(settings, reviewer);
    }

    @Test
    void a_thread_for_the_same_is_the_same() {
        NewThread thread = thread("/work", Optional.of(Optional.of("high")));

        assertThat(thread)
                .isEqualTo(thread("/work", Optional.of(Optional.of("high"))))
                .hasSameHashCodeAs(thread("/work", Optional.of(Optional.of("high"))));
    }

    @Test
    void settings_and_reviewer_make_a_difference() {
        NewThread thread = thread("/work", Optional.of(Optional.of("high")));

        assertThat(thread)
                .isNotEqualTo(thread("/else", Optional.of(Optional.of("high"))))
                .isNotEqualTo(thread("/work", Optional.of(Optional.empty())))
                .isNotEqualTo(thread("/work", Optional.empty()))
                .isNotEqualTo(null);
    }
}
