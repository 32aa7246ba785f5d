package dev.companion.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whatever is killed at whatever moment, what was acknowledged is there, and what has ended stays as it ended. The length
 * is {@code companion.storm.seconds}; a failure names its seed, which {@code companion.storm.seed} sets.
 */
class G12_KillStormIT {
    private static final Duration LENGTH = Duration.ofSeconds(Long.getLong("companion.storm.seconds", 60));
    private static final long SEED = Long.getLong("companion.storm.seed", System.nanoTime());
    private static final int RESULTS = 8;
    private static final int LEAST_KILLS_A_MINUTE = 200;

    @RegisterExtension
    final Machine machine = new Machine();

    private final StormLedger ledger = new StormLedger();

    @Test
    @Timeout(value = 24, unit = TimeUnit.HOURS)
    void G12_nothing_that_was_acknowledged_is_lost_in_a_storm_of_kills() throws Exception {
        machine.withRealCodex().with("COMPANION_SPAWN_TIMEOUT", "15s");
        // Not yet: the launcher may be making its class-data archives, which take it seconds and which other tests will
        // use.
        assertThat(machine.run("task", "Before the storm.").exitCode()).isZero();
        assertThat(machine.run("status").exitCode()).isZero();
        Storm storm = new Storm(machine, ledger, SEED);

        storm.rage(LENGTH);
        machine.processes().kill();

        int kills = storm.kills().values().stream().mapToInt(Integer::intValue).sum();
        assertThat(kills).as("%s, %s", seed(), storm.kills()).isGreaterThan(leastKills());
        assertThat(storm.kills().keySet()).as(seed()).contains("task", "status", "worker");
        List<JsonObject> ended = assertAllEnd(assertNobodyRunsWithoutAWorker());
        assertCompletedJobsHaveTheirOutput(ended);
        assertTheStoreIsInOrder();
        assertThat(ledger.contradictions()).as(seed()).isEmpty();
        System.out.printf(
                "%d kills in %d s %s: %s; jobs that ended: %s%n",
                kills, LENGTH.toSeconds(), seed(), new TreeMap<>(storm.kills()), ledger.endings());
    }

    /** Half of what two busy cores were measured to do: about four hundred in a minute. */
    private static int leastKills() {
        return Math.toIntExact(LENGTH.toMillis() * LEAST_KILLS_A_MINUTE / 60_000);
    }

    private static String seed() {
        return "with -Dcompanion.storm.seed=" + SEED;
    }

    /**
     * Everything was killed: one look, and no job is said to run; a queued one may still be given its time to start.
     *
     * @return every job that there is
     */
    private Set<String> assertNobodyRunsWithoutAWorker() {
        Answer status = machine.run("status", "--json", "--all");
        assertThat(status.exitCode()).as("%s, %s", seed(), status).isZero();
        assertThat(status.json().objects("running"))
                .as(seed())
                .allSatisfy(job -> assertThat(job.string("status")).contains("queued"));
        Set<String> listed = new HashSet<>();
        status.json().object("latestFinished").string("id").ifPresent(listed::add);
        for (String array : List.of("running", "recent")) {
            status.json()
                    .objects(array)
                    .forEach(job -> listed.add(job.string("id").orElseThrow()));
        }
        assertThat(ledger.jobs()).as(seed()).isNotEmpty();
        assertThat(listed).as(seed()).containsAll(ledger.jobs());
        return listed;
    }

    private List<JsonObject> assertAllEnd(Set<String> jobs) {
        long begun = System.nanoTime();
        Answer wait = machine.run(Stream.concat(Stream.of("wait", "--json", "--timeout", "60s"), jobs.stream())
                .toArray(String[]::new));
        List<JsonObject> records = wait.json().objects("jobs");
        assertThat(records).as("%s, %s", seed(), wait).hasSameSizeAs(jobs);
        assertThat(records)
                .as(seed())
                .allSatisfy(job -> assertThat(job.string("status").orElseThrow())
                        .isIn("completed", "failed", "cancelled", "lost"));
        records.forEach(job -> ledger.saw(job, begun));
        return records;
    }

    private void assertCompletedJobsHaveTheirOutput(List<JsonObject> ended) throws IOException {
        List<String> completed = ended.stream()
                .filter(job -> job.string("status").orElseThrow().equals("completed"))
                .map(job -> job.string("id").orElseThrow())
                .filter(ledger.jobs()::contains)
                .toList();
        assertThat(completed).as(seed()).isNotEmpty();
        for (String job : completed) {
            byte[] output = Files.readAllBytes(machine.jobDirectory(job).resolve("output.md"));
            assertThat(new String(output, UTF_8)).as("%s, %s", seed(), job).isEqualTo(ledger.message(job));
        }
        for (String job : completed.subList(0, Math.min(RESULTS, completed.size()))) {
            Answer result = machine.run("result", job);
            assertThat(result.exitCode()).as("%s, %s", seed(), result).isZero();
            assertThat(result.out().stripTrailing())
                    .as("%s, %s", seed(), job)
                    .isEqualTo(ledger.message(job).stripTrailing());
        }
    }

    /** Without its seal the store is read whole before it is used. */
    private void assertTheStoreIsInOrder() throws IOException {
        Files.delete(machine.root().resolve("store.seal"));
        Answer status = machine.run("status", "--json", "--all");
        assertThat(status.exitCode()).as("%s, %s", seed(), status).isZero();
        assertThat(status.json().objects("running")).as(seed()).isEmpty();
        assertThat(machine.run("task", "Once more.").exitCode()).as(seed()).isZero();
    }
}
