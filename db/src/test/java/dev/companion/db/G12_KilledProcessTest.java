package dev.companion.db;

import static dev.companion.core.job.JobFixtures.claimed;
import static dev.companion.core.job.JobFixtures.id;
import static dev.companion.core.job.JobFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobId;
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
class G12_KilledProcessTest {
    @TempDir
    Path temporary;

    private StateRoot root() {
        return StateRoot.open(temporary.resolve("state"));
    }

    @Test
    void what_was_acknowledged_before_a_kill_holds() throws Exception {
        List<String> acknowledged = new ArrayList<>();
        for (int round = 0; round < 6; round++) {
            try (ChildJvm child = ChildJvm.start("run", root().directory().toString(), "" + 1000 * round, "1000")) {
                for (int n = 0; n < 2 + round; n++) {
                    acknowledged.add(child.next("inserted ").orElseThrow());
                }
                child.kill();
                child.rest().stream()
                        .filter(line -> line.startsWith("inserted "))
                        .forEach(line -> acknowledged.add(line.substring("inserted ".length())));
            }
            JobStore store = new JdbcJobStore(root());

            assertThat(acknowledged)
                    .allSatisfy(id -> assertThat(store.find(new JobId(id))).isPresent());
            assertThat(store.idsStartingWith("task", 10_000)).allSatisfy(id -> {
                Job job = store.find(id).orElseThrow();
                assertThat(store.transitions(id)).hasSize(job.state() == JobState.QUEUED ? 1 : job.isActive() ? 2 : 3);
            });
        }
    }

    @Test
    void a_process_killed_in_a_transaction_leaves_no_trace_of_it() throws Exception {
        JobStore store = new JdbcJobStore(root());
        Job job = store.insert(queued(1)).job();
        try (ChildJvm child = ChildJvm.start("hold", root().directory().toString(), id(1).value())) {
            assertThat(child.next("holding")).isPresent();
            child.kill();
        }

        assertThat(store.find(id(1))).contains(job);
        assertThat(store.overview(Optional.empty()).active()).containsExactly(job);
        assertThat(store.replace(job, claimed(job), "claimed")).isPresent();
    }
}
