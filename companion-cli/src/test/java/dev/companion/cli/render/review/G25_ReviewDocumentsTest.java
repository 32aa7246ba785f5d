package dev.companion.cli.render.review;

import static dev.companion.cli.PublishedSchema.requireValid;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import dev.companion.cli.terminal.Format;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class G25_ReviewDocumentsTest {
    private static final JsonSchema SARIF = sarif();

    static Stream<ReviewReport> reports() {
        return Stream.of(
                Reports.judged(),
                Reports.approved(),
                Reports.compared(),
                Reports.notComparable(),
                Reports.builtIn(),
                Reports.unread(),
                Reports.failed(),
                Reports.nothing(),
                Reports.hostile());
    }

    private static JsonSchema sarif() {
        String name = "sarif-2.1.0-rtm.5.json";
        try (InputStream in = Objects.requireNonNull(G25_ReviewDocumentsTest.class.getResourceAsStream(name), name)) {
            return JsonSchemaFactory.getInstance(VersionFlag.V4).getSchema(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String print(ReviewReport report, Format format) {
        Reports.Printer printer = Reports.Printer.pipe();
        new ReviewOutput(printer.terminal(), format).print(report);
        printer.terminal().flush();
        return printer.out().toString(UTF_8);
    }

    private static JsonObject run(ReviewReport report) {
        return Json.readObject(print(report, Format.SARIF)).objects("runs").get(0);
    }

    @ParameterizedTest
    @MethodSource("reports")
    void a_review_is_one_valid_document(ReviewReport report) {
        requireValid("review", print(report, Format.JSON));
    }

    @ParameterizedTest
    @MethodSource("reports")
    void a_review_is_a_valid_SARIF_log(ReviewReport report) {
        assertThat(SARIF.validate(print(report, Format.SARIF), InputFormat.JSON))
                .isEmpty();
    }

    @Test
    void the_schema_of_SARIF_refuses_what_is_none() {
        String broken = print(Reports.judged(), Format.SARIF).replace("\"level\":\"error\"", "\"level\":\"critical\"");

        assertThat(SARIF.validate(broken, InputFormat.JSON)).isNotEmpty();
    }

    @Test
    void the_words_of_a_reviewer_are_in_JSON_as_they_are() {
        JsonObject document = Json.readObject(print(Reports.hostile(), Format.JSON));

        assertThat(document.object("result").string("summary").orElseThrow())
                .startsWith(Reports.EVIL)
                .endsWith("\u2028" + Reports.EVIL);
    }

    @Test
    void both_kinds_have_the_same_keys() {
        JsonObject builtIn = Json.readObject(print(Reports.builtIn(), Format.JSON));
        JsonObject adversarial = Json.readObject(print(Reports.judged(), Format.JSON));

        assertThat(builtIn.fields().keySet()).isEqualTo(adversarial.fields().keySet());
        assertThat(builtIn.object("result").fields().keySet())
                .isEqualTo(adversarial.object("result").fields().keySet());
        assertThat(builtIn.object("result").value("verdict")).isNull();
        assertThat(builtIn.string("rawOutput").orElseThrow()).startsWith("One issue.");
        assertThat(adversarial.object("result").string("verdict")).contains("needs-attention");
    }

    @Test
    void findings_are_the_reviewers_own_words_in_the_reviewers_order() {
        List<JsonObject> findings = Json.readObject(print(Reports.judged(), Format.JSON))
                .object("result")
                .objects("findings");

        assertThat(findings)
                .extracting(finding -> finding.string("severity").orElseThrow())
                .containsExactly("low", "critical", "medium");
        assertThat(findings.get(2).string("body").orElseThrow()).contains("<script>");
        assertThat(findings.get(0).value("line_start")).isNull();
    }

    @Test
    void G24_a_review_that_failed_has_no_result_and_a_reason_in_every_document() {
        JsonObject document = Json.readObject(print(Reports.failed(), Format.JSON));

        assertThat(document.value("result")).isNull();
        assertThat(document.string("parseError").orElseThrow()).startsWith("the final message is not");
        assertThat(document.object("codex").number("status")).contains(1L);
        assertThat(document.string("rawOutput").orElseThrow()).startsWith("I approve.");
        JsonObject invocation = run(Reports.failed()).objects("invocations").get(0);
        assertThat(invocation.flag("executionSuccessful")).isFalse();
        assertThat(run(Reports.approved()).objects("invocations").get(0).flag("executionSuccessful"))
                .isTrue();
    }

    @Test
    void G24_a_job_that_did_not_complete_cannot_be_shown_with_a_review() {
        ReviewReport approved = Reports.approved();
        ReviewReport.Run failed = Reports.failed().run();

        assertThatThrownBy(() -> new ReviewReport(approved.subject(), failed, approved.outcome(), approved.baseline()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void results_of_SARIF_name_paths_and_lines_as_consumers_need_them() {
        List<JsonObject> results = run(Reports.compared()).objects("results");

        assertThat(results).hasSize(4);
        assertThat(results)
                .extracting(result -> result.string("baselineState").orElseThrow())
                .containsExactly("unchanged", "new", "new", "absent");
        JsonObject place = results.get(0).objects("locations").get(0).object("physicalLocation");
        assertThat(place.object("artifactLocation").string("uri")).contains("src/my%20store.java");
        assertThat(place.object("artifactLocation").string("uriBaseId")).contains("SRCROOT");
        assertThat(place.object("region").number("startLine")).contains(10L);
        assertThat(place.object("region").number("endLine")).contains(12L);
        assertThat(results)
                .extracting(result -> result.string("level").orElseThrow())
                .containsExactly("error", "warning", "note", "error");
        assertThat(results.get(1)
                        .objects("locations")
                        .get(0)
                        .object("physicalLocation")
                        .object("artifactLocation")
                        .string("uri"))
                .contains("src/a%2Cb%3Ac.c");
        assertThat(results.get(2)
                        .objects("locations")
                        .get(0)
                        .object("physicalLocation")
                        .object("artifactLocation")
                        .value("uriBaseId"))
                .isNull();
        assertThat(results.get(3).objects("locations")).isEmpty();
    }

    @Test
    void a_fingerprint_stays_when_lines_move() {
        String first = fingerprint(Reports.judged());

        assertThat(fingerprint(Reports.moved())).isEqualTo(first).matches("[0-9a-f]{32}");
    }

    private static String fingerprint(ReviewReport report) {
        return run(report)
                .objects("results")
                .get(0)
                .object("partialFingerprints")
                .string("companionFinding/v1")
                .orElseThrow();
    }

    @Test
    void a_review_that_is_over_has_no_lines_of_JSON() {
        assertThatThrownBy(() -> print(Reports.judged(), Format.JSONL)).isInstanceOf(IllegalArgumentException.class);
        assertThat(ReviewOutput.formats()).doesNotContain(Format.JSONL).contains(Format.SARIF, Format.GITHUB);
    }
}
