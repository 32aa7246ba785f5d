package dev.companion.cli.claude;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a typed line becomes options and a text. */
class TypedLineTest {
    private static final TypedLine.Known KNOWN =
            new TypedLine.Known(Set.of("--write", "--fast"), Set.of("--model", "--base"));

    private static TypedLine parse(String raw) {
        return TypedLine.parse(raw, KNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fix \"this\"; touch /tmp/x",
                "it's $(touch x) `touch y` $HOME $5",
                "two\nlines\n# heading\n",
                "with --write in it, and --model too",
                "\\ back\\slash  two  blanks   ",
                "<<'EOF'\nEOF\n",
                "a\u2028b \uD83D\uDE00"
            })
    void G20_a_text_is_what_was_typed_to_the_last_character(String text) {
        assertThat(parse(text)).isEqualTo(new TypedLine(java.util.List.of(), text));
        assertThat(parse("--write --model m " + text).text()).isEqualTo(text);
        assertThat(parse("-- " + text).text()).isEqualTo(text);
    }

    @Test
    void G20_options_stand_before_the_text_and_nowhere_else() {
        TypedLine line = parse("--model gpt-5 --write fix it --fast now");

        assertThat(line.options()).containsExactly("--model", "gpt-5", "--write");
        assertThat(line.text()).isEqualTo("fix it --fast now");
        assertThat(line.optionsInText(KNOWN)).containsExactly("--fast");
    }

    @Test
    void a_value_with_blanks_stands_in_quotation_marks() {
        assertThat(parse("--base 'a b' text").options()).containsExactly("--base", "a b");
        assertThat(parse("--base \"a'b\" text").options()).containsExactly("--base", "a'b");
        assertThat(parse("--base=main text").options()).containsExactly("--base=main");
    }

    @Test
    void behind_two_dashes_nothing_is_an_option() {
        TypedLine line = parse("--write -- --model is not understood");

        assertThat(line.options()).containsExactly("--write");
        assertThat(line.text()).isEqualTo("--model is not understood");
    }

    @Test
    void G21_an_unknown_option_is_an_error_and_so_is_a_missing_value() {
        assertThatThrownBy(() -> parse("--wriite fix it"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.UNKNOWN_OPTION));
        assertThatThrownBy(() -> parse("--model"))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(FailureCode.BAD_VALUE));
    }

    @Test
    void words_are_apart_by_blanks_and_quotation_marks_hold_them_together() {
        assertThat(TypedWords.all("  task-1\t--all\n\"a b\" it's 'c d'"))
                .containsExactly("task-1", "--all", "a b", "it's", "c d");
        assertThat(TypedWords.all("   ")).isEmpty();
        assertThat(TypedWords.all("\"no end")).containsExactly("\"no", "end");
    }

    @Test
    void G33_it_does_not_tell_its_text() {
        assertThat(parse("a secret").toString()).doesNotContain("secret");
    }
}
