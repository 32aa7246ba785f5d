package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineRequest;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Going on with a thread, a copy of it, or a new one; and asking twice with one key. */
@OverDirectAndBroker
class ThreadsIT {
    @RegisterExtension
    final Machine machine;

    ThreadsIT(String transport) {
        machine = new Machine(transport);
    }

    private Answer task(String... words) {
        List<String> all = new ArrayList<>(List.of("task", "--json"));
        all.addAll(List.of(words));
        Answer answer = machine.run(all.toArray(String[]::new));
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        return answer;
    }

    private static String thread(Answer answer) {
        return answer.json().string("threadId").orElseThrow();
    }

    private String lastInput() {
        List<OfflineRequest> requests = machine.model().requests();
        return Json.text(requests.get(requests.size() - 1).body().value("input"));
    }

    @Test
    void a_task_is_resumed_in_four_ways() {
        machine.withRealCodex();
        Answer first = task("The first words.");
        String job = first.json().string("jobId").orElseThrow();

        Answer last = task("--resume-last", "The second words.");
        assertThat(lastInput()).contains("The first words.").contains("The second words.");
        Answer byJob = task("--resume-job", job, "The third words.");
        assertThat(lastInput()).contains("The first words.").contains("The third words.");
        Answer byThread = task("--thread", thread(first), "The fourth words.");
        assertThat(List.of(thread(last), thread(byJob), thread(byThread))).containsOnly(thread(first));

        Answer fork = task("--thread", thread(first), "--fork", "The fifth words.");
        assertThat(lastInput()).contains("The first words.").contains("The fifth words.");
        assertThat(thread(fork)).isNotEqualTo(thread(first));

        Answer fresh = task("--fresh", "The sixth words.");
        assertThat(lastInput()).doesNotContain("The first words.");
        assertThat(thread(fresh)).isNotIn(thread(first), thread(fork));

        Answer ambiguous = machine.run("task", "--resume-last", "--json", "Which?");
        assertThat(ambiguous.exitCode()).as("%s", ambiguous).isEqualTo(7);
        assertThat(ambiguous.json().object("error").string("detailCode")).contains("ambiguous_resume");
    }

    @Test
    void there_may_be_nothing_to_resume() {
        Answer answer = machine.withRealCodex().run("task", "--resume-last", "Go on.");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(4);
        assertThat(answer.err().lines()).hasSize(2);
    }

    @Test
    void an_unknown_thread_fails_the_job_with_what_to_do() {
        Answer answer = machine.withRealCodex()
                .run("task", "--json", "--thread", "01a00000-0000-7000-8000-000000000000", "Go on.");

        assertThat(answer.exitCode()).as("%s", answer).isEqualTo(4);
        assertThat(answer.json().object("job").string("reason")).contains("thread_missing");
        assertThat(answer.err()).contains("companion retry --fresh");
    }

    @Test
    void a_busy_thread_is_refused() {
        machine.withRealCodex();
        String first = machine.submit(
                Script.of().exec("sleep 600", Duration.ofMinutes(10)).inPrompt("Sleep."));
        machine.awaitCommand(first);
        String thread =
                machine.awaitEvent(first, "thread.ready").string("threadId").orElseThrow();

        Answer byThread = machine.run("task", "--thread", thread, "Me too.");
        Answer last = machine.run("task", "--resume-last", "Me too.");

        assertThat(byThread.exitCode()).as("%s", byThread).isEqualTo(7);
        assertThat(last.exitCode()).as("%s", last).isEqualTo(7);
        assertThat(machine.run("cancel").exitCode()).isZero();
    }

    @Test
    void a_key_is_replayed_or_refused() {
        machine.withRealCodex();
        String first = machine.submit("--idempotency-key", "k", "--label", "a=b", "The words.");
        machine.awaitEnd(first);

        Answer again =
                machine.run("task", "--background", "--json", "--idempotency-key", "k", "--label", "a=b", "The words.");
        Answer other = machine.run("task", "--background", "--json", "--idempotency-key", "k", "Other words.");

        assertThat(again.json().string("jobId")).contains(first);
        assertThat(again.json().flag("replayed")).isTrue();
        assertThat(other.exitCode()).as("%s", other).isEqualTo(7);
        assertThat(other.json().object("error").string("detailCode")).contains("idempotency_conflict");
        assertThat(machine.model().requestCount()).isEqualTo(1);
        assertThat(machine.job(first).object("labels").string("a")).contains("b");
    }

    @Test
    void model_effort_and_schema_reach_the_model() throws IOException {
        machine.withRealCodex();
        Path schema = Files.writeString(
                machine.file("schema.json"),
                "{\"type\":\"object\",\"properties\":{\"verdict\":{\"type\":\"string\"}},\"required\":[\"verdict\"],\"additionalProperties\":false}");

        Answer answer = task("-m", "gpt-5.5", "--effort", "high", "--output-schema", schema.toString(), "Judge.");

        JsonObject body = machine.model().requests().get(0).body();
        assertThat(body.string("model")).contains("gpt-5.5");
        assertThat(body.object("reasoning").string("effort")).contains("high");
        assertThat(Json.text(body.object("text").object("format").fields())).contains("verdict");
        assertThat(answer.json().object("job").string("effectiveModel")).contains("gpt-5.5");
        assertThat(answer.json().object("job").string("effort")).contains("high");
    }
}
