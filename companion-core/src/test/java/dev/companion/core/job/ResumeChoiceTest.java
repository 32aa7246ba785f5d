package dev.companion.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResumeChoiceTest extends UseCaseTest {
    private static final Optional<String> NO_SESSION = Optional.empty();

    private ResumeChoice choice() {
        return new ResumeChoice(rig().references(), rig().clock());
    }

    private Job last() {
        return choice().last(JobFixtures.WORKSPACE, NO_SESSION);
    }

    private Job finished(String thread) {
        rig().clock().move(Duration.ofSeconds(1));
        Job ended = rig().complete(rig().claim(rig().submit(), thread));
        rig().clock().move(Duration.ofSeconds(1));
        return ended;
    }

    private void later() {
        rig().clock().move(Duration.ofHours(2));
    }

    private static void assertRefused(Runnable choice, FailureCode code, JobId... named) {
        Failure failure = JobRig.failure(choice);
        assertThat(failure.code()).isEqualTo(code);
        for (JobId id : named) {
            assertThat(failure.message()).contains(id.value());
        }
        assertThat(failure.remedy()).contains("companion ");
    }

    @Test
    void the_only_finished_task_is_chosen() {
        Job only = finished("thread-1");

        assertThat(last()).isEqualTo(only);
    }

    @Test
    void of_old_ones_the_newest_is_chosen() {
        finished("thread-1");
        later();
        Job newest = finished("thread-2");
        later();

        assertThat(last()).isEqualTo(newest);
    }

    @Test
    void a_recent_one_is_chosen_before_old_ones() {
        finished("thread-1");
        later();
        Job recent = finished("thread-2");

        assertThat(last()).isEqualTo(recent);
    }

    @Test
    void several_recent_threads_are_ambiguous() {
        Job first = finished("thread-1");
        Job second = finished("thread-2");

        assertRefused(this::last, FailureCode.AMBIGUOUS_RESUME, first.id(), second.id());
    }

    @Test
    void several_recent_turns_on_one_thread_are_not() {
        finished("thread-1");
        Job second = finished("thread-1");

        assertThat(last()).isEqualTo(second);
    }

    @Test
    void a_failed_or_lost_task_with_a_thread_can_be_resumed() {
        Job lost = rig().recovery().reconcile(rig().claim(rig().submit(), "thread-1"));

        assertThat(last()).isEqualTo(lost);
    }

    @Test
    void G02_a_dead_worker_blocks_nothing() {
        rig().claim(rig().submit(), "thread-1");

        assertThat(last().state()).isEqualTo(JobState.LOST);
    }

    @Test
    void a_thread_on_which_a_task_is_active_is_busy() {
        finished("thread-1");
        Job active = rig().claim(rig().submit(), "thread-1");
        try (WorkerLock held = rig().hold(active)) {
            assertThat(held).isNotNull();
            assertRefused(this::last, FailureCode.THREAD_BUSY, active.id());
            assertRefused(() -> choice().requireIdle("thread-1"), FailureCode.THREAD_BUSY, active.id());
            choice().requireIdle("thread-2");
        }
    }

    @Test
    void an_active_task_on_another_thread_does_not_matter() {
        Job finished = finished("thread-1");
        Job active = rig().claim(rig().submit(), "thread-2");
        try (WorkerLock held = rig().hold(active)) {
            assertThat(held).isNotNull();
            assertThat(last()).isEqualTo(finished);
        }
    }

    @Test
    void the_only_thread_being_active_is_said_so() {
        Job active = rig().claim(rig().submit(), "thread-1");
        try (WorkerLock held = rig().hold(active)) {
            assertThat(held).isNotNull();
            assertRefused(this::last, FailureCode.THREAD_BUSY, active.id());
        }
    }

    @Test
    void without_a_task_there_is_nothing_to_resume() {
        rig().submit();
        finished("thread-1");

        assertRefused(() -> choice().last("/elsewhere", NO_SESSION), FailureCode.NOTHING_TO_RESUME);
        assertRefused(
                () -> choice().last(JobFixtures.WORKSPACE, Optional.of("another session")),
                FailureCode.NOTHING_TO_RESUME);
    }

    @Test
    void a_session_sees_its_own_tasks() {
        Job finished = finished("thread-1");

        assertThat(choice().last(JobFixtures.WORKSPACE, Optional.of("session-1")))
                .isEqualTo(finished);
    }
}
