package dev.companion.core.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Identities, marks, trees and detached starts, with real processes. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    /** Found by this mark only: other tests may run on the machine. */
    private final String mark = "test-" + UUID.randomUUID();

    private final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin", "ONLY", "this"));

    @BeforeEach
    void putMark() {
        JobMark.put(environment, mark);
    }

    @AfterEach
    void killAll() {
        Set<ProcessHandle> left = ProcessTree.withDescendants(JobMark.find(mark));
        ProcessTree.kill(left);
        left.forEach(ProcessTest::awaitExit);
    }

    private Process shell(String script) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", script);
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static ProcessHandle printedPid(BufferedReader out) throws IOException {
        return ProcessHandle.of(Long.parseLong(out.readLine().strip())).orElseThrow();
    }

    private static void awaitExit(ProcessHandle process) {
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    @Test
    void G31_a_pid_with_another_start_is_another_process() throws IOException {
        Process process = shell("exec sleep 300");
        ProcessIdentity identity = ProcessIdentity.of(process.toHandle());

        assertThat(identity.find()).contains(process.toHandle());
        assertThat(new ProcessIdentity(identity.pid(), identity.startedAt().minusMillis(1)).find())
                .isEmpty();
        assertThat(ProcessIdentity.current().find()).contains(ProcessHandle.current());

        process.destroyForcibly();
        awaitExit(process.toHandle());
        assertThat(identity.find()).isEmpty();
    }

    @Test
    void the_mark_finds_a_process_that_is_nobodys_child() throws IOException {
        Process parent = shell("sleep 300 & echo $!");
        ProcessHandle orphan;
        try (BufferedReader out = parent.inputReader()) {
            orphan = printedPid(out);
        }
        awaitExit(parent.toHandle());

        assertThat(JobMark.find(mark)).containsExactly(orphan);
        assertThat(JobMark.find(mark.substring(0, mark.length() - 1))).isEmpty();
        assertThat(JobMark.find(mark + "x")).isEmpty();
    }

    @Test
    void a_tree_ends_with_everything_below_it() throws IOException {
        Process parent = shell("sh -c 'sleep 300 & echo $!; wait' & wait");
        ProcessHandle grandchild = printedPid(parent.inputReader());

        Set<ProcessHandle> tree = ProcessTree.withDescendants(List.of(parent.toHandle()));
        ProcessTree.end(tree, Duration.ofSeconds(5));

        assertThat(tree).contains(parent.toHandle(), grandchild).hasSizeGreaterThanOrEqualTo(3);
        tree.forEach(ProcessTest::awaitExit);
    }

    @Test
    void what_does_not_end_when_asked_is_killed() throws IOException {
        Process stubborn = shell("trap '' TERM; echo up; while :; do sleep 300; done");
        assertThat(stubborn.inputReader().readLine()).isEqualTo("up");
        long start = System.nanoTime();

        ProcessTree.end(ProcessTree.withDescendants(List.of(stubborn.toHandle())), Duration.ofMillis(200));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(stubborn.isAlive()).isFalse();
    }

    @Test
    void a_tree_never_holds_this_process() {
        assertThat(ProcessTree.withDescendants(List.of(ProcessHandle.current())))
                .doesNotContain(ProcessHandle.current());
    }

    @Test
    void G07_a_detached_process_is_nobodys_child_in_a_session_of_its_own_without_our_streams() throws IOException {
        Path log = Files.writeString(directory.resolve("log"), "before\n");
        Path fifo = directory.resolve("fifo");
        awaitExit(new ProcessBuilder("mkfifo", fifo.toString()).start().toHandle());
        String script = "echo to stdout; echo to stderr >&2; echo $ONLY > fifo; exec sleep 300";

        DetachedStart.start(List.of("/bin/sh", "-c", script), environment, directory, log);

        // Opening the pipe waits for the process, so that it is there when we look.
        assertThat(Files.readString(fifo)).isEqualTo("this\n");
        ProcessHandle detached = JobMark.find(mark).get(0);
        List<String> stat = stat(detached);
        assertThat(ProcessHandle.current().descendants()).doesNotContain(detached);
        assertThat(stat.get(5)).as("its session").isEqualTo(Long.toString(detached.pid()));
        assertThat(Path.of("/proc/" + detached.pid() + "/fd/0").toRealPath()).isEqualTo(Path.of("/dev/null"));
        assertThat(Path.of("/proc/" + detached.pid() + "/fd/1").toRealPath()).isEqualTo(log.toRealPath());
        assertThat(Path.of("/proc/" + detached.pid() + "/fd/2").toRealPath()).isEqualTo(log.toRealPath());
        assertThat(log).hasContent("before\nto stdout\nto stderr");
    }

    /** The fields of {@code /proc/PID/stat} from the state on, with two in front for the pid and the name. */
    private static List<String> stat(ProcessHandle process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        return List.of(("pid name " + stat.substring(stat.lastIndexOf(')') + 2)).split(" "));
    }

    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    @Test
    void G32_arguments_reach_a_detached_process_as_they_are() throws IOException {
        Path fifo = directory.resolve("fifo");
        awaitExit(new ProcessBuilder("mkfifo", fifo.toString()).start().toHandle());
        String nasty = "'; touch pwned; echo \"$(id)\" \\ `id` é🙂\n--x";

        DetachedStart.start(
                List.of("/bin/sh", "-c", "printf %s \"$1\" > fifo", "sh", nasty),
                environment,
                directory,
                directory.resolve("log"));

        assertThat(Files.readString(fifo)).isEqualTo(nasty);
        assertThat(directory.resolve("pwned")).doesNotExist();
    }

    @Test
    void a_directory_that_is_not_there_is_a_foreseen_failure() {
        assertThatThrownBy(() -> DetachedStart.start(
                        List.of("/bin/true"), environment, directory.resolve("gone"), directory.resolve("log")))
                .isInstanceOfSatisfying(Failure.class, failure -> {
                    assertThat(failure.code()).isEqualTo(FailureCode.SPAWN_FAILED);
                    assertThat(failure.message()).doesNotContain("\n", "this");
                });
    }
}
