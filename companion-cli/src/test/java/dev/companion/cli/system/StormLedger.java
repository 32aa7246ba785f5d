package dev.companion.cli.system;

import dev.companion.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/** What the commands of a storm have said, and where they contradicted each other. Thread-safe. */
final class StormLedger {
    /** 128 and SIGKILL. */
    private static final int KILLED = 137;

    private static final int BUG = 70;
    private static final int NO_SUCH_JOB = 4;
    private static final Set<String> FINAL = Set.of("completed", "failed", "cancelled", "lost");

    /** The end of a job, and since when it is known, on the clock of {@link System#nanoTime}. */
    private record Ending(String state, long knownSince) {}

    private final Map<String, String> messages = new ConcurrentHashMap<>();
    private final Map<String, String> jobOfKey = new ConcurrentHashMap<>();
    private final Map<String, Ending> endings = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<String> contradictions = new ConcurrentLinkedQueue<>();

    /** A job's id was printed: from now on it must be there, and if it completes, it says this message. */
    void acknowledged(String jobId, String message, Optional<String> key) {
        String other = messages.putIfAbsent(jobId, message);
        if (other != null && !other.equals(message)) {
            contradictions.add(jobId + " was printed for two tasks");
        }
        key.map(known -> jobOfKey.putIfAbsent(known, jobId))
                .filter(earlier -> !earlier.equals(jobId))
                .ifPresent(earlier -> contradictions.add(key + " is " + earlier + " and " + jobId));
    }

    /** Any job that was acknowledged. */
    Optional<String> anyJob(Random random) {
        List<String> known = jobs();
        return known.isEmpty() ? Optional.empty() : Optional.of(known.get(random.nextInt(known.size())));
    }

    List<String> jobs() {
        return List.copyOf(messages.keySet());
    }

    String message(String jobId) {
        return messages.getOrDefault(jobId, "");
    }

    /** Whether the command was killed, or one of the small commands of its launcher, which then knows only half. */
    static boolean wasKilled(Answer answer) {
        return answer.exitCode() == KILLED || answer.err().lines().anyMatch("Killed"::equals);
    }

    /** Whatever a command says in a storm, these must not be among it. */
    void heard(Answer answer, String what) {
        if (wasKilled(answer)) {
            return;
        }
        if (answer.exitCode() == BUG || answer.err().contains("the job store")) {
            contradictions.add(what + ": " + answer);
        }
    }

    /** What a command says about a job that was acknowledged before it began. */
    void heardOf(String jobId, Answer answer, String what) {
        heard(answer, what);
        if (answer.exitCode() == NO_SUCH_JOB) {
            contradictions.add(what + ": " + jobId + " was acknowledged, and is gone: " + answer);
        }
    }

    /**
     * A record as a command showed it: what has ended stays as it ended. A command that began before the end was known may
     * have looked before the end, too, and have been slow to say so.
     *
     * @param begun when the command was started, on the clock of {@link System#nanoTime}
     */
    void saw(JsonObject job, long begun) {
        String id = job.string("id").orElseThrow();
        String state = job.string("status").orElseThrow();
        if (FINAL.contains(state)) {
            Ending first = endings.computeIfAbsent(id, any -> new Ending(state, System.nanoTime()));
            if (!first.state().equals(state)) {
                contradictions.add(id + " was " + first.state() + " and is " + state);
            }
            return;
        }
        Ending ending = endings.get(id);
        if (ending != null && ending.knownSince() - begun < 0) {
            contradictions.add(id + " was " + ending.state() + " and is " + state + " to a command that began "
                    + Duration.ofNanos(begun - ending.knownSince()) + " later");
        }
    }

    /** How many jobs were seen to end in each way. */
    Map<String, Long> endings() {
        return endings.values().stream()
                .collect(Collectors.groupingBy(Ending::state, TreeMap::new, Collectors.counting()));
    }

    List<String> contradictions() {
        return new ArrayList<>(contradictions);
    }
}
