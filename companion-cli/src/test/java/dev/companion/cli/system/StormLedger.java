package dev.companion.cli.system;

import dev.companion.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the commands of a storm have said, and where they contradicted each other. Thread-safe. */
final class StormLedger {
    /** 128 and SIGKILL. */
    static final int KILLED = 137;

    private static final int BUG = 70;
    private static final int NO_SUCH_JOB = 4;
    private static final Set<String> FINAL = Set.of("completed", "failed", "cancelled", "lost");

    private final Map<String, String> messages = new ConcurrentHashMap<>();
    private final Map<String, String> jobOfKey = new ConcurrentHashMap<>();
    private final Map<String, String> endings = new ConcurrentHashMap<>();
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

    /** Whatever a command says in a storm, these must not be among it. */
    void heard(Answer answer, String what) {
        if (answer.exitCode() == KILLED) {
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

    /** A record as a command showed it: what has ended stays as it ended. */
    void saw(JsonObject job) {
        String id = job.string("id").orElseThrow();
        String state = job.string("status").orElseThrow();
        String ending = FINAL.contains(state) ? endings.merge(id, state, (first, now) -> first) : endings.get(id);
        if (ending != null && !ending.equals(state)) {
            contradictions.add(id + " was " + ending + " and is " + state);
        }
    }

    List<String> contradictions() {
        return new ArrayList<>(contradictions);
    }
}
