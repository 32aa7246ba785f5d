package dev.companion.cli.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An output of any size becomes an answer of a certain size, which is still one. */
class BoundsTest {
    private static JsonObject shortened(Map<String, ?> document, int limit) throws IOException {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        try (ShortStrings out = new ShortStrings(kept, limit)) {
            out.write(Json.bytes(document));
        }
        return Json.readObject(kept.toByteArray());
    }

    @Test
    void a_long_string_is_cut_with_a_note_and_the_others_stay() throws IOException {
        JsonObject document = shortened(Map.of("long", "x".repeat(50), "list", List.of("a\\\"b", 7)), 20);

        assertThat(document.string("long")).contains("x".repeat(20) + " […cut: 30 bytes more]");
        assertThat(document.strings("list")).containsExactly("a\\\"b");
    }

    @Test
    void a_string_of_just_that_length_is_not_cut() throws IOException {
        assertThat(shortened(Map.of("s", "x".repeat(20)), 20).string("s")).contains("x".repeat(20));
    }

    @Test
    void no_cut_tears_a_character_or_an_escape() throws IOException {
        String text = "é😀\n\u0001\"\\漢".repeat(5);

        for (int limit = 1; limit < 40; limit++) {
            String kept = shortened(Map.of("s", text), limit).string("s").orElseThrow();
            String before = kept.substring(0, kept.indexOf(" […cut: "));
            assertThat(text).as("limit %d", limit).startsWith(before);
            assertThat(before.getBytes(UTF_8).length).isGreaterThanOrEqualTo(limit / 7);
        }
    }

    @Test
    void of_a_text_the_first_whole_characters_are_kept_and_all_bytes_are_counted() throws IOException {
        byte[] bytes = "aé😀z".getBytes(UTF_8);
        for (int limit = 0; limit <= bytes.length; limit++) {
            try (BoundedOutput out = new BoundedOutput(limit)) {
                out.write(bytes);

                assertThat("aé😀z").startsWith(out.text());
                assertThat(out.text()).doesNotContain("\uFFFD");
                assertThat(out.length()).isEqualTo(bytes.length);
                assertThat(out.isCut()).isEqualTo(limit < bytes.length);
            }
        }
    }

    @Test
    void lines_are_split_at_line_feeds_only_and_a_torn_one_is_dropped() throws IOException {
        MessageLines lines =
                new MessageLines(new ByteArrayInputStream("{\"a\u2028b\"}\r\n\n \r\nnext\ntorn".getBytes(UTF_8)));

        assertThat(new String(lines.next().orElseThrow().bytes(), UTF_8)).isEqualTo("{\"a\u2028b\"}\r");
        assertThat(new String(lines.next().orElseThrow().bytes(), UTF_8)).isEqualTo("next");
        assertThat(lines.next()).isEmpty();
    }
}
