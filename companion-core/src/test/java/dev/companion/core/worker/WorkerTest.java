package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.codex.ScriptedRequests;
import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Event;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobState;
import dev.companion.core.job.OutcomeFile;
import dev.companion.core.job.Reason;
import dev.companion.core.job.ThreadTarget;
import dev.companion.core.job.WorkerLock;
import dev.companion.core.process.ProcessIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerTest {
    @TempDir
    Path directory;

    @Test
    void a_completed_turn_is_recorded_with_all_that_it_produced() {
        ScriptedTurn turn = ScriptedTurn.begin()
                .reasoning("looked around")
                .command("ls", 0, "a.txt\n")
                .addedFile(directory.resolve("b.txt"), "b\n")
                .plan(Map.of("one", "inProgress"))
                .message("first")
                .message("all done \u2028 🙂")
                .usage(100, 20)
                .completed();
        try (WorkerRig rig = WorkerRig.playing(directory, turn)) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(rig.output(job.id())).isEqualTo("all done \u2028 🙂");
            assertThat(job.result().touchedFiles())
                    .containsExactly(directory.resolve("b.txt").toString());
            assertThat(job.result().reasoningSummary()).containsExactly("looked around");
            assertThat(job.result().usage().orElseThrow().totalTokens()).isEqualTo(120);
            assertThat(job.threadId()).isPresent();
            assertThat(job.turnId()).isPresent();
            assertThat(job.generation()).isEqualTo(1);
            assertThat(job.worker()).contains(ProcessIdentity.current());
            assertThat(rig.codex().received("thread/name/set")).hasSize(1);
            assertThat(rig.codex().living()).isEmpty();
            assertThat(WorkerLock.isHeld(rig.directory(job.id()))).isFalse();
        }
    }

    @Test
    void the_event_log_has_no_gap_and_ends_with_the_job() {
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.happy("done"))) {
            Job job = rig.run();

            List<Event> events = rig.events(job.id());
            assertThat(events)
                    .extracting(Event::seq)
                    .isEqualTo(IntStream.rangeClosed(1, events.size())
                            .mapToObj(seq -> (long) seq)
                            .toList());
            assertThat(events)
                    .extracting(Event::type)
                    .startsWith(
                            EventType.JOB_QUEUED, EventType.JOB_STARTED, EventType.THREAD_READY, EventType.TURN_STARTED)
                    .endsWith(EventType.JOB_FINISHED);
        }
    }

    @Test
    void a_turn_that_starts_before_it_is_answered_completes() {
        ScriptedTurn turn = ScriptedTurn.beginBeforeAnswer().message("done").completed();
        try (WorkerRig rig = WorkerRig.playing(directory, turn)) {
            assertThat(rig.run().state()).isEqualTo(JobState.COMPLETED);
        }
    }

    @Test
    void G15_output_and_outcome_are_on_disk_before_the_job_is_completed() {
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.happy("all of it"))) {
            JobId id = rig.submit(rig.request());
            List<String> seen = new ArrayList<>();
            rig.store().beforeReplace((expected, next) -> {
                if (next.state() == JobState.COMPLETED) {
                    seen.add(rig.output(id));
                    seen.add(OutcomeFile.read(rig.directory(id), next.generation())
                            .orElseThrow()
                            .state()
                            .wireName());
                    seen.add(rig.events(id, EventType.JOB_FINISHED).size() + " last events");
                }
            });

            rig.work(id);

            assertThat(seen).containsExactly("all of it", "completed", "0 last events");
            assertThat(rig.job(id).state()).isEqualTo(JobState.COMPLETED);
        }
    }

    @Test
    void G15_a_message_of_many_megabytes_is_kept_byte_for_byte() {
        String text = "line \"quoted\" \\ \u2028 🙂\n".repeat(400_000);
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.happy(text))) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(rig.output(job.id()).equals(text)).isTrue();
            assertThat(rig.directory(job.id()).path())
                    .as("the long texts are gone")
                    .isDirectoryNotContaining("glob:**long-text*");
        }
    }

    @Test
    void G15_an_output_that_cannot_be_written_is_no_completion() {
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.happy("done"))) {
            JobId id = rig.submit(rig.request());
            assertThat(rig.directory(id).output().resolve("in the way").toFile().mkdirs())
                    .isTrue();

            rig.work(id);

            assertThat(rig.job(id).state()).isEqualTo(JobState.FAILED);
            assertThat(rig.job(id).ending().orElseThrow().message().orElseThrow())
                    .contains("cannot be used");
        }
    }

    @Test
    void G22_noise_of_every_kind_is_survived() {
        ScriptedScenario scenario = new ScriptedScenario()
                .firstLine("Welcome to Codex!")
                .turn(ScriptedTurn.begin()
                        .line("not JSON")
                        .line("{\"method\":\"turn/comp")
                        .line("")
                        .line("[1,2]")
                        .line("{\"id\":4711,\"result\":{}}")
                        .thingsUnknown()
                        .longDelta(20_000_000)
                        .flood(5_000)
                        .stderr("a warning")
                        .message("done")
                        .completed());
        try (WorkerRig rig = new WorkerRig(directory, scenario)) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(rig.output(job.id())).isEqualTo("done");
        }
    }

    @Test
    void G23_every_request_of_the_server_is_answered_and_told() {
        ScriptedTurn turn = ScriptedTurn.begin();
        for (String method : ScriptedRequests.methods()) {
            turn = turn.request(method);
        }
        try (WorkerRig rig = WorkerRig.playing(directory, turn.message("done").completed())) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(rig.events(job.id(), EventType.APPROVAL))
                    .extracting(event -> event.data().string("method").orElseThrow())
                    .isEqualTo(ScriptedRequests.methods());
            assertThat(rig.events(job.id(), EventType.APPROVAL))
                    .allMatch(event -> event.data().string("decision").isPresent());
        }
    }

    @Test
    void a_worker_of_an_old_generation_writes_nothing() {
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.happy("too late"))) {
            JobId id = rig.submit(rig.request());
            List<Job> adopted = new ArrayList<>();
            rig.store().beforeReplace((expected, next) -> {
                if (next.threadId().isPresent() && adopted.isEmpty()) {
                    Job newer = expected.claimed(ProcessIdentity.current(), expected.updatedAt());
                    adopted.add(rig.store()
                            .replaceUnobserved(expected, newer, "adopted")
                            .orElseThrow());
                }
            });

            rig.work(id);

            assertThat(rig.job(id)).isEqualTo(adopted.get(0));
            assertThat(rig.job(id).state()).isEqualTo(JobState.RUNNING);
            assertThat(OutcomeFile.read(rig.directory(id), 2)).isEmpty();
            assertThat(rig.events(id, EventType.JOB_FINISHED)).isEmpty();
        }
    }

    @Test
    void a_second_worker_of_a_job_leaves_at_once() {
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.happy("done"))) {
            JobId id = rig.submit(rig.request());
            rig.work(id);
            List<Job> before = List.of(rig.job(id));

            assertThat(rig.work(id)).isEqualTo(ExitCode.OK);

            assertThat(rig.job(id)).isEqualTo(before.get(0));
        }
    }

    @Test
    void a_codex_that_cannot_be_started_fails_the_job() {
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.happy("done"))) {
            Job job = rig.run(rig.request().codexBinary(directory + "/no-such-codex"));

            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.ending().orElseThrow().reason()).contains(Reason.CODEX_MISSING);
            assertThat(job.ending().orElseThrow().exitCode()).isEqualTo(ExitCode.NOT_READY);
        }
    }

    @Test
    void a_codex_that_crashes_at_its_start_fails_the_job_and_its_words_are_in_the_log() {
        ScriptedScenario scenario = new ScriptedScenario().crashesAtStart("no such library");
        try (WorkerRig rig = new WorkerRig(directory, scenario)) {
            Job job = rig.run();

            assertThat(job.ending().orElseThrow().reason()).contains(Reason.CODEX_MISSING);
            assertThat(job.ending().orElseThrow().message().orElseThrow()).contains("exit 1");
            assertThat(WorkerRig.read(rig.directory(job.id()).workerLog())).contains("no such library");
        }
    }

    @Test
    void without_a_sign_in_there_is_no_turn() {
        try (WorkerRig rig = new WorkerRig(directory, new ScriptedScenario().notSignedIn())) {
            Job job = rig.run();

            assertThat(job.ending().orElseThrow().reason()).contains(Reason.AUTH);
            assertThat(job.ending().orElseThrow().message().orElseThrow()).contains("codex login");
            assertThat(rig.codex().received("turn/start")).isEmpty();
        }
    }

    @Test
    void a_thread_that_is_not_there_or_busy_has_a_reason_of_its_own() {
        try (WorkerRig rig = new WorkerRig(directory, new ScriptedScenario())) {
            Job job = rig.run(rig.request().thread(new ThreadTarget.Resume("no-such-thread")));

            assertThat(job.ending().orElseThrow().reason()).contains(Reason.THREAD_MISSING);
        }
        ScriptedScenario busy =
                new ScriptedScenario().error("thread/resume", -32600, "thread t already has an active writer");
        try (WorkerRig rig = new WorkerRig(directory, busy)) {
            Job job = rig.run(rig.request().thread(new ThreadTarget.Resume("t")));

            assertThat(job.ending().orElseThrow().reason()).contains(Reason.THREAD_BUSY);
        }
    }

    @Test
    void a_name_that_cannot_be_set_does_not_matter() {
        ScriptedScenario scenario = new ScriptedScenario().error("thread/name/set", -32600, "no metadata");
        try (WorkerRig rig = new WorkerRig(directory, scenario)) {
            assertThat(rig.run().state()).isEqualTo(JobState.COMPLETED);
        }
    }

    @Test
    void G20_the_prompt_arrives_as_it_is() {
        String prompt = "a \"quoted\" \\ prompt\n\twith \u2028, \u0000, 🙂 and --write --model x";
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.happy("done"))) {
            rig.run(rig.request().prompt(prompt));

            assertThat(rig.codex()
                            .received("turn/start")
                            .get(0)
                            .object("params")
                            .objects("input")
                            .get(0)
                            .string("text"))
                    .contains(prompt);
        }
    }

    @Test
    void a_missing_request_is_an_error_of_the_caller() {
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.happy("done"))) {
            JobId id = rig.submit(rig.request());
            assertThat(rig.directory(id).request().toFile().delete()).isTrue();

            assertThatThrownBy(() -> rig.work(id)).isInstanceOf(java.io.UncheckedIOException.class);

            assertThat(Files.exists(rig.directory(id).outcome())).isFalse();
            assertThat(rig.job(id).state()).isEqualTo(JobState.QUEUED);
        }
    }
}
