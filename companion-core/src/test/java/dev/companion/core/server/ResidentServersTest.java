package dev.companion.core.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.job.JobId;
import dev.companion.core.job.Pause;
import dev.companion.core.job.StateRoot;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a worker finds of an earlier one of its job. */
class ResidentServersTest {
    private static final JobId JOB = new JobId("task-0123456789");

    @TempDir
    private Path directory;

    private ResidentServers servers;
    private Path binary;

    @BeforeEach
    void prepare() throws IOException {
        binary = Files.createFile(directory.resolve("codex"));
        Environment environment = new Environment(Map.of(), Optional.of(directory), Optional.of(directory));
        servers = new ResidentServers(
                StateRoot.open(directory.resolve("state")),
                environment,
                (place, codex) -> {
                    throw new AssertionError("nobody connects");
                },
                Pause.sleeping());
    }

    @Test
    void the_first_worker_of_a_job_finds_nothing() throws ServerUnavailable {
        try (ResidentServer server = servers.join(JOB, binary)) {
            assertThat(server.isAdopted()).isFalse();
            assertThat(server.leftThread()).isEmpty();
        }
    }

    @Test
    void G44_a_worker_finds_the_thread_on_which_a_dead_one_was_about_to_start_its_turn() throws ServerUnavailable {
        try (ResidentServer dead = servers.join(JOB, binary)) {
            assertThat(dead.onThread("the-thread")).isTrue();
        }

        try (ResidentServer next = servers.join(JOB, binary)) {
            assertThat(next.isAdopted()).isTrue();
            assertThat(next.leftThread()).contains("the-thread");
        }
    }

    @Test
    void nothing_is_left_of_a_worker_that_let_go_in_order() throws ServerUnavailable {
        ResidentServer first = servers.join(JOB, binary);
        assertThat(first.onThread("the-thread")).isTrue();
        first.release();

        try (ResidentServer next = servers.join(JOB, binary)) {
            assertThat(next.isAdopted()).isFalse();
        }
    }
}
