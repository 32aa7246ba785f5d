package dev.companion.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecoveryTest extends UseCaseTest {
    private Job reconcile(Job job) {
        return rig().recovery().reconcile(job);
    }

    @Test
    void a_job_that_has_ended_stays_as_it_is() {
        Job ended = rig().complete(rig().claim(rig().submit()));

        assertThat(reconcile(ended)).isSameAs(ended);
    }

    @Test
    void G01_a_job_whose_worker_lives_is_left_alone_whatever_its_age() {
        Job running = rig().claim(rig().submit());
        rig().clock().move(Duration.ofDays(30));
        WorkerLock held = rig().hold(running);

        assertThat(reconcile(running)).isEqualTo(running);

        held.close();
        assertThat(rig().now(running)).isEqualTo(running);
    }

    @Test
    void G06_a_job_that_waits_for_its_start_has_not_failed_to_start() {
        Job waiting = rig().submit(
                        new RequestFixture().notBefore(rig().clock().instant().plus(Duration.ofDays(1))));
        rig().clock().move(Duration.ofHours(3));

        try (WorkerLock held = rig().hold(waiting)) {
            assertThat(held).isNotNull();
            assertThat(reconcile(waiting)).isEqualTo(waiting);
        }
        Job left = reconcile(waiting);

        assertThat(left.state()).isEqualTo(JobState.FAILED);
        assertThat(left.ending().orElseThrow().reason()).contains(Reason.INTERRUPTED);
        assertThat(left.ending().orElseThrow().message().orElseThrow()).contains("nothing was started");
    }

    @Test
    void G01_a_worker_whose_pid_means_nothing_here_is_believed_without_a_wait() {
        Job running = rig().claim(rig().submit());
        Recovery impatient = recovery(pause -> {
            throw new AssertionError("waited for a judgement that nobody gives");
        });

        try (WorkerLock held = rig().hold(running)) {
            assertThat(held).isNotNull();
            assertThat(impatient.reconcile(running)).isEqualTo(running);
        }
    }

    @Test
    void G01_a_judgement_that_another_command_gives_is_waited_for() {
        Job running = rig().claim(rig().submit());
        WorkerLock judge =
                WorkerLock.tryAcquireToJudge(rig().directory(running)).orElseThrow();
        Recovery patient = recovery(pause -> rig().complete(running));

        assertThat(patient.reconcile(running).state()).isEqualTo(JobState.COMPLETED);

        judge.close();
    }

    @Test
    void G01_whoever_waited_for_a_judge_that_died_judges_for_himself() {
        Job running = rig().claim(rig().submit());
        WorkerLock judge =
                WorkerLock.tryAcquireToJudge(rig().directory(running)).orElseThrow();
        Recovery patient = recovery(pause -> judge.close());

        assertThat(patient.reconcile(running).state()).isEqualTo(JobState.LOST);
    }

    private Recovery recovery(Pause pause) {
        return new Recovery(
                rig().store(),
                rig().root(),
                rig().end(),
                TurnsLeftBehind.NONE,
                rig().clock(),
                JobRig.SPAWN_TIMEOUT,
                pause);
    }

    @Test
    void G01_a_running_job_without_a_worker_is_lost_at_once() {
        Job running = rig().claim(rig().submit(), "thread-1");

        Job lost = reconcile(running);

        assertThat(lost.state()).isEqualTo(JobState.LOST);
        assertThat(lost.ending().orElseThrow().reason()).contains(Reason.WORKER_DIED);
        assertThat(lost.ending().orElseThrow().exitCode()).isEqualTo(ExitCode.LOST);
        assertThat(lost.resumeCommand()).contains("codex resume thread-1");
        assertThat(rig().now(running)).isEqualTo(lost);
        assertThat(rig().events(running)).last().extracting(Event::type).isEqualTo(EventType.JOB_FINISHED);
        assertThat(rig().store().transitions(running.id()))
                .last()
                .extracting(Transition::to)
                .isEqualTo(JobState.LOST);
    }

    @Test
    void G01_what_codex_had_said_is_kept_when_the_worker_died() {
        Job running = rig().claim(rig().submit());
        JobRig.write(rig().directory(running).partialOutput(), "so far");

        reconcile(running);

        assertThat(rig().directory(running).output()).hasContent("so far");
    }

    @Test
    void G01_what_a_dead_worker_left_running_is_killed_with_the_verdict() {
        Job running = rig().claim(rig().submit());

        reconcile(running);
        reconcile(rig().now(running));

        assertThat(rig().turns().stopped()).containsExactly(running.id());
    }

    @Test
    void G01_nothing_of_a_job_whose_worker_lives_or_has_left_its_outcome_is_killed() {
        Job living = rig().claim(rig().submit());
        Job ended = rig().claim(rig().submit());
        OutcomeFile.write(rig().directory(ended), ended, Outcome.failed(Reason.MODEL, "it said so"));

        try (WorkerLock held = rig().hold(living)) {
            assertThat(held).isNotNull();
            reconcile(living);
        }
        reconcile(ended);

        assertThat(rig().turns().stopped()).isEmpty();
    }

    @Test
    void G44_a_turn_that_outlives_its_worker_gets_another_one() throws IOException {
        Job running = rig().claim(rig().submit());
        rig().turns().living(running.id());

        reconcile(running);
        FileTime now = FileTime.from(rig().clock().instant());
        Files.setLastModifiedTime(rig().directory(running).adoption(1), now);
        reconcile(running);

        assertThat(rig().turns().adopted()).as("the second one is given time").containsExactly(running.id());
        assertThat(rig().now(running).state()).isEqualTo(JobState.RUNNING);
        assertThat(rig().turns().stopped()).isEmpty();
    }

    @Test
    void G44_a_turn_whose_workers_all_die_is_stopped_and_its_job_is_lost() {
        Job running = rig().claim(rig().submit());
        rig().turns().living(running.id());
        for (int n = 0; n < Adoptions.MOST; n++) {
            reconcile(running);
            Adoptions.arrived(rig().directory(running));
        }

        reconcile(running);

        assertThat(rig().turns().adopted()).hasSize(Adoptions.MOST);
        assertThat(rig().turns().stopped()).containsExactly(running.id());
        assertThat(rig().now(running).state()).isEqualTo(JobState.LOST);
    }

    @Test
    void G08_a_cancelled_turn_is_stopped_not_adopted() {
        Job running = rig().claim(rig().submit());
        rig().turns().living(running.id());
        JobRig.write(rig().directory(running).cancelRequest(), "");

        reconcile(running);

        assertThat(rig().turns().adopted()).isEmpty();
        assertThat(rig().turns().stopped()).containsExactly(running.id());
        assertThat(rig().now(running).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void an_outcome_that_a_worker_left_behind_is_completed_not_guessed() {
        Job running = rig().claim(rig().submit());
        OutcomeFile.write(
                rig().directory(running),
                running,
                new Outcome(JobState.COMPLETED, Ending.COMPLETED, JobFixtures.work(), Optional.of("completed")));

        Job ended = reconcile(running);

        assertThat(ended.state()).isEqualTo(JobState.COMPLETED);
        assertThat(ended.result()).isEqualTo(JobFixtures.work());
    }

    @Test
    void an_outcome_of_another_generation_does_not_count() {
        Job first = rig().claim(rig().submit());
        OutcomeFile.write(rig().directory(first), first, Outcome.failed(Reason.MODEL, "of the first worker"));
        Job second = rig().store()
                .replace(first, first.claimed(JobFixtures.worker(), first.updatedAt()), "adopted")
                .orElseThrow();

        assertThat(reconcile(second).state()).isEqualTo(JobState.LOST);
    }

    @Test
    void a_wish_to_cancel_that_a_dead_worker_did_not_see_is_fulfilled() {
        Job running = rig().claim(rig().submit());
        JobRig.write(rig().directory(running).cancelRequest(), "");

        assertThat(reconcile(running).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void G06_a_queued_job_is_given_time_to_start() {
        Job queued = rig().submit();
        rig().clock().move(JobRig.SPAWN_TIMEOUT.minusMillis(1));

        assertThat(reconcile(queued)).isSameAs(queued);
    }

    @Test
    void G06_a_worker_that_never_started_has_failed_and_its_log_says_why() {
        Job queued = rig().submit();
        JobRig.write(rig().directory(queued).workerLog(), "x".repeat(5000) + "\nError: no such class\n");
        rig().clock().move(JobRig.SPAWN_TIMEOUT);

        Job failed = reconcile(queued);

        assertThat(failed.state()).isEqualTo(JobState.FAILED);
        assertThat(failed.ending().orElseThrow().reason()).contains(Reason.SPAWN_FAILED);
        assertThat(failed.ending().orElseThrow().message().orElseThrow())
                .startsWith("the worker never started: ")
                .endsWith("Error: no such class")
                .hasSizeLessThan(1000)
                .doesNotContain("\n");
    }

    @Test
    void G06_a_worker_that_never_started_and_said_nothing_has_failed_too() {
        Job queued = rig().submit();
        rig().clock().move(JobRig.SPAWN_TIMEOUT);

        assertThat(reconcile(queued).ending().orElseThrow().message()).contains("the worker never started");
    }

    @Test
    void a_clock_that_was_set_back_does_not_keep_a_job_queued_for_ever() {
        Job queued = rig().submit();
        rig().clock().move(Duration.ofHours(-5));

        assertThat(reconcile(queued).state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void a_clock_that_was_set_back_a_little_fails_no_job_that_is_starting() {
        Job queued = rig().submit();
        rig().clock().move(Duration.ofSeconds(-5));

        assertThat(reconcile(queued)).isSameAs(queued);
    }

    @Test
    void a_job_that_was_removed_meanwhile_is_not_brought_back() throws IOException {
        Job running = rig().claim(rig().submit());
        JobFiles.delete(rig().directory(running));

        assertThat(reconcile(running)).isEqualTo(running);
        assertThat(Files.exists(rig().directory(running).path())).isFalse();
    }

    @Test
    void a_job_whose_lock_cannot_be_opened_is_shown_but_not_judged() throws IOException {
        Job running = rig().claim(rig().submit());
        Path elsewhere = Files.createFile(rig().directory(running).path().resolve("elsewhere"));
        Files.createSymbolicLink(rig().directory(running).workerLock(), elsewhere);

        assertThat(reconcile(running)).isEqualTo(running);
    }

    @Test
    void what_is_judged_is_the_record_as_it_is_now_not_as_it_was_read() {
        Job queued = rig().submit();
        Job ended = rig().complete(rig().claim(queued));
        rig().clock().move(JobRig.SPAWN_TIMEOUT);

        assertThat(reconcile(queued)).isEqualTo(ended);
    }

    @Test
    void a_log_without_its_last_event_gets_it_from_whoever_asks_for_the_job() {
        Job ended = endedWithoutLastEvent();

        rig().references().resolve(ended.id().value());
        rig().recovery().seal(ended);

        assertThat(rig().events(ended))
                .filteredOn(event -> event.type() == EventType.JOB_FINISHED)
                .hasSize(1);
    }

    @Test
    void a_log_that_cannot_be_read_or_is_gone_hides_no_record() throws IOException {
        Job ended = endedWithoutLastEvent();
        Path log = rig().directory(ended).events();

        Files.writeString(log, "garbage\n");
        assertThat(rig().references().resolve(ended.id().value())).isEqualTo(ended);
        assertThat(log).hasContent("garbage");
        Files.delete(log);
        assertThat(rig().references().resolve(ended.id().value())).isEqualTo(ended);
        assertThat(log).doesNotExist();
    }

    /** Its worker was killed between the record and the event. */
    private Job endedWithoutLastEvent() {
        Job running = rig().claim(rig().submit());
        return rig().store()
                .replace(running, JobFixtures.ended(running, JobState.FAILED), "failed")
                .orElseThrow();
    }
}
