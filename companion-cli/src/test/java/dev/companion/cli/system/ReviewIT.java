package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineRequest;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Codex's own reviewer, from the command to what is printed. */
@Tag("once")
class ReviewIT {
    @RegisterExtension
    final Machine machine = new Machine();

    @BeforeEach
    void let_the_reviewer_find_something() {
        machine.withRealCodex();
        machine.model()
                .otherwise(Script.of().say(Reviews.builtIn(machine.workspace().resolve("README"))));
    }

    @Test
    void what_is_not_committed_is_reviewed_and_the_text_is_kept_verbatim() throws IOException {
        Reviews.change(machine);

        Answer answer = machine.run("review", "--json", "--model", "gpt-5.4", "--effort", "low");

        JsonObject review = answer.json();
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        JsonObject finding = review.object("result").objects("findings").get(0);
        assertThat(finding.string("title")).contains("The second line is wrong");
        assertThat(finding.string("severity")).contains("high");
        assertThat(finding.string("file")).contains("README");
        assertThat(finding.string("body")).contains("It says so.\n\nTwice.");
        assertThat(review.object("result").string("verdict")).isEmpty();
        assertThat(review.object("target").string("mode")).contains("working-tree");
        String id = review.string("jobId").orElseThrow();
        assertThat(review.string("rawOutput"))
                .contains(Files.readString(machine.jobDirectory(id).resolve("output.md")));
        assertThat(review.string("rawOutput").orElseThrow())
                .startsWith("One thing.\n\nReview comment:\n\n- [P1] The second line is wrong — ");
        JsonObject job = machine.job(id);
        assertThat(job.string("kind")).contains("review");
        assertThat(job.string("title")).contains("Review of working tree diff");
        assertThat(job.string("effectiveSandbox")).contains("read-only");
        assertThat(job.string("threadId")).isEqualTo(review.string("threadId"));
        OfflineRequest asked = Reviews.lastRequest(machine);
        assertThat(asked.userText()).contains("staged, unstaged, and untracked");
        assertThat(asked.body().string("model")).contains("gpt-5.4");
        assertThat(asked.body().object("reasoning").string("effort")).contains("low");
    }

    @Test
    void a_branch_and_a_commit_and_some_paths_are_reviewed_by_their_hashes() throws IOException {
        Repository.git(machine.workspace(), "switch", "--quiet", "--create", "side");
        Reviews.change(machine);
        Reviews.commit(machine, "change");

        Answer branch = machine.run("review", "--base", "main", "--output", "github");
        assertThat(branch.exitCode()).as("%s", branch).isZero();
        assertThat(branch.out()).startsWith("::error file=README,line=2,endLine=2,title=");
        assertThat(Reviews.lastRequest(machine).userText()).contains("merge base commit for this comparison");

        Answer commit = machine.run("review", "--commit", "HEAD", "--json", "--", "README");
        assertThat(commit.json().object("target").string("label").orElseThrow())
                .startsWith("commit HEAD (")
                .endsWith(") in README");
        assertThat(Reviews.lastRequest(machine).userText()).contains("-- ':(top,literal)README'");
    }

    @Test
    void nothing_to_review_is_an_answer_without_a_job() {
        Answer answer = machine.run("review", "--json");

        assertThat(answer.exitCode()).as("%s", answer).isZero();
        assertThat(answer.json().flag("nothingToReview")).isTrue();
        assertThat(answer.json().string("jobId")).isEmpty();
        assertThat(machine.run("status", "--all", "--json").json().objects("recent"))
                .isEmpty();
        assertThat(machine.model().requestCount()).isZero();
    }

    @Test
    void what_would_be_sent_is_shown_without_a_job() {
        Reviews.change(machine);

        JsonObject builtIn = machine.run("review", "--dry-run", "--json").json();
        JsonObject own = machine.run("adversarial-review", "{{target}}", "--dry-run", "--json")
                .json();

        assertThat(builtIn.string("sandbox")).contains("read-only");
        assertThat(builtIn.string("prompt")).contains("review/start {\"type\":\"uncommittedChanges\"}");
        assertThat(own.string("prompt").orElseThrow()).contains("{{target}}", "+changed", "`line_start`");
        assertThat(machine.run("status", "--all", "--json").json().objects("recent"))
                .isEmpty();
        assertThat(machine.model().requestCount()).isZero();
    }

    @Test
    void a_gate_closes_at_its_severity_and_an_earlier_review_is_compared_with() {
        Reviews.change(machine);

        Answer first = machine.run("review", "--fail-on", "high", "--output", "id");
        Answer second = machine.run(
                "review", "--fail-on", "critical", "--compare", first.out().strip(), "--json");

        assertThat(first.exitCode()).as("%s", first).isEqualTo(10);
        assertThat(second.exitCode()).as("%s", second).isZero();
        JsonObject comparison = second.json().object("comparison");
        assertThat(comparison.flag("compared")).isTrue();
        assertThat(comparison.objects("stillThere")).hasSize(1);
        assertThat(comparison.objects("new")).isEmpty();
    }

    @Test
    void a_review_in_the_background_is_shown_later_in_every_form_and_repeated() {
        Reviews.change(machine);
        String id = Reviews.submit(machine, "review");
        assertThat(machine.run("wait", id).exitCode()).isZero();

        assertThat(machine.run("result", id).out()).startsWith("Review of working tree diff\n");
        assertThat(machine.run("result", id, "--output", "markdown").out()).startsWith("## Review of ");
        assertThat(machine.run("result", id, "--output", "github").out()).startsWith("::error file=README");
        assertThat(machine.run("result", id, "--fail-on", "high").exitCode()).isEqualTo(10);
        assertThat(machine.run("result", id, "--fail-on", "critical").exitCode())
                .isZero();
        JsonObject sarif =
                Json.readObject(machine.run("result", id, "--output", "sarif").out());
        assertThat(sarif.objects("runs").get(0).objects("results")).hasSize(1);
        JsonObject stored = machine.run("result", id, "--json").json().object("storedJob");
        assertThat(stored.object("review").string("jobId")).contains(id);

        Answer again = machine.run("retry", id, "--json");
        assertThat(again.exitCode()).as("%s", again).isZero();
        assertThat(again.json().object("result").objects("findings")).hasSize(1);
        assertThat(List.of(again.json().string("threadId").orElseThrow()))
                .doesNotContain(stored.string("threadId").orElseThrow());
    }

    @Test
    void G24_a_reviewer_that_says_nothing_leaves_no_review() {
        Reviews.change(machine);
        machine.model().otherwise(Script.of().say(""));

        Answer answer = machine.run("review", "--json");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(1);
        assertThat(answer.json().value("result")).isNull();
        String id = answer.json().string("jobId").orElseThrow();
        assertThat(machine.run("wait", id).exitCode()).isEqualTo(1);
    }
}
