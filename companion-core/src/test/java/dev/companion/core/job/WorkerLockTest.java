package dev.companion.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkerLockTest {
    @TempDir
    Path temporary;

    private JobDirectory directory() {
        return new JobDirectory(temporary);
    }

    /** Another process that tried to take the lock. */
    private final class OtherProcess implements AutoCloseable {
        private final Process process;
        private final boolean got;

        OtherProcess() throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            LockHolder.class.getName(),
                            temporary.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader();
            got = Boolean.parseBoolean(out.readLine());
        }

        @Override
        public void close() {
            process.destroyForcibly().onExit().orTimeout(20, TimeUnit.SECONDS).join();
        }
    }

    @Test
    void G01_a_lock_that_a_living_process_holds_is_held_and_a_killed_one_frees_it() throws IOException {
        try (OtherProcess other = new OtherProcess()) {
            assertThat(other.got).isTrue();
            assertThat(WorkerLock.isHeld(directory())).isTrue();
            assertThat(WorkerLock.tryAcquire(directory())).isEmpty();
        }
        assertThat(WorkerLock.isHeld(directory())).isFalse();
    }

    @Test
    void looking_at_a_lock_of_this_process_does_not_lose_it() throws IOException {
        WorkerLock held = WorkerLock.tryAcquire(directory()).orElseThrow();

        assertThat(WorkerLock.isHeld(directory())).isTrue();
        assertThat(WorkerLock.tryAcquire(directory())).isEmpty();
        try (OtherProcess other = new OtherProcess()) {
            assertThat(other.got).isFalse();
        }

        held.close();
        assertThat(WorkerLock.isHeld(directory())).isFalse();
        WorkerLock.tryAcquire(directory()).orElseThrow().close();
    }

    @Test
    void a_job_without_a_lock_file_has_no_worker_and_gets_no_file_by_the_question() {
        assertThat(WorkerLock.isHeld(directory())).isFalse();
        assertThat(directory().workerLock()).doesNotExist();
    }

    @Test
    void G31_the_lock_file_is_private() throws IOException {
        WorkerLock.tryAcquire(directory()).orElseThrow().close();

        assertThat(PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(directory().workerLock())))
                .isEqualTo("rw-------");
    }
}
