package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A failed job keeps why, in every view, with the next command to type. */
class G09_FailureReasonsIT {
    @RegisterExtension
    final Machine machine = new Machine();

    static Stream<Arguments> failures() {
        Map<String, Object> badKey = Map.of("error", Map.of("message", "bad key"));
        return Stream.of(
                Arguments.of(Map.of("status", 401, "body", badKey), "auth", "httpConnectionFailed", 6),
                Arguments.of(Map.of("status", 429), "rate_limit", "responseTooManyFailedAttempts", 12),
                Arguments.of(
                        Map.of("usageLimit", Map.of("resetsInSeconds", 3_600)),
                        "usage_limit",
                        "usageLimitExceeded",
                        12),
                Arguments.of(Map.of("status", 500), "model", "internalServerError", 1),
                Arguments.of(
                        Map.of("failed", "context_length_exceeded"), "context_window", "contextWindowExceeded", 1));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void G09_a_failed_job_tells_why(Map<String, Object> fault, String reason, String errorClass, int exitCode) {
        machine.withRealCodex();

        Answer answer = machine.run("task", "--json", Script.of().step(fault).inPrompt("Fail."));

        JsonObject record = answer.json().object("job");
        String job = answer.json().string("jobId").orElseThrow();
        String message = record.string("errorMessage").orElseThrow();
        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(exitCode);
        assertThat(record.string("status")).contains("failed");
        assertThat(record.string("reason")).contains(reason);
        assertThat(message).isNotBlank();
        assertThat(record.number("exitCode")).contains((long) exitCode);
        assertThat(answer.err()).contains("failed (" + reason + ")").contains("companion ");
        assertThat(machine.awaitEvent(job, "error").string("errorClass")).contains(errorClass);
        assertThat(machine.awaitEvent(job, "job.finished").string("reason")).contains(reason);
        assertEveryView(job, reason, message);
    }

    private void assertEveryView(String job, String reason, String message) {
        String head = message.substring(0, Math.min(20, message.length()));
        Answer status = machine.run("status", job);
        Answer result = machine.run("result", job);
        Answer logs = machine.run("logs", job);
        assertThat(status.out()).as("%s", status).contains(reason).contains(head);
        assertThat(status.err()).as("%s", status).contains("companion ");
        assertThat(result.out() + result.err())
                .as("%s", result)
                .contains(reason)
                .contains(head);
        assertThat(logs.out()).as("%s", logs).contains(reason).contains(head);
        assertThat(machine.run("status", job, "--json").json().object("job").string("errorMessage"))
                .contains(message);
        assertThat(machine.run("result", job, "--json").json().object("job").string("reason"))
                .contains(reason);
    }
}
