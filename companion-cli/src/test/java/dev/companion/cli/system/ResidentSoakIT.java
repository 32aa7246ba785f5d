package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many jobs over one server while workers, keepers and servers are killed: each ends truthfully, and nothing is left. */
@Tag("once")
class ResidentSoakIT {
    private static final int JOBS = Integer.getInteger("companion.soak.jobs", 50);
    private static final int AT_ONCE = 10;
    /** Of one that was killed before it began, too often, or together with its server. */
    private static final List<String> TRUE_OF_A_DEAD_WORKER = List.of("spawn_failed", "worker_died", "transport");

    private static final Duration ALL_END_WITHIN = Duration.ofMinutes(6);

    @RegisterExtension
    final Machine machine = new Machine();

    private final Resident resident = new Resident(machine);
    private final long seed = Long.getLong("companion.soak.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final TreeMap<String, Integer> kills = new TreeMap<>();
    private final Set<String> shot = new HashSet<>();

    @Test
    void G44_jobs_end_truthfully_whoever_is_killed() throws IOException {
        // A worker that is killed before it claims its job is seen by this.
        machine.withResidentCodex().with("COMPANION_SPAWN_TIMEOUT", "20s");
        List<String> open = new ArrayList<>();
        List<String> all = new ArrayList<>();
        long end = System.nanoTime() + ALL_END_WITHIN.toNanos();
        while (all.size() < JOBS || !open.isEmpty()) {
            assertThat(System.nanoTime())
                    .as("%s of %d open, seed %d", open, all.size(), seed)
                    .isLessThan(end);
            if (open.size() < AT_ONCE && all.size() < JOBS) {
                String job = machine.submit("--write", prompt(all.size()));
                open.add(job);
                all.add(job);
            }
            if (random.nextInt(3) == 0) {
                killOne(open.get(random.nextInt(open.size())));
            }
            // As a script that polls; it also gives those who come after the dead time to come.
            assertThat(poll(open).exitCode()).isZero();
            resident.assertOneAtMost();
            open.removeIf(this::hasEnded);
        }

        int completed = 0;
        for (String job : all) {
            JsonObject record = machine.job(job);
            String status = record.string("status").orElse("");
            assertThat(status).as("%s, seed %d", machine.describe(job), seed).isIn("completed", "failed", "lost");
            if (status.equals("completed")) {
                completed++;
                assertThat(machine.run("result", job).out()).isEqualTo("done " + all.indexOf(job));
            } else {
                assertThat(record.string("reason").orElse(""))
                        .as("%s, seed %d", machine.describe(job), seed)
                        .isIn(shot.contains(job) ? TRUE_OF_A_DEAD_WORKER : List.of("transport"));
            }
        }
        System.out.println("soak: " + JOBS + " jobs, " + completed + " completed, killed " + kills);
        assertThat(kills.getOrDefault("worker", 0)).isPositive();
        assertThat(completed).as("most jobs survive: %s, seed %d", kills, seed).isGreaterThan(JOBS / 4);
    }

    private static String prompt(int n) {
        return Script.of()
                .exec("sleep 1." + n % 10)
                .exec("echo on")
                .say("done " + n)
                .inPrompt("Job " + n + ".");
    }

    private Answer poll(List<String> open) {
        return random.nextBoolean()
                ? machine.run("status")
                : machine.run("status", open.get(random.nextInt(open.size())));
    }

    private boolean hasEnded(String job) {
        return machine.events(job).stream()
                .anyMatch(event -> event.string("type").equals(Optional.of("job.finished")));
    }

    /** Mostly workers; a server's death ends all its turns. */
    private void killOne(String job) {
        int dice = random.nextInt(10);
        if (dice == 0) {
            kill("server", resident.processes());
        } else if (dice <= 2) {
            kill("keeper", resident.keepers());
        } else {
            shot.add(job);
            kill("worker", machine.processes().running("--job\0" + job + "\0"));
        }
    }

    private void kill(String what, List<ProcessHandle> processes) {
        if (!processes.isEmpty()) {
            ProcessHandle one = processes.get(random.nextInt(processes.size()));
            Signals.send("KILL", one.pid());
            kills.merge(what, 1, Integer::sum);
        }
    }
}
