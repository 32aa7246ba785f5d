package dev.companion.core.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@link JobWait} and {@link JobFollower}: both return whatever becomes of the worker. */
@Timeout(60)
class WaitAndFollowTest extends UseCaseTest {
    private final List<String> lines = new ArrayList<>();

    private Optional<Job> follow(Job job) {
        return rig().follower().follow(job, line -> lines.add(new String(line, UTF_8)), () -> false);
    }

    @Test
    void waiting_for_all_returns_when_the_last_has_ended() {
        Job first = rig().submit();
        Job second = rig().submit();
        List<Job> completed = new ArrayList<>();
        rig().meanwhile(() -> completed.add(rig().complete(rig().claim(second))));
        rig().meanwhile(() -> completed.add(0, rig().complete(rig().claim(first))));

        assertThat(rig().jobWait().await(List.of(first, second), false, Optional.empty()))
                .isEqualTo(completed);
    }

    @Test
    void waiting_for_any_returns_when_the_first_has_ended() {
        Job first = rig().submit();
        Job second = rig().submit();
        rig().meanwhile(() -> rig().complete(rig().claim(second)));

        assertThat(rig().jobWait().await(List.of(first, second), true, Optional.empty()))
                .extracting(Job::state)
                .containsExactly(JobState.QUEUED, JobState.COMPLETED);
    }

    @Test
    void waiting_has_an_end_when_the_time_is_over() {
        Job queued = rig().submit();

        assertThat(rig().jobWait().await(List.of(queued), false, Optional.of(Duration.ofMillis(50))))
                .containsExactly(queued);
        assertThat(rig().jobWait().await(List.of(queued), false, Optional.of(Duration.ZERO)))
                .containsExactly(queued);
        assertThat(rig().jobWait().await(List.of(), false, Optional.empty())).isEmpty();
    }

    @Test
    void G01_waiting_ends_when_the_worker_dies() {
        Job running = rig().claim(rig().submit());
        WorkerLock held = rig().hold(running);
        rig().meanwhile(held::close);

        assertThat(rig().jobWait().await(List.of(running), false, Optional.empty()))
                .extracting(Job::state)
                .containsExactly(JobState.LOST);
    }

    @Test
    void following_hands_over_every_line_and_ends_with_the_last() {
        Job queued = rig().submit();
        rig().meanwhile(() -> rig().complete(rig().claim(queued)));

        Job ended = follow(queued).orElseThrow();

        assertThat(ended.state()).isEqualTo(JobState.COMPLETED);
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("\"seq\":1,", "\"type\":\"job.queued\"");
        assertThat(lines.get(1)).contains("\"seq\":2,", "\"type\":\"job.finished\"", "\"status\":\"completed\"");
    }

    @Test
    void G01_following_ends_when_the_worker_dies() {
        Job running = rig().claim(rig().submit());
        WorkerLock held = rig().hold(running);
        rig().meanwhile(held::close);

        assertThat(follow(running).orElseThrow().state()).isEqualTo(JobState.LOST);
        assertThat(lines).last().asString().contains("\"status\":\"lost\"");
    }

    @Test
    void following_ends_when_the_last_event_was_never_written() {
        Job running = rig().claim(rig().submit());
        rig().store()
                .replace(running, JobFixtures.ended(running, JobState.FAILED), "its worker was killed right after");

        assertThat(follow(running).orElseThrow().state()).isEqualTo(JobState.FAILED);
    }

    @Test
    void whoever_follows_may_leave() {
        Job queued = rig().submit();
        AtomicBoolean leave = new AtomicBoolean();
        rig().meanwhile(() -> leave.set(true));

        assertThat(rig().follower().follow(queued, line -> lines.add("line"), leave::get))
                .isEmpty();
        assertThat(lines).hasSize(1);
    }

    @Test
    void a_message_that_speaks_of_the_last_event_is_not_the_last_event() {
        Job running = rig().claim(rig().submit());
        WorkerLock held = rig().hold(running);
        rig().meanwhile(() -> {
            try (EventLog log = EventLog.open(rig().directory(running), running.id(), rig().clock())) {
                log.append(
                        EventType.MESSAGE,
                        dev.companion.core.json.Json.fields(
                                "type", "job.finished", "text", "\"type\":\"job.finished\""));
            }
        });
        rig().meanwhile(() -> {
            rig().complete(running);
            held.close();
        });

        follow(running);

        assertThat(lines).hasSize(3);
    }
}
