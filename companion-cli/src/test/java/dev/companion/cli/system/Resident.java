package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.PublishedSchema;
import dev.companion.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The resident servers of a machine, as {@code broker status} and the system tell of them. */
final class Resident {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

    private final Machine machine;

    Resident(Machine machine) {
        this.machine = machine;
    }

    /** Every server that ever ran here. */
    List<JsonObject> servers() {
        Answer answer = machine.run("broker", "status", "--json");
        PublishedSchema.requireValid("broker", answer.out());
        return answer.json().objects("servers");
    }

    /** The only one that runs. */
    JsonObject server() {
        List<JsonObject> running = servers().stream()
                .filter(server -> server.string("state").equals(Optional.of("running")))
                .toList();
        assertThat(running).hasSize(1);
        return running.get(0);
    }

    /** The processes that listen. */
    List<ProcessHandle> processes() {
        return machine.processes().running("--listen\0unix://");
    }

    /**
     * There are no two servers for a second. For a moment a server that was killed is still there beside the next one, and
     * the child of a server bears its parent's name until it is a command.
     */
    void assertOneAtMost() {
        long end = System.nanoTime() + Duration.ofSeconds(1).toNanos();
        Set<ProcessHandle> always = new HashSet<>(processes());
        while (always.size() > 1 && System.nanoTime() < end) {
            pause();
            always.retainAll(processes());
        }
        assertThat(always).as("servers at once").hasSizeLessThanOrEqualTo(1);
    }

    /** The processes that keep. */
    List<ProcessHandle> keepers() {
        return machine.processes().running("broker\0run\0").stream()
                .filter(process -> !Marked.read(process.pid(), "comm").startsWith("sh"))
                .toList();
    }

    /** Where the only server listens. */
    Path socket() {
        String fingerprint = server().string("fingerprint").orElseThrow();
        return machine.root().resolve("run/servers").resolve(fingerprint).resolve("socket");
    }

    void killServer() {
        ProcessHandle server =
                ProcessHandle.of(server().number("pid").orElseThrow()).orElseThrow();
        Signals.send("KILL", server.pid());
        server.onExit().join();
    }

    /** Waits until no turn runs. */
    void awaitNoTurn() {
        await(server -> server.string("state").equals(Optional.of("stopped"))
                || server.number("activeTurns").equals(Optional.of(0L)));
    }

    /** Waits for a state of the only server; another process changes it, and nothing tells when. */
    void await(Predicate<JsonObject> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!servers().stream().allMatch(wanted)) {
            assertThat(System.nanoTime()).as("%s", servers()).isLessThan(end);
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
