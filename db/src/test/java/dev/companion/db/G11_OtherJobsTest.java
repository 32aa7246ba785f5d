package dev.companion.db;

import static dev.companion.core.job.JobFixtures.claimed;
import static dev.companion.core.job.JobFixtures.detailed;
import static dev.companion.core.job.JobFixtures.ended;
import static dev.companion.core.job.JobFixtures.id;
import static dev.companion.core.job.JobFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.JobState;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.Transition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class G11_OtherJobsTest {
    @TempDir
    Path temporary;

    @Test
    void a_write_of_one_job_touches_no_record_and_no_file_of_another() throws Exception {
        StateRoot root = StateRoot.open(temporary.resolve("state"));
        JobStore store = new JdbcJobStore(root);
        List<Other> others = List.of(
                other(root, store, store.insert(detailed(1)).job()),
                other(root, store, finished(store, store.insert(detailed(3)).job())));

        Job job = store.insert(queued(2)).job();
        Path orphan = Files.writeString(root.createJobDirectory(id(2)).resolve("output.md"), "result");
        Job running = store.replace(job, claimed(job), "claimed").orElseThrow();
        Job labelled = store.replace(
                        running, running.draft().labels(Map.of("team", "edge")).build(), "labelled")
                .orElseThrow();
        assertThat(store.replace(labelled, ended(labelled, JobState.COMPLETED), "done"))
                .isPresent();
        assertUnchanged(others, store, root);
        assertThat(store.delete(id(2))).isTrue();

        assertUnchanged(others, store, root);
        assertThat(store.list(JobQuery.ALL)).hasSameSizeAs(others);
        assertThat(orphan).as("files are removed by prune, not by the store").hasContent("result");
    }

    @Test
    void an_active_job_is_not_deleted() {
        JobStore store = new JdbcJobStore(StateRoot.open(temporary.resolve("state")));
        Job queued = store.insert(queued(1)).job();
        Job second = store.insert(queued(2)).job();
        Job running = store.replace(second, claimed(second), "claimed").orElseThrow();

        assertThat(store.delete(queued.id())).isFalse();
        assertThat(store.delete(running.id())).isFalse();

        assertThat(store.list(JobQuery.ALL)).containsExactlyInAnyOrder(queued, running);
    }

    /** A job that is not written, as it was before. */
    private record Other(Job job, List<Transition> history, Path output, FileTime publishedAt) {}

    private static Job finished(JobStore store, Job queued) {
        Job running = store.replace(queued, claimed(queued), "claimed").orElseThrow();
        return store.replace(running, ended(running, JobState.FAILED), "failed").orElseThrow();
    }

    private static Other other(StateRoot root, JobStore store, Job job) throws IOException {
        Path output = Files.writeString(root.createJobDirectory(job.id()).resolve("output.md"), "done");
        return new Other(
                job, store.transitions(job.id()), output, Files.getLastModifiedTime(published(root, job.id())));
    }

    private static Path published(StateRoot root, JobId id) {
        return root.view().resolve("jobs").resolve(id + ".bin");
    }

    private static void assertUnchanged(List<Other> others, JobStore store, StateRoot root) throws IOException {
        for (Other other : others) {
            JobId id = other.job().id();
            assertThat(store.find(id)).contains(other.job());
            assertThat(store.list(JobQuery.ALL)).as("in the database").contains(other.job());
            assertThat(store.transitions(id)).isEqualTo(other.history());
            assertThat(other.output()).hasContent("done");
            assertThat(Files.getLastModifiedTime(published(root, id))).isEqualTo(other.publishedAt());
        }
    }
}
