package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobFixtures;
import dev.companion.core.job.JobIds;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.TurnsLeftBehind;
import dev.companion.core.process.JobMark;
import dev.companion.core.process.ProcessIdentity;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JobKillerTest {
    private final Job job =
            JobFixtures.draft(1).id(JobIds.random().next(JobKind.TASK)).build();

    private static Process sleeper(Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "300");
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static void awaitExit(Process process) {
        process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
    }

    @Test
    void G08_the_worker_and_everything_that_bears_the_mark_of_the_job_are_killed() throws IOException {
        Map<String, String> marked = new HashMap<>();
        JobMark.put(marked, job.id().value());
        Process orphan = sleeper(marked);
        Process worker = sleeper(Map.of());

        new JobKiller(TurnsLeftBehind.NONE).kill(job.id(), Optional.of(ProcessIdentity.of(worker.toHandle())));

        awaitExit(orphan);
        awaitExit(worker);
    }

    @Test
    void G31_a_process_that_only_has_the_pid_of_the_worker_is_spared() throws IOException {
        Process stranger = sleeper(Map.of());
        ProcessIdentity other = new ProcessIdentity(
                stranger.pid(),
                ProcessIdentity.of(stranger.toHandle()).startedAt().minusSeconds(60));

        new JobKiller(TurnsLeftBehind.NONE).kill(job.id(), Optional.of(other));

        assertThat(stranger.isAlive()).isTrue();
        stranger.destroyForcibly();
        awaitExit(stranger);
    }
}
