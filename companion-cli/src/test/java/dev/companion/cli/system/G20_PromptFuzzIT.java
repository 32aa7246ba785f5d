package dev.companion.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.offline.OfflineRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random texts, compared with what the model received from the real Codex. Their number is {@code companion.fuzz.prompts};
 * a failure names the seed, which {@code companion.fuzz.seed} sets.
 */
@Tag("once")
class G20_PromptFuzzIT {
    private static final int TEXTS = Integer.getInteger("companion.fuzz.prompts", 210);
    private static final long SEED = Long.getLong("companion.fuzz.seed", System.nanoTime());
    /** A task costs more than a second of two processors, so several texts share a prompt. */
    private static final int TEXTS_OF_A_PROMPT = 5;

    private static final int AT_ONCE = 3;

    @RegisterExtension
    final Machine machine = new Machine();

    /** In which way a prompt comes in. */
    private enum Way {
        ARGUMENTS,
        FILE,
        STDIN
    }

    @Test
    void G20_random_texts_reach_the_model_byte_for_byte() throws Exception {
        machine.withRealCodex();
        int ofEachWay = Math.max(1, TEXTS / TEXTS_OF_A_PROMPT / Way.values().length);
        List<Callable<Void>> prompts = new ArrayList<>();
        for (int number = 0; number < ofEachWay; number++) {
            for (Way way : Way.values()) {
                long seed = SEED + prompts.size();
                prompts.add(() -> {
                    assertArrives(way, texts(way, seed));
                    return null;
                });
            }
        }
        runAll(prompts);
        assertThat(prompts.size() * TEXTS_OF_A_PROMPT).isGreaterThanOrEqualTo(TEXTS);
    }

    @Test
    void G20_what_looks_empty_and_is_not_reaches_the_model() throws Exception {
        machine.withRealCodex();
        List<Callable<Void>> prompts = new ArrayList<>();
        for (String text : List.of("\u00a0", "\ufeff", "\u200b", "\u0301", "--", "@", "$(id)\n\n\n")) {
            prompts.add(() -> {
                assertArrives(text.startsWith("$") ? Way.STDIN : Way.ARGUMENTS, List.of(text));
                return null;
            });
        }
        runAll(prompts);
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\n\n", "\t \r\n", "\u2003\u2028"})
    void G20_nothing_but_white_space_is_no_prompt(String prompt) {
        machine.withRealCodex();

        for (Way way : Way.values()) {
            assertRefused(command(way, List.of(prompt)), "no_prompt");
        }
    }

    /** A cut sequence, a byte that is never right, half a surrogate pair, and more bytes than needed. */
    @ParameterizedTest
    @ValueSource(strings = {"61e282", "ff61", "edA080", "c080", "61f5808080"})
    void G20_bytes_that_are_not_utf_8_start_nothing(String hex) throws IOException {
        machine.withRealCodex();
        byte[] bytes = HexFormat.of().parseHex(hex);
        Path file = Files.write(machine.file("bytes"), bytes);

        assertRefused(machine.companion("task", "--json").reading(bytes), "prompt_not_utf8");
        assertRefused(machine.companion("task", "--json", "--prompt-file", file.toString()), "prompt_not_utf8");
        assertRefused(machine.shell("\"$0\" task --json \"$(cat '" + file + "')\""), "prompt_not_utf8");
    }

    private void runAll(List<Callable<Void>> prompts) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (Future<Void> prompt : threads.invokeAll(prompts)) {
                prompt.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> texts(Way way, long seed) {
        RandomText random = new RandomText(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < TEXTS_OF_A_PROMPT; i++) {
            texts.add(random.next(way == Way.ARGUMENTS));
        }
        return texts;
    }

    private void assertArrives(Way way, List<String> texts) {
        Answer answer = command(way, texts).run();

        String words = "%s of -Dcompanion.fuzz.seed=%d, %s".formatted(way, SEED, answer);
        assertThat(answer.exitCode()).as(words).isZero();
        String thread = answer.json().object("job").string("threadId").orElseThrow();
        assertThat(machine.model().requests())
                .filteredOn(request -> request.threadId().orElse("").equals(thread))
                .extracting(OfflineRequest::userText)
                .as(words)
                .containsExactly(String.join(" ", texts));
    }

    private Cli command(Way way, List<String> texts) {
        String prompt = String.join(" ", texts);
        return switch (way) {
            case ARGUMENTS -> withWords(machine.companion("task", "--json", "--"), texts);
            case FILE ->
                machine.companion(
                        "task", "--json", "--prompt-file", file(prompt).toString());
            case STDIN -> machine.companion("task", "--json", "-").reading(prompt.getBytes(UTF_8));
        };
    }

    private static Cli withWords(Cli command, List<String> words) {
        words.forEach(command::adding);
        return command;
    }

    private Path file(String content) {
        try {
            return Files.writeString(Files.createTempFile(machine.directory(), "prompt", ""), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertRefused(Cli command, String detailCode) {
        Answer answer = command.run();
        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(2);
        assertThat(answer.json().object("error").string("detailCode")).contains(detailCode);
        assertThat(answer.err().lines()).as("%s", answer).hasSizeLessThanOrEqualTo(2);
        assertThat(machine.root().resolve("jobs")).doesNotExist();
        assertThat(machine.model().requestCount()).isZero();
    }
}
