package dev.companion.core.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReaderTest {
    @TempDir
    Path directory;

    private LineReader reader(LongTexts longTexts, String text) {
        return new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), longTexts);
    }

    private List<String> lines(String text) throws IOException {
        LineReader reader = reader(new LongTexts(directory), text);
        List<String> lines = new ArrayList<>();
        for (Optional<byte[]> line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add(new String(line.orElseThrow(), UTF_8));
        }
        return lines;
    }

    @Test
    void G22_a_line_ends_at_a_line_feed_and_nowhere_else() throws IOException {
        assertThat(lines("a\r\u2028\u2029\u0085\u000Bb\nc\n")).containsExactly("a\r\u2028\u2029\u0085\u000Bb", "c");
    }

    @Test
    void empty_lines_are_no_lines_and_a_torn_last_line_is_dropped() throws IOException {
        assertThat(lines("\n\na\n\nb\ntorn")).containsExactly("a", "b");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void a_quote_that_is_never_closed_ends_with_its_line() throws IOException {
        assertThat(lines("{\"a\nnext \\\"\nlast\n")).containsExactly("{\"a", "next \\\"", "last");
    }

    @Test
    void G22_a_line_above_the_limit_is_dropped_and_the_next_one_is_read() throws IOException {
        String tooLong = "1".repeat(LineReader.LONGEST_LINE + 1);

        assertThat(lines("before\n" + tooLong + "\nafter\n")).containsExactly("before", "after");
    }

    @Test
    void many_strings_below_the_limit_make_a_line_that_is_dropped_only_above_its_own() throws IOException {
        String string = "\"" + "s".repeat(LineReader.LONG_STRING - 10) + "\"";
        String line = "[" + (string + ",").repeat(5) + "0]";

        assertThat(lines(line + "\n")).containsExactly(line);
        assertThat(lines("[" + (string + ",").repeat(17) + "0]\nnext\n")).containsExactly("next");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain text ",
                "quotes \" and \\ and / and \b\f\n\r\t ",
                "\u0000\u0001\u001f ",
                "über \u2028 漢字 ",
                "🙂🚀 ",
                "\\\\\" \\n \\u0041 "
            })
    void G15_a_long_string_goes_to_a_file_and_comes_back_byte_for_byte(String piece) throws IOException {
        String text = piece.repeat(LineReader.LONG_STRING / piece.length() + 1000);
        for (boolean ascii : new boolean[] {false, true}) {
            String line = "{\"short\":\"s\",\"long\":" + (ascii ? escaped(text) : Json.text(text)) + ",\"n\":1}";
            LongTexts longTexts = new LongTexts(directory);

            JsonObject message =
                    Json.readObject(reader(longTexts, line + "\n").next().orElseThrow());

            String reference = message.string("long").orElseThrow();
            assertThat(longTexts.isReference(reference)).isTrue();
            assertThat(message.string("short")).contains("s");
            assertThat(message.number("n")).contains(1L);
            Path file = longTexts.keep(reference).orElseThrow();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            JsonText.decode(file, out);
            assertThat(out.toString(UTF_8).equals(text)).isTrue();
            longTexts.deleteAll();
            assertThat(directory).isEmptyDirectory();
        }
    }

    /** As a writer that keeps to ASCII does: surrogate pairs as two escapes. */
    private static String escaped(String text) {
        StringBuilder json = new StringBuilder("\"");
        text.chars().forEach(c -> json.append(String.format("\\u%04x", c)));
        return json.append('"').toString();
    }

    @Test
    void two_long_strings_of_one_line_have_a_file_each() throws IOException {
        String first = "a".repeat(LineReader.LONG_STRING + 1);
        String second = "b".repeat(LineReader.LONG_STRING + 1);
        LongTexts longTexts = new LongTexts(directory);

        JsonObject message = Json.readObject(reader(longTexts, Json.text(Map.of("x", List.of(first, second))) + "\n")
                .next()
                .orElseThrow());

        List<String> references = message.strings("x");
        assertThat(references).hasSize(2).doesNotHaveDuplicates().allMatch(longTexts::isReference);
        assertThat(Files.size(longTexts.keep(references.get(1)).orElseThrow())).isEqualTo(second.length());
    }

    @Test
    void what_nobody_keeps_is_deleted_and_what_is_kept_stays() throws IOException {
        String line = Json.text(Map.of("x", "a".repeat(LineReader.LONG_STRING + 1))) + "\n";
        LongTexts longTexts = new LongTexts(directory);
        LineReader reader = reader(longTexts, line + line);

        JsonObject kept = Json.readObject(reader.next().orElseThrow());
        Path file = longTexts.keep(kept.string("x").orElseThrow()).orElseThrow();
        longTexts.discardRest();
        reader.next();
        longTexts.discardRest();

        assertThat(directory).isDirectoryContaining(file::equals);
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void a_long_string_that_is_cut_off_leaves_no_file() throws IOException {
        LongTexts longTexts = new LongTexts(directory);
        LineReader reader = reader(longTexts, "{\"x\":\"" + "a".repeat(LineReader.LONG_STRING + 1));

        assertThat(reader.next()).isEmpty();
        longTexts.deleteAll();

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_reference_cannot_be_forged() {
        assertThat(new LongTexts(directory).isReference("companion-long-text:1"))
                .isFalse();
        assertThat(new LongTexts(directory).keep("companion-long-text:1")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\x", "\\u12", "\\ud83d", "\\ud83d\\n", "\\"})
    void what_is_no_JSON_escape_is_refused(String escape) throws IOException {
        Path file = Files.writeString(directory.resolve("text"), "ab" + escape);

        assertThatThrownBy(() -> JsonText.decode(file, new ByteArrayOutputStream()))
                .isInstanceOf(IOException.class);
    }
}
