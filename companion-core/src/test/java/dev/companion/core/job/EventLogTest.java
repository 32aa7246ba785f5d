package dev.companion.core.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link EventLog} and {@link EventReader}. */
class EventLogTest {
    private static final JobId ID = JobFixtures.id(1);

    @TempDir
    Path temporary;

    private JobDirectory directory;

    @BeforeEach
    void prepare() {
        directory = new JobDirectory(temporary);
    }

    private EventLog open() {
        return EventLog.open(directory, ID, new MutableClock(JobFixtures.START));
    }

    private void append(EventType type, int count) {
        try (EventLog log = open()) {
            for (int i = 0; i < count; i++) {
                log.append(type, Json.fields("message", "with \u2028 and \n", "n", i));
            }
        }
    }

    private List<Event> events() {
        List<Event> events = new ArrayList<>();
        try (EventReader reader = EventReader.fromStart(directory)) {
            reader.readEvents(events::add);
        }
        return events;
    }

    private void tear(String text) throws IOException {
        Files.writeString(directory.events(), text, StandardOpenOption.APPEND);
    }

    @Test
    void an_event_is_one_line_with_every_field() throws IOException {
        append(EventType.PROGRESS, 1);

        assertThat(Files.readString(directory.events()))
                .isEqualTo("{\"schemaVersion\":1,\"seq\":1,\"ts\":\"2026-03-01T12:00:00.000Z\",\"jobId\":\"" + ID
                        + "\",\"type\":\"progress\",\"data\":{\"message\":\"with \u2028 and \\n\",\"n\":0}}\n");
    }

    @Test
    void the_numbers_go_on_after_a_reopening() {
        append(EventType.PROGRESS, 3);
        append(EventType.COMMAND, 2);

        assertThat(events()).extracting(Event::seq).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void G12_a_torn_line_is_cut_off_and_leaves_no_gap() throws IOException {
        append(EventType.PROGRESS, 2);
        tear("{\"schemaVersion\":1,\"seq\":3,\"ts\":\"2026");

        append(EventType.PROGRESS, 1);

        assertThat(events()).extracting(Event::seq).containsExactly(1L, 2L, 3L);
    }

    @Test
    void G12_a_log_that_is_one_torn_line_begins_anew() throws IOException {
        Files.writeString(directory.events(), "{\"schema");

        append(EventType.PROGRESS, 1);

        assertThat(events()).extracting(Event::seq).containsExactly(1L);
    }

    @Test
    void a_torn_line_of_many_blocks_is_cut_off_too() throws IOException {
        append(EventType.PROGRESS, 1);
        tear("x".repeat(50_000));

        append(EventType.PROGRESS, 1);

        assertThat(events()).extracting(Event::seq).containsExactly(1L, 2L);
    }

    @Test
    void nothing_comes_after_the_last_event() {
        append(EventType.JOB_FINISHED, 1);
        try (EventLog log = open()) {
            assertThat(log.isFinished()).isTrue();
            log.append(EventType.PROGRESS, Map.of());
        }

        assertThat(events()).hasSize(1);
    }

    @Test
    void G31_a_link_in_the_place_of_a_log_is_not_followed() throws IOException {
        Path elsewhere = Files.writeString(temporary.resolve("elsewhere"), "precious");
        Files.createSymbolicLink(directory.events(), elsewhere);

        assertThatThrownBy(this::open).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(this::events).isInstanceOf(UncheckedIOException.class);
        assertThat(elsewhere).hasContent("precious");
    }

    @Test
    void a_log_that_is_not_there_yet_has_no_events() {
        try (EventReader reader = EventReader.fromStart(directory)) {
            List<String> lines = new ArrayList<>();
            reader.readLines(line -> lines.add(new String(line, UTF_8)));
            assertThat(lines).isEmpty();

            append(EventType.PROGRESS, 1);
            reader.readLines(line -> lines.add(new String(line, UTF_8)));
            assertThat(lines).hasSize(1);
        }
    }

    @Test
    void a_reader_sees_a_line_once_and_only_when_it_is_whole() throws IOException {
        append(EventType.PROGRESS, 1);
        List<Long> seen = new ArrayList<>();
        try (EventReader reader = EventReader.fromStart(directory)) {
            reader.readEvents(event -> seen.add(event.seq()));
            String next = new String(events().get(0).encode(), UTF_8).replace("\"seq\":1", "\"seq\":2");
            tear(next.substring(0, 20));
            reader.readEvents(event -> seen.add(event.seq()));
            assertThat(seen).containsExactly(1L);

            tear(next.substring(20) + "\n");
            reader.readEvents(event -> seen.add(event.seq()));
            reader.readEvents(event -> seen.add(event.seq()));
        }
        assertThat(seen).containsExactly(1L, 2L);
    }

    @Test
    void a_preview_begins_at_a_whole_line_near_the_end() {
        append(EventType.PROGRESS, 2000);
        List<Long> seen = new ArrayList<>();
        try (EventReader reader = EventReader.fromRecent(directory)) {
            reader.readEvents(event -> seen.add(event.seq()));
        }

        assertThat(seen)
                .hasSizeBetween(10, 1000)
                .isEqualTo(LongStream.rangeClosed(seen.get(0), 2000).boxed().toList());
    }
}
