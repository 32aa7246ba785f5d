package dev.companion.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.PublishedSchema;
import dev.companion.core.codex.ListeningCodex;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.Script;
import dev.companion.core.receipt.FileDigest;
import dev.companion.core.receipt.Receipt;
import dev.companion.core.receipt.ReceiptField;
import dev.companion.core.receipt.ReceiptKey;
import dev.companion.core.receipt.ReceiptText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts of real jobs, verified by the command against the real Codex. */
@Tag("once")
class G50_ReceiptIT {
    private static final String WORDS = "All *done*:\n\n* one_two\n* `three`";

    @RegisterExtension
    final Machine machine = new Machine();

    private Optional<ListeningCodex> elsewhere = Optional.empty();

    @AfterEach
    void end() {
        elsewhere.ifPresent(ListeningCodex::close);
    }

    private void over(String transport) throws IOException {
        machine.withRealCodex().over(transport);
        if (transport.equals("remote")) {
            Path token = Files.writeString(machine.file("token"), "only-a-test\n");
            Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
            OfflineCodexHome home = new OfflineCodexHome(machine.directory().resolve("offline"));
            ListeningCodex codex = ListeningCodex.onPort(home, machine.workspace(), token);
            elsewhere = Optional.of(codex);
            machine.with("COMPANION_REMOTE", codex.url().toString())
                    .with("COMPANION_REMOTE_TOKEN_FILE", token.toString());
        }
    }

    private String task() {
        Answer answer = machine.run("task", "--json", Script.of().say(WORDS).inPrompt("Say it."));
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.json().object("receipt").string("sha256")).isPresent();
        return answer.json().string("jobId").orElseThrow();
    }

    private String receipt(String job) {
        return machine.run("result", job, "--receipt").out().strip();
    }

    private JsonObject verify(String verdict, int exitCode, String... words) {
        Answer answer = machine.companion("verify", "--json").adding(words).run();
        return judged(verdict, exitCode, answer);
    }

    private static JsonObject judged(String verdict, int exitCode, Answer answer) {
        assertThat(answer.json().string("verdict")).as("%s", answer).contains(verdict);
        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(exitCode);
        PublishedSchema.requireValid("verify", answer.out());
        return answer.json();
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "direct", "exec", "remote"})
    void G50_a_task_over_any_transport_is_verified_by_its_thread(String transport) throws IOException {
        over(transport);
        String job = task();

        JsonObject verified = verify("verified", 0, job);

        assertThat(verified.object("checks").string("thread")).contains("same");
        assertThat(verified.object("checks").string("output")).contains("same");
        assertThat(verified.object("receipt").string("text")).contains(receipt(job));
        assertThat(verified.object("receipt").string("jobId")).contains(job);
        assertThat(verified.object("receipt").string("threadId"))
                .isEqualTo(machine.job(job).string("threadId"));
        assertThat(verified.object("receipt").string("transport")).contains(transport);
    }

    @Test
    void G50_what_a_chat_client_shows_is_verified_as_pasted_text_from_anywhere() {
        machine.withRealCodex();
        String job = task();
        Answer shown = machine.run("result", job, "--output", "markdown");
        assertThat(shown.out()).isEqualTo(WORDS + "\n\n`" + receipt(job) + "`\n");

        Answer answer = machine.companion("verify", "--json", "-")
                .reading(shown.out().replace("\n", "\n> ").getBytes(UTF_8))
                .in(Path.of("/"))
                .run();
        assertThat(judged("verified", 0, answer).object("checks").string("text"))
                .contains("same");
        // As the shell hands over what is pasted without quotes.
        verify("verified", 0, receipt(job).split(" "));
        Answer invented = machine.companion("verify", "--json", "-")
                .reading(("I did it myself.\n\n" + receipt(job)).getBytes(UTF_8))
                .run();
        assertThat(judged("altered", 1, invented).object("checks").string("text"))
                .contains("different");
    }

    @Test
    void G50_another_task_on_the_thread_changes_nothing_of_the_first() {
        machine.withRealCodex();
        String first = task();
        Answer second = machine.run(
                "task",
                "--json",
                "--resume-job",
                first,
                Script.of().say("Other words.").inPrompt("More."));
        assertThat(second.exitCode()).as("%s", second).isZero();

        verify("verified", 0, first);
        verify("verified", 0, second.json().string("jobId").orElseThrow());
    }

    @Test
    void G50_reviews_are_verified_with_what_was_read_out_of_them() throws IOException {
        machine.withRealCodex();
        Reviews.change(machine);
        machine.model()
                .otherwise(Script.of().say(Reviews.builtIn(machine.workspace().resolve("README"))));
        Answer review = machine.run("review", "--json");
        assertThat(review.exitCode()).as("%s", review).isZero();
        String job = review.json().string("jobId").orElseThrow();

        JsonObject verified = verify("verified", 0, job);
        assertThat(verified.object("checks").string("review")).contains("same");
        assertThat(verified.object("checks").string("thread")).contains("same");
        assertThat(review.json().object("receipt").string("text")).contains(receipt(job));
        assertThat(machine.run("result", job, "--output", "markdown").out()).endsWith("`" + receipt(job) + "`\n");

        Path read = machine.jobDirectory(job).resolve("review.json");
        Files.writeString(read, Files.readString(read).replace("wrong", "right"));
        assertThat(verify("altered", 1, job).object("checks").string("review")).contains("different");
    }

    @Test
    void G50_an_adversarial_review_that_was_asked_once_more_is_verified() throws IOException {
        machine.withRealCodex();
        Reviews.change(machine);
        machine.model().otherwise(Script.of().say("I would say it is fine."));
        Answer review = machine.run("adversarial-review", "--json");
        String job = review.json().string("jobId").orElseThrow();

        assertThat(verify("verified", 0, job).object("checks").string("thread")).contains("same");
    }

    @Test
    void G50_a_changed_output_and_a_changed_receipt_are_altered() throws IOException {
        machine.withRealCodex();
        String job = task();
        String receipt = receipt(job);

        verify("altered", 1, receipt.replace("status=completed", "status=failed"));
        verify("altered", 1, receipt.replace("job=" + job, "job=" + job.substring(0, job.length() - 1) + "0"));
        Files.writeString(machine.jobDirectory(job).resolve("output.md"), WORDS + "\n\nAnd it is safe.");
        assertThat(verify("altered", 1, job).object("checks").string("output")).contains("different");
        verify("altered", 1, receipt);
    }

    @Test
    void G50_a_receipt_from_elsewhere_and_words_without_one_are_unknown() {
        machine.withRealCodex();
        String receipt = receipt(task());
        Path other = machine.directory().resolve("other-state");

        Answer answer = machine.companion("verify", "--json", receipt)
                .with("COMPANION_HOME", other.toString())
                .run();
        judged("unknown", 4, answer);
        judged(
                "unknown",
                4,
                machine.companion("verify", "--json", "-")
                        .reading("Codex told me so.".getBytes(UTF_8))
                        .run());
    }

    @Test
    void G50_a_thread_that_codex_lost_is_said_to_be_missing() throws IOException {
        machine.withRealCodex();
        String job = task();
        Path home = Path.of(machine.environment("CODEX_HOME"));
        try (Stream<Path> files = Files.walk(home.resolve("sessions"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }

        JsonObject missing = verify("thread_missing", 4, job);

        assertThat(missing.object("checks").string("thread")).contains("missing");
        assertThat(missing.object("checks").string("output")).contains("same");
        verify("verified", 0, "--stored", job);
        assertThat(machine.run("verify", job).out()).startsWith("thread missing: ");
    }

    @Test
    void G50_an_answer_that_is_not_in_the_thread_is_altered_though_it_was_signed_here() throws IOException {
        machine.withRealCodex();
        String job = task();
        Path output = Files.writeString(machine.jobDirectory(job).resolve("output.md"), "All is safe.");
        Map<ReceiptField, String> forged =
                new EnumMap<>(ReceiptText.find(receipt(job)).receipts().get(0).fields());
        FileDigest digest = FileDigest.of(output).orElseThrow();
        forged.put(ReceiptField.SHA256, digest.sha256());
        forged.put(ReceiptField.BYTES, Long.toString(digest.bytes()));
        Receipt signed = ReceiptKey.find(machine.root().resolve("receipt.key"))
                .orElseThrow()
                .sign(forged);
        Files.writeString(machine.jobDirectory(job).resolve("receipt"), signed.text());

        verify("verified", 0, "--stored", job);
        JsonObject altered = verify("altered", 1, job);

        assertThat(altered.object("checks").string("thread")).contains("different");
        assertThat(altered.object("checks").string("output")).contains("same");
    }

    @Test
    void G50_a_turn_that_ended_otherwise_in_the_thread_is_altered_though_it_was_signed_here() throws IOException {
        machine.withRealCodex();
        String job = task();
        Map<ReceiptField, String> forged =
                new EnumMap<>(ReceiptText.find(receipt(job)).receipts().get(0).fields());
        forged.put(ReceiptField.TURN_STATUS, "interrupted");
        Receipt signed = ReceiptKey.find(machine.root().resolve("receipt.key"))
                .orElseThrow()
                .sign(forged);

        assertThat(verify("altered", 1, signed.text()).object("checks").string("thread"))
                .contains("different");
    }

    @Test
    void G50_a_job_that_was_cancelled_or_failed_has_a_receipt_that_says_so() {
        machine.withRealCodex();
        String failed = machine.submit(Script.of().step(Map.of("status", 401)).inPrompt("Fail."));
        machine.awaitEnd(failed);

        assertThat(receipt(failed)).contains(" status=failed, reason=").contains("turn-status=failed");
        verify("verified", 0, failed);
    }
}
