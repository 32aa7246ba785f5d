package dev.companion.core.job;

import dev.companion.core.process.ProcessIdentity;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Jobs for tests. Job {@code n} is created {@code n} seconds after {@link #START}, in {@link #WORKSPACE}. */
public final class JobFixtures {
    /** When the first job is created. */
    public static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    /** Where jobs work unless said otherwise. */
    public static final String WORKSPACE = "/home/ada/engine";

    private JobFixtures() {}

    /** The id of job {@code n}. */
    public static JobId id(int n) {
        return new JobId(String.format(Locale.ROOT, "task-%010d", n));
    }

    /** The instant at which job {@code n} is created. */
    public static Instant at(int n) {
        return START.plusSeconds(n);
    }

    /** A queued job with nothing that can be left out. */
    public static JobDraft draft(int n) {
        JobId id = id(n);
        return new JobDraft()
                .id(id)
                .kind(JobKind.TASK)
                .title("Job " + n)
                .summary("do the thing number " + n)
                .workspace(new Workspace(WORKSPACE, Optional.empty()))
                .cwd(WORKSPACE)
                .asked(new Asked(
                        Sandbox.READ_ONLY, Optional.empty(), Optional.empty(), Optional.empty(), Transport.AUTO))
                .outputPath("/state/jobs/" + id + "/output.md")
                .logFile("/state/jobs/" + id + "/events.jsonl")
                .createdAt(at(n))
                .updatedAt(at(n))
                .requestDigest("0".repeat(64));
    }

    /** A queued job with nothing that can be left out. */
    public static Job queued(int n) {
        return draft(n).build();
    }

    /** A queued job in another working tree. */
    public static Job queued(int n, String workspaceRoot) {
        return draft(n).workspace(new Workspace(workspaceRoot, Optional.empty()))
                .cwd(workspaceRoot)
                .build();
    }

    /** A queued job with everything that a queued job can have, words in several scripts included. */
    public static Job detailed(int n) {
        return draft(n).kind(JobKind.ADVERSARIAL_REVIEW)
                .title("Zeile \"eins\" \\ 'zwei' \u2028 \uD83D\uDE80")
                .workspace(new Workspace("/home/ada/has space/\u00e9", Optional.of("/home/ada/engine/.git")))
                .cwd("/home/ada/has space/\u00e9/sub")
                .sessionId(Optional.of("session-" + n))
                .asked(new Asked(
                        Sandbox.WORKSPACE_WRITE,
                        Optional.of("gpt-5"),
                        Optional.of("xhigh"),
                        Optional.of("flex"),
                        Transport.DIRECT))
                .notBefore(Optional.of(START.plusSeconds(60)))
                .labels(Map.of("team", "core", "a key", "a = value"))
                .idempotencyKey(Optional.of("key-" + n))
                .build();
    }

    /** The worker that claims jobs here. */
    public static ProcessIdentity worker() {
        return new ProcessIdentity(4711, START.plusMillis(7));
    }

    /** The job, claimed one second after its last change. */
    public static Job claimed(Job queued) {
        return queued.claimed(worker(), queued.updatedAt().plusSeconds(1));
    }

    /** The job in a terminal state one second after its last change, with the ending that goes with it. */
    public static Job ended(Job active, JobState terminal) {
        return active.ended(
                terminal, ending(terminal), work(), active.updatedAt().plusSeconds(1));
    }

    /** An ending that goes with the state. */
    public static Ending ending(JobState terminal) {
        return switch (terminal) {
            case COMPLETED -> Ending.COMPLETED;
            case CANCELLED -> Ending.CANCELLED;
            case FAILED ->
                Ending.because(Reason.USAGE_LIMIT, "the usage limit is reached")
                        .withErrorClass(Optional.of("usageLimitExceeded"))
                        .withRetryAt(Optional.of(START.plusSeconds(3600)));
            case LOST -> Ending.because(Reason.WORKER_DIED, "the worker vanished");
            case QUEUED, RUNNING -> throw new IllegalArgumentException("not terminal: " + terminal);
        };
    }

    /** A result with something of everything. */
    public static WorkResult work() {
        return new WorkResult(
                List.of("src/Main.java", "docs/\u00fcber \"uns\".md"),
                List.of("looked around", "fixed it"),
                Optional.of(new Usage(1, 2, 3, 4, 10)),
                Optional.of("no command could run"));
    }
}
