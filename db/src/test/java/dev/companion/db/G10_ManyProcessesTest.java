package dev.companion.db;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobFixtures;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.JobState;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.StateRoot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class G10_ManyProcessesTest {
    private static final int PROCESSES = 6;
    private static final int JOBS = 15;

    @TempDir
    Path temporary;

    @Test
    void many_processes_at_once_lose_neither_a_job_nor_an_outcome() throws Exception {
        Path root = temporary.resolve("state");
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int child = 0; child < PROCESSES; child++) {
                children.add(ChildJvm.start("run", root.toString(), String.valueOf(child * 1000), "" + JOBS));
            }
            for (ChildJvm child : children) {
                assertThat(child.rest())
                        .filteredOn(line -> line.startsWith("completed"))
                        .hasSize(JOBS);
            }
        } finally {
            children.forEach(ChildJvm::close);
        }

        JobStore store = new JdbcJobStore(StateRoot.open(root));
        List<Job> jobs = store.list(JobQuery.ALL);
        assertThat(jobs).hasSize(PROCESSES * JOBS);
        assertThat(jobs).extracting(Job::state).containsOnly(JobState.COMPLETED);
        assertThat(jobs).allSatisfy(job -> {
            assertThat(store.transitions(job.id())).hasSize(3);
            assertThat(store.find(job.id())).contains(job);
        });
        assertThat(store.overview(Optional.empty()).active()).isEmpty();
        assertThat(store.overview(Optional.of(JobFixtures.WORKSPACE)).finished())
                .hasSize(JobStore.OVERVIEW_FINISHED);
    }

    @Test
    void of_many_processes_with_one_idempotency_key_one_submits() throws Exception {
        Path root = temporary.resolve("state");
        List<ChildJvm> children = new ArrayList<>();
        List<String> said = new ArrayList<>();
        try {
            for (int child = 1; child <= PROCESSES; child++) {
                children.add(ChildJvm.start("same-key", root.toString(), String.valueOf(child)));
            }
            for (ChildJvm child : children) {
                said.addAll(child.rest());
            }
        } finally {
            children.forEach(ChildJvm::close);
        }

        List<JobId> jobs = new JdbcJobStore(StateRoot.open(root)).idsStartingWith("task", 9);
        assertThat(jobs).hasSize(1);
        assertThat(said).filteredOn(line -> line.equals("new " + jobs.get(0))).hasSize(1);
        assertThat(said).filteredOn(line -> line.equals("known " + jobs.get(0))).hasSize(PROCESSES - 1);
    }
}
