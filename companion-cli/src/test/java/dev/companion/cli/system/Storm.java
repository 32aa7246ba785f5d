package dev.companion.cli.system;

import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.Script;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Submitters, readers and a canceller at work on one machine, all at once, and somebody who kills whatever process of
 * theirs runs: commands, workers, Codex. What each does is told by the seed; when the kernel lets it, is not.
 */
final class Storm {
    private static final int SUBMITTERS = 4;
    private static final int READERS = 3;
    private static final int LONGEST_PAUSE_MILLIS = 150;
    private static final int KILLS_BETWEEN_LULLS = 25;
    private static final int LONGEST_LULL_MILLIS = 1_500;
    private static final int KILLS_UNTIL_A_WORKER = 10;
    private static final int LONGEST_TIME_TO_CANCEL_MILLIS = 1_200;
    private static final List<String> KINDS = List.of("worker", "task", "wait", "status", "result", "logs", "cancel");
    private static final Duration LAST_COMMANDS_END_WITHIN = Duration.ofMinutes(3);

    private final Machine machine;
    private final StormLedger ledger;
    private final long seed;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger tasks = new AtomicInteger();
    private final Map<String, Integer> kills = new ConcurrentSkipListMap<>();

    Storm(Machine machine, StormLedger ledger, long seed) {
        this.machine = machine;
        this.ledger = ledger;
        this.seed = seed;
    }

    /** How many processes of each kind were killed. */
    Map<String, Integer> kills() {
        return Map.copyOf(kills);
    }

    /** Rages so long, or until somebody fails; then waits for the commands that still run. */
    void rage(Duration duration) throws InterruptedException, ExecutionException, TimeoutException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<CompletableFuture<Void>> actors = new ArrayList<>();
            for (Consumer<Random> act : acts()) {
                Random random = new Random(seed + actors.size());
                actors.add(CompletableFuture.runAsync(() -> untilOver(act, random), threads));
            }
            CompletableFuture<Void> all = CompletableFuture.allOf(actors.toArray(CompletableFuture[]::new));
            actors.forEach(actor -> actor.exceptionally(failed -> {
                over.countDown();
                return null;
            }));
            over.await(duration.toMillis(), TimeUnit.MILLISECONDS);
            over.countDown();
            all.get(LAST_COMMANDS_END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Consumer<Random>> acts() {
        List<Consumer<Random>> acts = new ArrayList<>();
        for (int i = 0; i < SUBMITTERS; i++) {
            acts.add(this::submit);
        }
        for (int i = 0; i < READERS; i++) {
            acts.add(this::read);
        }
        acts.add(this::cancel);
        acts.add(this::kill);
        return acts;
    }

    private void untilOver(Consumer<Random> act, Random random) {
        while (over.getCount() > 0) {
            act.accept(random);
        }
    }

    private void submit(Random random) {
        int number = tasks.incrementAndGet();
        String message = "message " + number + " \u2028 \uD83C\uDF29\n" + "x".repeat(random.nextInt(5_000));
        Script script = random.nextInt(4) == 0 ? Script.of().exec("sleep 1") : Script.of();
        String prompt = script.say(message).inPrompt("Task " + number);
        Optional<String> key = random.nextInt(3) == 0 ? Optional.of("key-" + number) : Optional.empty();
        submit(prompt, message, key);
        if (key.isPresent() && random.nextBoolean()) {
            // As a caller does that was not answered.
            submit(prompt, message, key);
        }
    }

    private void submit(String prompt, String message, Optional<String> key) {
        List<String> words = new ArrayList<>(List.of("task", "--background", "--output", "id"));
        key.ifPresent(known -> words.addAll(List.of("--idempotency-key", known)));
        words.add(prompt);
        Answer answer = machine.run(words.toArray(String[]::new));
        ledger.heard(answer, "task");
        if (answer.out().endsWith("\n")) {
            String job = answer.out().strip();
            ledger.acknowledged(job, message, key);
            // Whoever submits waits for a while: the work must not pile up without end.
            long begun = System.nanoTime();
            Answer wait = machine.run("wait", "--json", "--timeout", "10s", job);
            ledger.heardOf(job, wait, "wait");
            sawAll(wait, "jobs", begun);
        }
    }

    private void read(Random random) {
        Optional<String> any = ledger.anyJob(random);
        long begun = System.nanoTime();
        if (any.isEmpty() || random.nextInt(4) == 0) {
            Answer listing = machine.run("status", "--json", "--all");
            ledger.heard(listing, "status --all");
            sawAll(listing, "running", begun);
            sawAll(listing, "recent", begun);
            return;
        }
        String job = any.get();
        String command = List.of("status", "result", "logs").get(random.nextInt(3));
        Answer answer = machine.run(command, job, "--json");
        ledger.heardOf(job, answer, command);
        if (answer.exitCode() == 0 && !command.equals("logs")) {
            ledger.saw(answer.json().object("job"), begun);
        }
    }

    private void sawAll(Answer answer, String array, long begun) {
        if (!StormLedger.wasKilled(answer) && answer.out().endsWith("}\n")) {
            answer.json().objects(array).stream()
                    .filter(job -> job.string("id").isPresent())
                    .forEach(job -> ledger.saw(job, begun));
        }
    }

    private void cancel(Random random) {
        pause(random, LONGEST_TIME_TO_CANCEL_MILLIS);
        ledger.anyJob(random).ifPresent(job -> {
            long begun = System.nanoTime();
            Answer answer = machine.run("cancel", job, "--json");
            ledger.heardOf(job, answer, "cancel");
            if (answer.exitCode() == 0) {
                JsonObject cancelled = answer.json();
                ledger.saw(
                        JsonObject.of(Map.of(
                                "id", cancelled.string("jobId").orElseThrow(),
                                "status", cancelled.string("status").orElseThrow())),
                        begun);
            }
        });
    }

    private void kill(Random random) {
        // Without a lull now and then no job would come to its end, and nothing could be wrong with one.
        boolean lull = random.nextInt(KILLS_BETWEEN_LULLS) == 0;
        pause(random, lull ? LONGEST_LULL_MILLIS : LONGEST_PAUSE_MILLIS);
        List<ProcessHandle> living = machine.processes().living();
        if (living.isEmpty()) {
            return;
        }
        ProcessHandle victim = anyOf(living, random);
        List<ProcessHandle> workers =
                living.stream().filter(one -> kind(one).equals("worker")).toList();
        if (!workers.isEmpty() && random.nextInt(KILLS_UNTIL_A_WORKER) == 0) {
            victim = anyOf(workers, random);
        } else if (kind(victim).equals("task") && random.nextBoolean()) {
            // If hardly a submitter got through, there would be few workers to kill.
            victim = anyOf(living, random);
        }
        String kind = kind(victim);
        if (victim.destroyForcibly()) {
            kills.merge(kind, 1, Integer::sum);
        }
    }

    private static ProcessHandle anyOf(List<ProcessHandle> processes, Random random) {
        return processes.get(random.nextInt(processes.size()));
    }

    /** What a process is by its command line: the first of the words that stands in it. */
    private static String kind(ProcessHandle process) {
        List<String> words = List.of(Marked.read(process.pid(), "cmdline").split("\0"));
        return KINDS.stream().filter(words::contains).findFirst().orElse("codex and its commands");
    }

    /** Ends early with the storm. */
    private void pause(Random random, int longestMillis) {
        try {
            over.await(random.nextInt(longestMillis), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
