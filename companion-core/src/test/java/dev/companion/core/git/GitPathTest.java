package dev.companion.core.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitPathTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            src/Main.java     | src/Main.java
            with space.txt    | with space.txt
            日本/é🚀.md        | 日本/é🚀.md
            a"b               | "a\\"b"
            a\\b              | "a\\\\b"
            """)
    void a_plain_name_is_shown_as_it_is_and_others_in_quotes(String name, String shown) {
        assertThat(GitPath.of(name).display()).isEqualTo(shown);
    }

    @Test
    void what_a_terminal_or_a_reader_would_act_on_is_escaped() {
        assertThat(GitPath.of("a\nb\t\u001b[31m\u007f").display()).isEqualTo("\"a\\nb\\t\\033[31m\\177\"");
        assertThat(GitPath.of("x\u202ey").display()).isEqualTo("\"x\\342\\200\\256y\"");
        assertThat(GitPath.of("x\u2028y").display()).isEqualTo("\"x\\342\\200\\250y\"");
    }

    @Test
    void bytes_that_are_no_characters_are_escaped_one_by_one() {
        GitPath latin = GitPath.of("caf\u00e9 \u00ff".getBytes(ISO_8859_1));

        assertThat(latin.display()).isEqualTo("\"caf\\351 \\377\"");
        assertThat(latin.text()).isEmpty();
        assertThat(latin.under(Path.of("/root"))).isEmpty();
    }

    @Test
    void two_names_are_never_shown_alike() {
        assertThat(GitPath.of("a\\351").display())
                .isNotEqualTo(GitPath.of(new byte[] {'a', (byte) 0351}).display());
        assertThat(GitPath.of("\"a\"").display()).isNotEqualTo(GitPath.of("a").display());
    }

    @Test
    void a_word_for_a_shell_stays_one_word() {
        assertThat(ShellWord.of("src/Main.java")).isEqualTo("src/Main.java");
        assertThat(ShellWord.of("it's $(here)")).isEqualTo("'it'\\''s $(here)'");
        assertThat(ShellWord.of("{a,b}")).isEqualTo("'{a,b}'");
        assertThat(ShellWord.of("")).isEqualTo("''");
    }
}
