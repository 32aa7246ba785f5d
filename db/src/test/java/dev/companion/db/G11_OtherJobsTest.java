package dev.companion.db;

import static dev.companion.core.job.JobFixtures.claimed;
import static dev.companion.core.job.JobFixtures.detailed;
import static dev.companion.core.job.JobFixtures.ended;
import static dev.companion.core.job.JobFixtures.id;
import static dev.companion.core.job.JobFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.Transition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class G11_OtherJobsTest {
    @TempDir
    Path temporary;

    @Test
    void a_write_of_one_job_touches_no_record_and_no_file_of_another() throws Exception {
        StateRoot root = StateRoot.open(temporary.resolve("state"));
        JobStore store = new JdbcJobStore(root);
        Job other = store.insert(detailed(1)).job();
        List<Transition> history = store.transitions(id(1));
        Path output = Files.writeString(root.createJobDirectory(id(1)).resolve("output.md"), "done");
        Path published = root.view().resolve("jobs").resolve(id(1) + ".bin");
        FileTime publishedAt = Files.getLastModifiedTime(published);

        Job job = store.insert(queued(2)).job();
        Path orphan = Files.writeString(root.createJobDirectory(id(2)).resolve("output.md"), "result");
        Job running = store.replace(job, claimed(job), "claimed").orElseThrow();
        assertThat(store.replace(running, ended(running, JobState.COMPLETED), "done"))
                .isPresent();
        assertThat(store.delete(id(2))).isTrue();

        assertThat(store.find(id(1))).contains(other);
        assertThat(store.transitions(id(1))).isEqualTo(history);
        assertThat(output).hasContent("done");
        assertThat(orphan).as("files are removed by prune, not by the store").hasContent("result");
        assertThat(Files.getLastModifiedTime(published)).isEqualTo(publishedAt);
    }
}
