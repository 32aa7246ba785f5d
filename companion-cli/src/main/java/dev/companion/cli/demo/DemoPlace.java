package dev.companion.cli.demo;

import dev.companion.cli.app.App;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.JobState;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.job.WorkerLock;
import dev.companion.core.process.JobMark;
import dev.companion.core.process.ProcessTree;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one fresh directory, 0700 and of an unpredictable name, below which everything of a demonstration lies: the project,
 * the state of its jobs, the home of its Codex. Closing it ends its jobs with all their processes and deletes it.
 */
final class DemoPlace implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DemoPlace.class);
    private static final Duration WORKER_ENDS_WITHIN = Duration.ofSeconds(5);
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final Path directory;
    private final boolean keep;
    private final List<App> apps = new ArrayList<>();

    private DemoPlace(Path directory, boolean keep) {
        this.directory = directory;
        this.keep = keep;
    }

    /** @param keep whether the directory stays when this is closed; the jobs end all the same */
    static DemoPlace create(StateRoot root, boolean keep) {
        root.requireWritable();
        try {
            Path directory = Files.createTempDirectory(root.directory(), "demo-", PrivateFiles.directoryAttributes());
            DemoPlace place = new DemoPlace(directory, keep);
            PrivateFiles.createDirectory(place.project());
            return place;
        } catch (IOException e) {
            throw StoreFailures.of(e, root.directory());
        }
    }

    Path directory() {
        return directory;
    }

    Path project() {
        return directory.resolve("project");
    }

    Path state() {
        return directory.resolve("state");
    }

    Path codexHome() {
        return directory.resolve("codex");
    }

    /** The program that the jobs belong to: it ends them when this is closed. */
    void endsJobsOf(App app) {
        apps.add(app);
    }

    /** Ends the jobs and deletes the directory, unless it is to be kept. */
    @Override
    public void close() {
        apps.forEach(DemoPlace::cancelJobs);
        apps.forEach(DemoPlace::stopServers);
        for (JobDirectory job : jobDirectories()) {
            killWhatIsLeft(job);
        }
        if (!keep && !DirectoryTree.delete(directory)) {
            throw new Failure(
                    FailureCode.STATE_ROOT_UNWRITABLE,
                    "the demonstration's directory could not be deleted",
                    "rm -rf " + StateRoot.quoted(directory));
        }
    }

    private static void cancelJobs(App app) {
        try {
            for (Job job : app.store().list(JobQuery.ALL.in(JobState.active()))) {
                app.cancellation().cancel(job);
            }
        } catch (RuntimeException e) {
            // The store may have been cut short by a signal; the processes are found by their mark as well.
            LOG.debug("the demonstration's jobs cannot be cancelled", e);
        }
    }

    private static void stopServers(App app) {
        try {
            app.servers().stream()
                    .filter(server -> server.runs() || server.kept())
                    .forEach(server -> app.serverStop().stop(server.place(), "the demonstration is over"));
        } catch (RuntimeException e) {
            LOG.debug("the demonstration's servers cannot be stopped", e);
        }
    }

    private List<JobDirectory> jobDirectories() {
        List<JobDirectory> found = new ArrayList<>();
        Path jobs = state().resolve("jobs");
        if (!Files.isDirectory(jobs)) {
            return found;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(jobs)) {
            for (Path entry : entries) {
                if (JobId.isWellFormed(entry.getFileName().toString())) {
                    found.add(new JobDirectory(entry));
                }
            }
        } catch (IOException e) {
            LOG.debug("the demonstration's jobs cannot be listed", e);
        }
        return found;
    }

    private static void killWhatIsLeft(JobDirectory job) {
        long deadline = System.nanoTime() + WORKER_ENDS_WITHIN.toNanos();
        try {
            // A worker that has ended its job may still be ending its Codex.
            while (WorkerLock.isHeld(job) && System.nanoTime() < deadline) {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ProcessTree.kill(ProcessTree.withDescendants(
                JobMark.find(job.path().getFileName().toString())));
    }
}
