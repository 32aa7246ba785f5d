package dev.companion.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.json.Json;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobRequestCodecTest {
    static List<RequestFixture> requests() {
        return List.of(
                new RequestFixture(),
                new RequestFixture()
                        .prompt("a \"quoted\" \\ prompt\r\n\t\u0000\u2028🙂")
                        .sandbox(Sandbox.WORKSPACE_WRITE)
                        .model("gpt-5.5")
                        .effort("high")
                        .serviceTier("fast")
                        .tierOptional()
                        .notBefore(Instant.parse("2026-11-23T14:05:00Z"))
                        .addDirs("/a b", "/é")
                        .network(true)
                        .thread(new ThreadTarget.Resume("t"))
                        .timeout(Duration.ofMillis(1))
                        .stallTimeout(Duration.ofDays(1))
                        .outputSchema("{\"type\":\"object\"}")
                        .idempotencyKey("k"),
                new RequestFixture()
                        .remote(new RemoteServer("wss://host/p?q", Optional.of("/token"), Optional.empty())),
                new RequestFixture()
                        .remote(new RemoteServer("ws://127.0.0.1:1", Optional.empty(), Optional.of("TOKEN"))),
                new RequestFixture()
                        .prompt("")
                        .review(
                                JobKind.ADVERSARIAL_REVIEW,
                                new ReviewRequest(
                                        Json.fields("mode", "branch", "baseRef", null, "paths", List.of("a b")),
                                        Optional.of(new JobId("review-0000000001")),
                                        9000)),
                new RequestFixture().prompt("<task>\nthe words\n</task>\n").written("the words"),
                new RequestFixture().thread(new ThreadTarget.Fork("t")).prompt("x".repeat(5 << 20)));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void G20_a_request_comes_back_as_it_was(RequestFixture fixture) {
        JobRequest request = fixture.build();

        assertThat(JobRequestCodec.decode(JobRequestCodec.encode(request))).isEqualTo(request);
    }

    /** White space at both ends, line ends of every system, and characters that only look like any of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\n",
                " leading",
                "trailing ",
                "\t\n both \n\t",
                "\r\nlines\r\nof\rthree\nsystems\r\n",
                "\u2028line and paragraph separators\u2029",
                "\u00A0no-break and ideographic spaces\u3000",
                "\uFEFFa mark of the byte order\uFEFF",
                "\u0000 control characters \u001F\u007F\u0085",
                "e\u0301 is not \u00E9",
                "two  spaces  within"
            })
    void G20_nothing_at_the_ends_or_within_a_prompt_is_tidied(String prompt) {
        byte[] encoded =
                JobRequestCodec.encode(new RequestFixture().prompt(prompt).build());

        assertThat(Json.readObject(encoded).string("prompt"))
                .as("as it is kept")
                .contains(prompt);
        assertThat(JobRequestCodec.decode(encoded).prompt()).isEqualTo(prompt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "\u0000"})
    void what_is_no_request_is_refused(String text) {
        assertThatThrownBy(() -> JobRequestCodec.decode(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void the_digest_tells_another_work_and_nothing_else() {
        String digest = JobRequestCodec.digest(new RequestFixture().build());

        assertThat(digest).matches("[0-9a-f]{64}");
        assertThat(List.of(
                        new RequestFixture().timeout(Duration.ofSeconds(5)),
                        new RequestFixture().idempotencyKey("k"),
                        new RequestFixture().thread(new ThreadTarget.Resume("t"))))
                .allMatch(same -> JobRequestCodec.digest(same.build()).equals(digest));
        assertThat(List.of(
                        new RequestFixture().prompt("something else"),
                        new RequestFixture().sandbox(Sandbox.DANGER_FULL_ACCESS),
                        new RequestFixture().model("m"),
                        new RequestFixture()
                                .remote(new RemoteServer("ws://127.0.0.1:1", Optional.empty(), Optional.empty())),
                        new RequestFixture().cwd("/elsewhere"),
                        new RequestFixture().addDirs("/x"),
                        new RequestFixture().network(true),
                        new RequestFixture().outputSchema("{}")))
                .noneMatch(other -> JobRequestCodec.digest(other.build()).equals(digest));
    }

    @Test
    void the_digest_of_a_shaped_request_is_of_the_words_that_were_written() {
        String digest = JobRequestCodec.digest(
                new RequestFixture().prompt("one: words").written("words").build());

        assertThat(JobRequestCodec.digest(new RequestFixture()
                        .prompt("another: words")
                        .written("words")
                        .build()))
                .isEqualTo(digest);
        assertThat(List.of(
                        new RequestFixture().prompt("words"),
                        new RequestFixture().prompt("one: words").written("other words")))
                .noneMatch(other -> JobRequestCodec.digest(other.build()).equals(digest));
    }

    @Test
    void a_head_is_one_line_within_its_limit() {
        assertThat(JobRequestCodec.head("  a\n b\t\u2028\u0007c ", 20)).isEqualTo("a b c");
        assertThat(JobRequestCodec.head("", 20)).isEmpty();
        assertThat(JobRequestCodec.head("abcdef", 6)).isEqualTo("abcdef");
        assertThat(JobRequestCodec.head("abcdefg", 6)).isEqualTo("abcde…");
        assertThat(JobRequestCodec.head("abcd🙂fg", 6)).isEqualTo("abcd…");
        assertThat(JobRequestCodec.head("x".repeat(5 << 20), 96)).hasSize(96);
    }

    @Test
    void G33_a_request_does_not_print_its_prompt() {
        assertThat(new RequestFixture().prompt("a secret").build().toString()).doesNotContain("secret");
    }
}
