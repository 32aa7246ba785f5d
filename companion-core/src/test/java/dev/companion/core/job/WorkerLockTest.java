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

        OtherProcess(String as) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            LockHolder.class.getName(),
                            temporary.toString(),
                            as)
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
        try (OtherProcess other = new OtherProcess("worker")) {
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
        try (OtherProcess other = new OtherProcess("worker")) {
            assertThat(other.got).isFalse();
        }

        held.close();
        assertThat(WorkerLock.isHeld(directory())).isFalse();
        WorkerLock.tryAcquire(directory()).orElseThrow().close();
    }

    @Test
    void G01_a_worker_is_known_by_its_lock_and_a_judge_is_not_taken_for_one() throws IOException {
        try (OtherProcess worker = new OtherProcess("worker")) {
            assertThat(worker.got).isTrue();
            assertThat(WorkerLock.isHeldByWorker(directory())).isTrue();
            assertThat(WorkerLock.tryAcquireToJudge(directory())).isEmpty();
        }
        assertThat(WorkerLock.isHeldByWorker(directory())).isFalse();
        try (OtherProcess judge = new OtherProcess("judge")) {
            assertThat(judge.got).isTrue();
            assertThat(WorkerLock.isHeldByWorker(directory())).isFalse();
            assertThat(WorkerLock.tryAcquireToJudge(directory())).isEmpty();
            assertThat(WorkerLock.tryAcquire(directory())).isEmpty();
        }
    }

    @Test
    void asking_for_the_worker_does_not_lose_a_lock_of_this_process() throws IOException {
        WorkerLock held = WorkerLock.tryAcquire(directory()).orElseThrow();

        assertThat(WorkerLock.isHeldByWorker(directory())).isTrue();
        try (OtherProcess judge = new OtherProcess("judge")) {
            assertThat(judge.got).isFalse();
        }

        held.close();
        WorkerLock judge = WorkerLock.tryAcquireToJudge(directory()).orElseThrow();
        assertThat(WorkerLock.isHeldByWorker(directory())).isFalse();
        judge.close();
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
