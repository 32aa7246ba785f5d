package dev.companion.core.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes with everything below them. */
public final class ProcessTree {
    private ProcessTree() {}

    /** The processes and all their descendants, as they are now. */
    public static Set<ProcessHandle> withDescendants(List<ProcessHandle> roots) {
        Set<ProcessHandle> all = new LinkedHashSet<>(roots);
        for (ProcessHandle root : roots) {
            root.descendants().forEach(all::add);
        }
        all.remove(ProcessHandle.current());
        return all;
    }

    /**
     * Asks them to end, and kills those that do not.
     *
     * @param grace how long they may take after being asked
     */
    public static void end(Set<ProcessHandle> processes, Duration grace) {
        processes.forEach(ProcessHandle::destroy);
        awaitExit(processes, grace);
        kill(processes);
    }

    /** Kills them at once and waits until they are gone, at most a second. */
    public static void kill(Set<ProcessHandle> processes) {
        processes.forEach(ProcessHandle::destroyForcibly);
        awaitExit(processes, Duration.ofSeconds(1));
    }

    private static void awaitExit(Set<ProcessHandle> processes, Duration limit) {
        List<CompletableFuture<ProcessHandle>> exits = new ArrayList<>();
        processes.stream().filter(ProcessHandle::isAlive).forEach(process -> exits.add(process.onExit()));
        try {
            CompletableFuture.allOf(exits.toArray(CompletableFuture[]::new))
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Those that are left are killed by the caller, or were killed and cannot be reaped by us.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
