package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.PublishedSchema;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;

/**
 * Jobs that go wrong, side by side in one state root, and what every view says of each. All rows are judged before the
 * test fails. For one thread.
 */
final class FaultTable {
    private final Machine machine;
    private int atOnce = 3;
    private final List<FaultRow> rows = new ArrayList<>();
    private final SoftAssertions softly = new SoftAssertions();

    /** A job that ran, with the answer of its {@code task --json}. */
    private record Ended(FaultRow row, Answer answer, String job, JsonObject record) {}

    FaultTable(Machine machine) {
        this.machine = machine;
    }

    /** Runs one row at a time, for a bound so short that another row's start would count. */
    FaultTable oneAfterAnother() {
        atOnce = 1;
        return this;
    }

    /** A row that is played by a scripted Codex. */
    FaultTable scripted(String name, ScriptedScenario scenario, Verdict verdict, String... options) {
        machine.withScriptedCodex(scenario);
        return row(name, machine.companion("task", "--json", "Go.").adding(options), verdict);
    }

    /** Any row. */
    FaultTable row(String name, Cli task, Verdict verdict) {
        rows.add(new FaultRow(name, task, verdict));
        return this;
    }

    /** Runs all and judges them. */
    void judge() {
        List<Ended> all = run();
        Set<String> shown = new HashSet<>();
        for (Ended ended : all) {
            judgeTask(ended);
            judgeEvents(ended);
            if (shown.add(ended.row().verdict().status() + ended.row().verdict().reason())) {
                judgeViews(ended);
            }
        }
        judgeTogether(all);
        softly.assertAll();
    }

    private List<Ended> run() {
        ExecutorService pool = Executors.newFixedThreadPool(atOnce);
        try {
            List<Future<Answer>> answers = new ArrayList<>();
            rows.forEach(row -> answers.add(pool.submit(() -> row.task().run())));
            List<Ended> all = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                all.add(ended(rows.get(i), answers.get(i).get()));
            }
            return all;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Ended ended(FaultRow row, Answer answer) {
        assertThat(answer.out()).as("%s: %s", row.name(), answer).startsWith("{");
        PublishedSchema.requireValid("task", answer.out());
        JsonObject document = answer.json();
        return new Ended(row, answer, document.string("jobId").orElseThrow(), document.object("job"));
    }

    private void judgeTask(Ended ended) {
        Verdict verdict = ended.row().verdict();
        judgeRecord(ended, "task", ended.record());
        softly.assertThat(ended.answer().exitCode())
                .as("%s: exit code of %s", ended.row().name(), ended.answer())
                .isEqualTo(verdict.exitCode());
        verdict.output()
                .ifPresent(output -> softly.assertThat(ended.answer().json().string("rawOutput"))
                        .as("%s: output", ended.row().name())
                        .contains(output));
        if (verdict.reason() != null) {
            softly.assertThat(ended.answer().err())
                    .as("%s: said to a person", ended.row().name())
                    .contains(verdict.status() + " (" + verdict.reason() + ")")
                    .contains(verdict.nextWords(ended.job()));
        }
    }

    private void judgeRecord(Ended ended, String view, JsonObject record) {
        Verdict verdict = ended.row().verdict();
        String where = ended.row().name() + ", " + view;
        softly.assertThat(record.string("status")).as(where).contains(verdict.status());
        softly.assertThat(record.string("reason")).as(where).isEqualTo(Optional.ofNullable(verdict.reason()));
        softly.assertThat(record.number("exitCode")).as(where).contains((long) verdict.exitCode());
        softly.assertThat(record.string("retryAt").isPresent())
                .as(where + ": retryAt")
                .isEqualTo(verdict.retryAt());
        verdict.errorClass()
                .ifPresent(name ->
                        softly.assertThat(record.string("errorClass")).as(where).contains(name));
        if (verdict.reason() != null) {
            softly.assertThat(record.string("errorMessage").orElse(""))
                    .as(where)
                    .isNotBlank()
                    .contains(verdict.words());
        }
    }

    private void judgeEvents(Ended ended) {
        List<JsonObject> events = machine.events(ended.job());
        events.forEach(event -> PublishedSchema.requireValidLine("event", Json.text(event.fields())));
        JsonObject last = events.get(events.size() - 1);
        String where = ended.row().name() + ", events";
        softly.assertThat(events)
                .as(where)
                .filteredOn(event -> event.string("type").equals(Optional.of("job.finished")))
                .containsExactly(last);
        Verdict verdict = ended.row().verdict();
        softly.assertThat(last.object("data").string("status")).as(where).contains(verdict.status());
        softly.assertThat(last.object("data").string("reason"))
                .as(where)
                .isEqualTo(Optional.ofNullable(verdict.reason()));
        verdict.bound().ifPresent(bound -> judgeTime(ended, bound, events, last));
    }

    private void judgeTime(Ended ended, Verdict.Bound bound, List<JsonObject> events, JsonObject last) {
        Optional<Instant> since = events.stream()
                .filter(event -> event.string("type").equals(Optional.of(bound.type())))
                .filter(event -> bound.wanted().test(event.object("data")))
                .reduce((earlier, later) -> later)
                .map(FaultTable::time);
        softly.assertThat(since)
                .as("%s: event %s", ended.row().name(), bound.type())
                .isPresent();
        since.ifPresent(from -> softly.assertThat(Duration.between(from, time(last)))
                .as("%s: from %s to the end", ended.row().name(), bound.type())
                .isLessThan(bound.limit()));
    }

    private static Instant time(JsonObject event) {
        return Instant.parse(event.string("ts").orElseThrow());
    }

    /** What people and programs see later; once for every reason, for all rows of one reason are shown alike. */
    private void judgeViews(Ended ended) {
        Answer json = machine.run("result", ended.job(), "--json");
        PublishedSchema.requireValid("result", json.out());
        judgeRecord(ended, "result", json.json().object("job"));
        Verdict verdict = ended.row().verdict();
        if (verdict.reason() == null) {
            return;
        }
        String words = ended.record().string("errorMessage").orElse("");
        String head = words.substring(0, Math.min(20, words.length()));
        for (String view : List.of("status", "result", "logs")) {
            Answer answer = machine.run(view, ended.job());
            softly.assertThat(answer.out() + answer.err())
                    .as("%s, %s", ended.row().name(), view)
                    .contains(Objects.requireNonNull(verdict.reason()))
                    .contains(head);
        }
    }

    private void judgeTogether(List<Ended> all) {
        List<String> jobs = all.stream().map(Ended::job).toList();
        Answer status = machine.run("status", "--all", "--json");
        PublishedSchema.requireValid("status", status.out());
        Answer wait = machine.companion("wait", "--json")
                .adding(jobs.toArray(String[]::new))
                .run();
        PublishedSchema.requireValid("wait", wait.out());
        int firstBad = all.stream()
                .map(ended -> ended.row().verdict().exitCode())
                .filter(code -> code != 0)
                .findFirst()
                .orElse(0);
        softly.assertThat(wait.exitCode()).as("wait: %s", wait.err()).isEqualTo(firstBad);
        for (JsonObject document : List.of(status.json(), wait.json())) {
            all.forEach(ended -> judgeRecord(ended, "a list", find(document, ended.job())));
        }
    }

    /** The record of a job in a document of many, in whichever of its fields and lists. */
    private static JsonObject find(JsonObject document, String job) {
        return document.fields().keySet().stream()
                .flatMap(field -> Stream.concat(Stream.of(document.object(field)), document.objects(field).stream()))
                .filter(record -> record.string("id").equals(Optional.of(job)))
                .findFirst()
                .orElse(JsonObject.EMPTY);
    }
}
