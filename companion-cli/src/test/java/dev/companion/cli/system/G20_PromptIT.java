package dev.companion.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedCodex;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.offline.OfflineRequest;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words that go in arrive as they are, start nothing that they name, and are seen by nobody else. */
@Tag("once")
class G20_PromptIT {
    private static final int MEGABYTE = 1 << 20;

    @RegisterExtension
    final Machine machine = new Machine();

    static Stream<String> prompts() {
        return Stream.of(
                "\"double\" 'single' `back` \\n \\\\ \\",
                "two\nlines\r\n\ttab ",
                "line\u2028separator paragraph\u2029separator",
                "emoji 👩‍👩‍👧‍👦 and äöü €",
                "@file ${x} $(id) %PATH% !! ~ * ; && | > /tmp/x",
                "--write --model gpt-x --sandbox danger-full-access --resume-last",
                "%% %%[ ]%% not a script",
                " leading and trailing ");
    }

    @ParameterizedTest
    @MethodSource("prompts")
    void G20_a_prompt_arrives_as_it_was_given(String prompt) {
        ScriptedCodex codex = machine.withScriptedCodex(new ScriptedScenario());

        Answer answer = machine.run("task", "--json", "--", prompt);

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.json().object("job").string("sandbox")).contains("read-only");
        assertThat(promptsReceivedBy(codex)).containsExactly(prompt);
    }

    @Test
    void G20_a_prompt_arrives_from_a_file_and_from_stdin() throws IOException {
        ScriptedCodex codex = machine.withScriptedCodex(new ScriptedScenario());
        String prompt = prompts().collect(Collectors.joining("\n"));
        Path file = Files.writeString(machine.file("prompt"), prompt);

        Answer fromFile = machine.run("task", "--json", "--prompt-file", file.toString());
        Answer fromStdin = machine.companion("task", "--json", "-")
                .reading(prompt.getBytes(UTF_8))
                .run();

        assertThat(fromFile.exitCode()).as("%s", fromFile).isZero();
        assertThat(fromStdin.exitCode()).as("%s", fromStdin).isZero();
        assertThat(promptsReceivedBy(codex)).containsExactly(prompt, prompt);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void G20_megabytes_arrive_as_they_were_given(int megabytes) throws IOException {
        ScriptedCodex codex = machine.withScriptedCodex(new ScriptedScenario());
        String unit = "a \"line\" with \\ and 🙂\n";
        String prompt = unit.repeat(megabytes * MEGABYTE / unit.getBytes(UTF_8).length);
        Path file = Files.writeString(machine.file("prompt"), prompt);

        Answer fromFile = machine.run("task", "--json", "--prompt-file", file.toString());
        Answer fromStdin = machine.companion("task", "--json")
                .reading(prompt.getBytes(UTF_8))
                .run();

        assertThat(fromFile.exitCode()).as("%s", fromFile).isZero();
        assertThat(fromStdin.exitCode()).as("%s", fromStdin).isZero();
        List<String> received = promptsReceivedBy(codex);
        assertThat(received.stream().map(prompt::equals)).containsExactly(true, true);
    }

    @Test
    void G20_the_model_receives_what_was_written() {
        machine.withRealCodex();
        String prompt = "\"a\" \\ 'b'\n\u2028 🙂 @file ${x}";

        Answer answer = machine.run("task", "--json", prompt);

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(machine.model().requests())
                .extracting(OfflineRequest::userText)
                .containsExactly(prompt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C", "POSIX", "de_DE.ISO-8859-1"})
    void G20_the_locale_does_not_matter(String locale) {
        machine.withRealCodex().with("LC_ALL", locale);

        Answer answer = machine.companion("task", "-")
                .reading("grüße €🙂".getBytes(UTF_8))
                .run();
        Answer echo = machine.companion("task", "-")
                .reading(Script.of().say("grüße €🙂").inPrompt("Say it.").getBytes(UTF_8))
                .run();

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(machine.model().requests().get(0).userText()).isEqualTo("grüße €🙂");
        assertThat(echo.out()).isEqualTo("grüße €🙂\n");
    }

    @Test
    void bytes_that_are_not_utf_8_are_refused() {
        machine.withRealCodex();

        Answer answer = machine.companion("task", "-")
                .reading(new byte[] {'a', (byte) 0xff})
                .run();

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(2);
        assertThat(answer.err()).contains("UTF-8");
        assertThat(machine.model().requestCount()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "task --wriite x",
                "task --help x",
                "taks x",
                "task --timeout soon x",
                "task --write --sandbox read-only x",
                "task --resume-last --fresh x",
                "task --fork x",
                "task --transport pigeon x",
                "task --add-dir . x",
                "--no-such-option task x"
            })
    void G21_a_wrong_word_starts_nothing(String words) {
        machine.withRealCodex();

        Answer answer = machine.run(words.split(" "));
        List<String> asJson = new ArrayList<>(List.of("--json"));
        asJson.addAll(List.of(words.split(" ")));
        Answer json = machine.run(asJson.toArray(String[]::new));

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(words.contains("--help") ? 0 : 2);
        if (!words.contains("--help")) {
            assertThat(answer.err().lines()).hasSize(2);
            assertThat(json.exitCode()).isEqualTo(2);
            assertThat(json.json().object("error").number("exitCode")).contains(2L);
        }
        assertThat(machine.root().resolve("jobs")).doesNotExist();
        assertThat(machine.model().requestCount()).isZero();
    }

    @Test
    void G33_a_prompt_is_in_no_process_list_and_in_no_log() throws IOException {
        machine.withRealCodex();
        String secret = "xyzzy-" + System.nanoTime();
        String prompt = Script.of().exec("sleep 600", Duration.ofMinutes(10)).inPrompt("Keep " + secret);
        Answer submitted = machine.companion("task", "--background", "--output", "id", "--title", "harmless", "-")
                .reading(prompt.getBytes(UTF_8))
                .run();
        String job = submitted.out().strip();
        machine.awaitCommand(job);

        List<ProcessHandle> processes = machine.processes().living();

        assertThat(processes).hasSizeGreaterThanOrEqualTo(3);
        assertThat(processes)
                .noneMatch(process -> Marked.contains(process.pid(), "cmdline", secret)
                        || Marked.contains(process.pid(), "environ", secret));
        assertThat(machine.run("cancel", job).exitCode()).isZero();
        assertThat(machine.jobDirectory(job).resolve("worker.log")).content().doesNotContain(secret);
    }

    @Test
    void G32_nothing_in_a_prompt_reaches_a_shell() throws IOException {
        machine.withRealCodex();

        Answer answer = machine.run("task", "$(touch owned); `touch owned`; touch owned");

        assertThat(answer.exitCode()).isZero();
        try (Stream<Path> files = Files.walk(machine.directory())) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).doesNotContain("owned");
        }
    }

    private static List<String> promptsReceivedBy(ScriptedCodex codex) {
        return codex.received("turn/start").stream()
                .map(message -> message.object("params")
                        .objects("input")
                        .get(0)
                        .string("text")
                        .orElseThrow())
                .toList();
    }
}
