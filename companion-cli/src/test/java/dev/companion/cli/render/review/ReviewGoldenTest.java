package dev.companion.cli.render.review;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.terminal.Format;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms of a review for people, as files to look at. */
class ReviewGoldenTest {
    private static final Map<String, String> XTERM = Map.of("TERM", "xterm-256color");

    private static String print(ReviewReport report, Format format, Reports.Printer printer) {
        new ReviewOutput(printer.terminal(), format).print(report);
        printer.terminal().flush();
        return printer.out().toString(UTF_8);
    }

    private static String print(ReviewReport report, Format format) {
        return print(report, format, Reports.Printer.pipe());
    }

    private static ReviewReport report(String name) {
        return switch (name) {
            case "judged" -> Reports.judged();
            case "approved" -> Reports.approved();
            case "compared" -> Reports.compared();
            case "not-comparable" -> Reports.notComparable();
            case "built-in" -> Reports.builtIn();
            case "unread" -> Reports.unread();
            case "failed" -> Reports.failed();
            case "nothing" -> Reports.nothing();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static void requireGolden(String name, String actual) {
        try (InputStream in = ReviewGoldenTest.class.getResourceAsStream(name)) {
            String golden = in == null ? "" : new String(in.readAllBytes(), UTF_8);
            assertThat(actual).as(name).isEqualTo(golden);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"judged", "approved", "compared", "not-comparable", "built-in", "unread", "failed", "nothing"})
    void a_review_in_text_markdown_and_annotations(String name) {
        ReviewReport report = report(name);

        requireGolden(name + ".txt", print(report, Format.TEXT));
        requireGolden(name + ".md", print(report, Format.MARKDOWN));
        requireGolden(name + ".github", print(report, Format.GITHUB));
    }

    @Test
    void a_terminal_gets_colours_and_links_and_nothing_else() {
        String plain = print(Reports.compared(), Format.TEXT);

        String coloured = print(Reports.compared(), Format.TEXT, Reports.Printer.of("out", XTERM));

        assertThat(coloured)
                .contains("\u001b[1;31mcritical\u001b[0m")
                .contains("\u001b]8;;file:///home/ada/my%20project/src/my%20store.java\u001b\\")
                .doesNotContain("file:///etc");
        assertThat(coloured.replaceAll("\u001b\\]8;;[^\u001b]*\u001b\\\\", "").replaceAll("\u001b\\[[0-9;]*m", ""))
                .isEqualTo(plain);
    }

    @Test
    void only_an_approval_is_green() {
        for (ReviewReport report :
                List.of(Reports.judged(), Reports.builtIn(), Reports.unread(), Reports.failed(), Reports.nothing())) {
            assertThat(print(report, Format.TEXT, Reports.Printer.of("out", XTERM)))
                    .doesNotContain("\u001b[32m");
        }
        assertThat(print(Reports.approved(), Format.TEXT, Reports.Printer.of("out", XTERM)))
                .contains("\u001b[32mapprove: no findings\u001b[0m");
    }

    @Test
    void NO_COLOR_a_dumb_terminal_and_a_pipe_get_plain_text() {
        Map<String, String> noColour = new HashMap<>(XTERM);
        noColour.put("NO_COLOR", "1");

        assertThat(print(Reports.judged(), Format.TEXT, Reports.Printer.of("out", noColour)))
                .doesNotContain("\u001b[");
        assertThat(print(Reports.judged(), Format.TEXT, Reports.Printer.of("out", Map.of("TERM", "dumb"))))
                .doesNotContain("\u001b");
        assertThat(print(Reports.judged(), Format.TEXT, Reports.Printer.of("out", Map.of("TERM", "linux"))))
                .doesNotContain("\u001b]");
        assertThat(print(Reports.judged(), Format.TEXT, Reports.Printer.of("err", XTERM)))
                .doesNotContain("\u001b");
    }

    @ParameterizedTest
    @EnumSource(names = {"TEXT", "MARKDOWN", "GITHUB", "SARIF", "JSON"})
    void no_word_of_a_reviewer_reaches_a_terminal_as_a_control(Format format) {
        String printed = print(Reports.hostile(), format);

        assertThat(printed.codePoints().filter(point -> point != '\n'))
                .noneMatch(point -> point < 0x20 || (point >= 0x7f && point < 0xa0));
        if (format != Format.JSON) {
            assertThat(printed)
                    .doesNotContain("\u202e")
                    .doesNotContain("\u2028")
                    .doesNotContain("[31m");
        }
    }

    @Test
    void a_coloured_review_has_no_escape_but_our_own() {
        String printed = print(Reports.hostile(), Format.TEXT, Reports.Printer.of("out", XTERM));

        assertThat(printed.replaceAll("\u001b\\[[0-9;]*m", ""))
                .doesNotContain("\u001b")
                .doesNotContain("evil");
    }

    @Test
    void no_line_of_annotations_is_a_command_that_a_reviewer_wrote() {
        for (ReviewReport report : List.of(Reports.hostile(), Reports.failed(), Reports.judged())) {
            assertThat(print(report, Format.GITHUB).lines())
                    .allMatch(line -> line.matches("::(error|warning|notice) [^\n]*::[^\n]+"))
                    .noneMatch(line -> line.startsWith("::error::"));
        }
    }

    @Test
    void the_words_of_a_reviewer_stay_in_their_quotation() {
        assertThat(MarkdownText.quotation("~~~\n<b>\n```\n~~~\n<b> `<i>` ``a ` <u>`` ![x](y) `open <s>"))
                .containsExactly("> ~~~", "> <b>", "> ```", "> ~~~", "> \\<b> `<i>` ``a ` <u>`` \\![x](y) `open \\<s>");
        assertThat(MarkdownText.quotation("````\n```\nx")).containsExactly("> ````", "> ```", "> x", "> ````");
        assertThat(MarkdownText.code("a`b``c")).isEqualTo("``` a`b``c ```");
    }

    @Test
    void an_id_is_the_id_of_the_job() {
        assertThat(print(Reports.judged(), Format.ID)).isEqualTo("adversarial-review-0000000007\n");
        assertThat(print(Reports.nothing(), Format.ID)).isEmpty();
    }
}
