package dev.companion.cli;

import dev.companion.core.job.EventLog;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobDraft;
import dev.companion.core.job.JobFixtures;
import dev.companion.core.job.JobState;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.Workspace;
import dev.companion.core.json.Json;
import dev.companion.db.JdbcJobStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Puts jobs into a state directory as a worker would have left them. Job {@code n} is created {@code n} seconds after a fixed instant. */
public final class StoredJobs {
    private final StateRoot root;
    private final Path workspace;
    private final JobStore store;

    /** Puts them into this state directory, as jobs of this working tree. */
    public StoredJobs(StateRoot root, Path workspace) {
        this.root = root;
        this.workspace = workspace;
        this.store = new JdbcJobStore(root);
    }

    /** The store that they are in. */
    public JobStore store() {
        return store;
    }

    /** The files of a job. */
    public JobDirectory directory(Job job) {
        return new JobDirectory(root.jobDirectory(job.id()));
    }

    /** A queued job of this workspace, not stored yet. */
    public JobDraft draft(int n) {
        Path directory = root.jobDirectory(JobFixtures.id(n));
        return JobFixtures.draft(n)
                .workspace(new Workspace(workspace.toString(), Optional.empty()))
                .cwd(workspace.toString())
                .outputPath(directory.resolve("output.md").toString())
                .logFile(directory.resolve("events.jsonl").toString());
    }

    /** Stores a queued job that was just asked for: nobody expects a worker of it yet. */
    public Job justQueued(int n) {
        Instant now = Instant.now();
        return insert(draft(n).createdAt(now).updatedAt(now).build());
    }

    /** Stores a job that ended in this state, with output if it completed. */
    public Job ended(int n, JobState state) {
        Job job = ended(draft(n).build(), state);
        if (state == JobState.COMPLETED) {
            output(job, "result " + n + "\n");
        }
        return job;
    }

    /** Stores a job and ends it; it has no output. */
    public Job ended(Job queued, JobState state) {
        Job running = claimed(queued);
        Job ended = JobFixtures.ended(running, state);
        Job stored = store.replace(running, ended, "ended").orElseThrow();
        append(stored, EventType.JOB_FINISHED, "status", state.wireName(), "message", "as it had to");
        return stored;
    }

    /** Stores a job and lets a worker take it. */
    public Job claimed(Job queued) {
        Job inserted = insert(queued);
        return store.replace(inserted, JobFixtures.claimed(inserted), "claimed").orElseThrow();
    }

    private Job insert(Job queued) {
        root.createJobDirectory(queued.id());
        Job inserted = store.insert(queued).job();
        append(inserted, EventType.JOB_QUEUED, "kind", "task", "title", queued.title());
        return inserted;
    }

    /** Adds a line to the job's log. */
    public void append(Job job, EventType type, Object... data) {
        try (EventLog log = EventLog.open(directory(job), job.id(), InstantSource.system())) {
            log.append(type, Json.fields(data));
        }
    }

    /** Writes the job's output file. */
    public void output(Job job, String text) {
        try {
            Files.write(directory(job).output(), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
