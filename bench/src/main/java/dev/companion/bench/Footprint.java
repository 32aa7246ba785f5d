package dev.companion.bench;

import dev.companion.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What jobs over a resident Codex occupy, and what it costs while nobody uses it. */
final class Footprint {
    private static final int JOBS = 10;
    private static final double SHARE = 0.6;
    private static final long KEEPER_KIBIBYTES = 50 << 10;
    private static final double KEEPER_SECONDS_AN_HOUR = 5;
    private static final long SETTLED_AFTER_SECONDS = 3;
    private static final long IDLE_SECONDS = 60;

    private final Place place;

    Footprint(Place place) {
        this.place = place;
    }

    Stream<Row> rows(Predicate<String> wanted) {
        Stream.Builder<Row> rows = Stream.builder();
        if (wanted.test("resident memory")) {
            memory().forEach(rows::add);
        }
        if (wanted.test("resident keeper")) {
            keeper().forEach(rows::add);
        }
        return rows.build();
    }

    /** Judged by ten times one private job; ten at once share the pages of their programs, which is told as well. */
    private Stream<Row> memory() {
        Processes.Memory one = direct(1);
        Processes.Memory ten = direct(JOBS);
        Processes.Memory resident = resident();
        double ofResident = (double) resident.resident() / (JOBS * one.resident());
        double ofShare = (double) resident.share() / (JOBS * one.share());
        String together = Row.words(
                "; ten at once: %.2f x (RSS), %.2f x (PSS)",
                (double) resident.resident() / ten.resident(), (double) resident.share() / ten.share());
        return Stream.of(
                new Row("1 job, direct: worker and its Codex", megabytes(one), "", "", true),
                new Row("10 jobs at once, direct: workers and their Codex", megabytes(ten), "", "", true),
                new Row(
                        "10 jobs at once, resident: keeper, server and workers",
                        megabytes(resident),
                        Row.words("%.2f x 10 x direct (RSS), %.2f x (PSS)", ofResident, ofShare) + together,
                        Row.words("<= %.2f x 10 x direct, both", SHARE),
                        Math.max(ofResident, ofShare) <= SHARE));
    }

    private static String megabytes(Processes.Memory memory) {
        return Row.words("RSS %.0f MB, PSS %.0f MB", memory.resident() / 1024.0, memory.share() / 1024.0);
    }

    private Processes.Memory direct(int count) {
        Program program = place.program(place.state("memory-direct-" + count));
        List<String> jobs = submit(program, count);
        List<Long> workers = running(program, jobs);
        settle();
        Processes.Memory memory = Processes.memory(workers.stream().flatMap(pid -> Processes.tree(pid).stream()));
        jobs.forEach(job -> program.run("cancel", job).orThrow());
        return memory;
    }

    private Processes.Memory resident() {
        try (Resident resident = new Resident(place, "memory-resident")) {
            Program program = resident.program();
            List<String> jobs = submit(program, JOBS);
            List<Long> workers = running(program, jobs);
            settle();
            Processes.Memory memory = Processes.memory(Stream.concat(
                    Processes.tree(resident.keepersShell()).stream(),
                    workers.stream().flatMap(pid -> Processes.tree(pid).stream())));
            jobs.forEach(job -> program.run("cancel", job).orThrow());
            return memory;
        }
    }

    private static List<String> submit(Program program, int count) {
        List<String> jobs = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            jobs.add(Load.submit(program, Load.silent()));
        }
        return jobs;
    }

    private static List<Long> running(Program program, List<String> jobs) {
        return jobs.stream()
                .map(job -> Load.awaitTurn(program, job))
                .map((JsonObject record) -> record.number("pid").orElseThrow())
                .toList();
    }

    /** At rest: a keeper looks about each second, asks its server each half minute. */
    private Stream<Row> keeper() {
        try (Resident resident = new Resident(place, "keeper")) {
            long keeper = resident.keeper();
            long shell = resident.keepersShell();
            settle();
            double begin = Processes.processorSeconds(keeper) + Processes.processorSeconds(shell);
            pause(IDLE_SECONDS);
            double used = Processes.processorSeconds(keeper) + Processes.processorSeconds(shell) - begin;
            Processes.Memory memory = Processes.memory(Stream.of(keeper, shell));
            double hourly = used * TimeUnit.HOURS.toSeconds(1) / IDLE_SECONDS;
            return Stream.of(
                    new Row(
                            "a keeper at rest, with its shell: memory",
                            megabytes(memory),
                            "",
                            "RSS <= 50 MB",
                            memory.resident() <= KEEPER_KIBIBYTES),
                    new Row(
                            "a keeper at rest, with its shell: processor",
                            Row.words("%.1f s an hour", hourly),
                            Row.words("from %.2f s in %d s", used, IDLE_SECONDS),
                            Row.words("<= %.0f s an hour", KEEPER_SECONDS_AN_HOUR),
                            hourly <= KEEPER_SECONDS_AN_HOUR));
        }
    }

    private static void settle() {
        pause(SETTLED_AFTER_SECONDS);
    }

    private static void pause(long seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
