package dev.companion.core.codex;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ThreadSettingsTest {
    private static ThreadSettings settings() {
        return new ThreadSettings(
                "/work", "workspace-write", List.of("/tmp"), false, Optional.of("gpt"), Optional.of("priority"));
    }

    @Test
    void the_same_settings_are_equal() {
        assertThat(settings()).isEqualTo(settings()).hasSameHashCodeAs(settings());
        assertThat(settings()).isNotEqualTo(null).isNotEqualTo("settings");
    }

    @Test
    void each_component_makes_a_difference() {
        List<ThreadSettings> others = List.of(
                new ThreadSettings(
                        "/else",
                        "workspace-write",
                        List.of("/tmp"),
                        false,
                        Optional.of("gpt"),
                        Optional.of("priority")),
                new ThreadSettings(
                        "/work", "read-only", List.of("/tmp"), false, Optional.of("gpt"), Optional.of("priority")),
                new ThreadSettings(
                        "/work", "workspace-write", List.of(), false, Optional.of("gpt"), Optional.of("priority")),
                new ThreadSettings(
                        "/work", "workspace-write", List.of("/tmp"), true, Optional.of("gpt"), Optional.of("priority")),
                new ThreadSettings(
                        "/work", "workspace-write", List.of("/tmp"), false, Optional.empty(), Optional.of("priority")),
                new ThreadSettings(
                        "/work", "workspace-write", List.of("/tmp"), false, Optional.of("gpt"), Optional.empty()));

        // One for each component: whoever adds one adds it to equals, hashCode, and here.
        assertThat(others).hasSameSizeAs(ThreadSettings.class.getRecordComponents());
        assertThat(others).doesNotContain(settings()).doesNotHaveDuplicates();
    }
}
