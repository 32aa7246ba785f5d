package dev.companion.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobEndTest {
    private static final Outcome COMPLETED =
            new Outcome(JobState.COMPLETED, Ending.COMPLETED, WorkResult.NONE, Optional.of("completed"));

    private final InMemoryJobStore store = new InMemoryJobStore();
    private JobEnd end;
    private Receipts receipts;

    @TempDir
    private Path temporary;

    private JobDirectory directory;
    private Job running;

    @BeforeEach
    void prepare() throws Exception {
        StateRoot root = StateRoot.open(temporary.resolve("state"));
        receipts = new Receipts(root);
        end = new JobEnd(store, receipts, InstantSource.fixed(JobFixtures.at(100)));
        directory = new JobDirectory(Files.createDirectory(temporary.resolve("job")));
        Job queued = store.insert(JobFixtures.queued(1)).job();
        running = store.replace(queued, JobFixtures.claimed(queued), "claimed").orElseThrow();
    }

    @Test
    void an_outcome_is_kept_though_the_caller_missed_the_last_progress() {
        Job next = running.draft().phase(Phase.FINALIZING).build();
        assertThat(store.replace(running, next, "progress")).isPresent();

        Job ended = end.end(running, COMPLETED, directory);

        assertThat(ended.state()).isEqualTo(JobState.COMPLETED);
        assertThat(store.find(running.id())).contains(ended);
    }

    @Test
    void an_outcome_that_comes_after_a_cancel_is_dropped() {
        assertThat(store.replace(running, JobFixtures.ended(running, JobState.CANCELLED), "cancelled"))
                .isPresent();

        assertThat(end.end(running, COMPLETED, directory).state()).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void an_outcome_of_an_old_generation_is_dropped() {
        Job adopted = running.claimed(JobFixtures.worker(), JobFixtures.at(50));
        assertThat(store.replace(running, adopted, "adopted")).isPresent();

        assertThat(end.end(running, COMPLETED, directory).state()).isEqualTo(JobState.RUNNING);
    }
}
