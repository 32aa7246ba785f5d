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
    private static final int SUBMITTERS = 2;
    private static final int READERS = 2;
    private static final int LONGEST_PAUSE_MILLIS = 300;
    private static final Duration LAST_COMMANDS_END_WITHIN = Duration.ofMinutes(3);

    private final Machine machine;
    private final StormLedger ledger;
    private final long seed;
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger tasks = new AtomicInteger();
    private final AtomicInteger kills = new AtomicInteger();

    Storm(Machine machine, StormLedger ledger, long seed) {
        this.machine = machine;
        this.ledger = ledger;
        this.seed = seed;
    }

    /** How many processes were killed. */
    int kills() {
        return kills.get();
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
            Answer wait = machine.run("wait", "--json", "--timeout", "10s", job);
            ledger.heardOf(job, wait, "wait");
            sawAll(wait, "jobs");
        }
    }

    private void read(Random random) {
        Optional<String> any = ledger.anyJob(random);
        if (any.isEmpty() || random.nextInt(4) == 0) {
            Answer listing = machine.run("status", "--json", "--all");
            ledger.heard(listing, "status --all");
            sawAll(listing, "running");
            sawAll(listing, "recent");
            return;
        }
        String job = any.get();
        String command = List.of("status", "result", "logs").get(random.nextInt(3));
        Answer answer = machine.run(command, job, "--json");
        ledger.heardOf(job, answer, command);
        if (answer.exitCode() == 0 && !command.equals("logs")) {
            ledger.saw(answer.json().object("job"));
        }
    }

    private void sawAll(Answer answer, String array) {
        if (answer.exitCode() != StormLedger.KILLED && answer.out().endsWith("}\n")) {
            answer.json().objects(array).stream()
                    .filter(job -> job.string("id").isPresent())
                    .forEach(ledger::saw);
        }
    }

    private void cancel(Random random) {
        pause(random, 4 * LONGEST_PAUSE_MILLIS);
        ledger.anyJob(random).ifPresent(job -> {
            Answer answer = machine.run("cancel", job, "--json");
            ledger.heardOf(job, answer, "cancel");
            if (answer.exitCode() == 0) {
                JsonObject cancelled = answer.json();
                ledger.saw(JsonObject.of(Map.of(
                        "id", cancelled.string("jobId").orElseThrow(),
                        "status", cancelled.string("status").orElseThrow())));
            }
        });
    }

    private void kill(Random random) {
        pause(random, LONGEST_PAUSE_MILLIS);
        List<ProcessHandle> living = machine.processes().living();
        if (!living.isEmpty() && living.get(random.nextInt(living.size())).destroyForcibly()) {
            kills.incrementAndGet();
        }
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
