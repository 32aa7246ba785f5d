package dev.companion.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ColumnsTest {
    @Test
    void wide_characters_take_two_columns_and_marks_none() {
        assertThat(Columns.of("abc")).isEqualTo(3);
        assertThat(Columns.of("日本")).isEqualTo(4);
        assertThat(Columns.of("🚀")).isEqualTo(2);
        assertThat(Columns.of("e\u0301")).isEqualTo(1);
    }

    @Test
    void a_cut_text_fits_and_says_that_it_was_cut() {
        assertThat(Columns.cut("abcdef", 6)).isEqualTo("abcdef");
        assertThat(Columns.cut("abcdef", 5)).isEqualTo("abcd…");
        assertThat(Columns.cut("日本語", 5)).isEqualTo("日本…");
        assertThat(Columns.cut("日本語", 4)).isEqualTo("日…");
        assertThat(Columns.cut("🚀🚀🚀", 3)).isEqualTo("🚀…");
        assertThat(Columns.cut("abc", 0)).isEmpty();
    }

    @Test
    void plain_text_is_one_line_without_controls() {
        assertThat(EventText.plain(" a\n\tb \u001b[2Jc\u0085d\u2028e\u202ef ")).isEqualTo("a b c d e f");
    }
}
