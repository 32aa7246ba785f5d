package dev.companion.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.offline.OfflineRequest;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the model receives from the real {@code codex exec} is what was given, and nobody else sees it. */
@Tag("once")
class G20_ExecPromptIT {
    private static final long SEED = Long.getLong("companion.fuzz.seed", System.nanoTime());
    private static final int RANDOM_TEXTS = 8;

    @RegisterExtension
    final Machine machine = new Machine();

    @BeforeEach
    void overExec() {
        machine.withRealCodex().with("COMPANION_TRANSPORT", "exec");
    }

    /** Several to a job, because each costs a second. */
    static Stream<List<String>> prompts() {
        RandomText random = new RandomText(SEED);
        List<String> randomTexts = IntStream.range(0, RANDOM_TEXTS)
                .mapToObj(i -> "x" + random.next(false))
                .toList();
        return Stream.of(
                List.of(" leading, trailing ", "one line\n", "\n\n\tmany\r\n\n\n"),
                List.of("--help", "-", "--", "-c model=x", "@file ${x} $(id) %PATH%"),
                List.of("line\u2028separator \u2029", "👩‍👩‍👧‍👦 äöü €", "a\u0000b\u0001", "\u0085x\u00a0"),
                List.of("\ufeffa mark", "\ufeff", "\ufeff\ufeff", "/review", "<stdin>x</stdin>"),
                randomTexts);
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void G20_a_prompt_arrives_as_it_was_given(List<String> prompts) {
        for (String prompt : prompts) {
            assertArrives(prompt);
        }
        assertThat(received()).as("-Dcompanion.fuzz.seed=%d", SEED).isEqualTo(prompts);
    }

    @Test
    void G20_a_megabyte_arrives_as_it_was_given() {
        String unit = "a \"line\" with \\ and 🙂\n";
        String prompt = unit.repeat((1 << 20) / unit.getBytes(UTF_8).length);

        assertArrives(prompt);

        assertThat(received().equals(List.of(prompt))).isTrue();
    }

    private void assertArrives(String prompt) {
        Answer answer = machine.companion("task", "--json", "-")
                .reading(prompt.getBytes(UTF_8))
                .run();
        assertThat(answer.exitCode())
                .as("-Dcompanion.fuzz.seed=%d: %s", SEED, answer)
                .isZero();
    }

    private List<String> received() {
        return machine.model().requests().stream().map(OfflineRequest::userText).toList();
    }

    @Test
    void G32_the_prompt_is_in_no_command_line_and_in_no_environment() throws IOException {
        String secret = "the-words-that-nobody-sees";
        String job = machine.submit(
                "--prompt-file",
                Files.writeString(
                                machine.file("prompt"),
                                Script.of()
                                        .exec("sleep 600", Duration.ofMinutes(10))
                                        .inPrompt(secret))
                        .toString());
        machine.awaitCommand(job);

        List<ProcessHandle> all = new ArrayList<>(machine.processes().living());
        assertThat(all).anyMatch(process -> Marked.contains(process.pid(), "cmdline", "exec\0--json\0"));
        assertThat(all)
                .noneMatch(process -> Marked.contains(process.pid(), "cmdline", secret)
                        || Marked.contains(process.pid(), "environ", secret));
        assertThat(machine.run("cancel", job).exitCode()).isZero();
    }
}
