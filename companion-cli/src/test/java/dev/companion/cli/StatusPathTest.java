package dev.companion.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.WorkerLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusPathTest {
    @TempDir
    private Path temporary;

    @Test
    void a_status_loads_no_database_no_migrations_and_no_data_binding() throws Exception {
        Sandbox sandbox = new Sandbox(temporary);
        StoredJobs jobs = sandbox.jobs();
        jobs.ended(1, JobState.COMPLETED);
        Job running = jobs.claimed(jobs.draft(2).build());
        // The first reader publishes the read model.
        sandbox.run("status", "-q");
        Path loaded = temporary.resolve("loaded.txt");
        try (WorkerLock held = WorkerLock.tryAcquire(jobs.directory(running)).orElseThrow()) {
            assertThat(held).isNotNull();

            int exit = ChildProgram.run(
                    sandbox,
                    List.of("-Xlog:class+load:file=" + loaded),
                    List.of("status", "--json"),
                    stdout -> assertThat(stdout.readAllBytes()).isNotEmpty());

            assertThat(exit).isZero();
        }
        assertThat(Files.readString(loaded))
                .contains("dev.companion.cli.command.StatusCommand")
                .doesNotContain(" org.h2.", " org.flywaydb.", ".databind.", ".dataformat.", " org.slf4j.")
                .doesNotContain("java.lang.ProcessBuilder ", "dev.companion.cli.command.TaskCommand ");
    }
}
