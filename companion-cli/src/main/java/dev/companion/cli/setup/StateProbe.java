package dev.companion.cli.setup;

import dev.companion.cli.app.App;
import dev.companion.cli.render.StoredLimits;
import dev.companion.core.failure.Failure;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.StateRoot;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at the state directory without making it or anything in it. For one thread, one use. */
final class StateProbe {
    private static final Duration STORE_ANSWERS_WITHIN = Duration.ofSeconds(10);

    private static final int JOBS_ASKED_FOR_LIMITS = 20;

    private final App app;
    private final List<Finding> findings = new ArrayList<>();

    StateProbe(App app) {
        this.app = app;
        app.waitForStoreAtMost(STORE_ANSWERS_WITHIN);
    }

    /** What was found, in the order of looking. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    StateFacts look() {
        boolean archive = usesArchive();
        Path directory;
        try {
            directory = app.settings().stateDirectory();
        } catch (Failure failure) {
            findings.add(Finding.problem("state", failure.message(), failure.remedy()));
            return new StateFacts(
                    Optional.empty(), false, false, Optional.empty(), Optional.empty(), Optional.empty(), archive);
        }
        boolean exists = Files.exists(directory, LinkOption.NOFOLLOW_LINKS);
        if (!exists) {
            findings.add(Finding.ok("state", "the state directory is made with the first job: " + directory));
            addArchive(archive);
            return new StateFacts(
                    Optional.of(directory), false, true, Optional.empty(), Optional.empty(), Optional.empty(), archive);
        }
        StateFacts facts = look(directory, archive);
        addArchive(archive);
        return facts;
    }

    private StateFacts look(Path directory, boolean archive) {
        Optional<Path> root = Optional.of(directory);
        try {
            StateRoot opened = app.root();
            opened.requireWritable();
            findings.add(Finding.ok("state", "the state directory is private: " + directory));
            if (!Files.exists(opened.database()) && !Files.exists(opened.storeSeal())) {
                findings.add(Finding.ok("store", "no job yet"));
                return new StateFacts(root, true, true, Optional.empty(), Optional.of(0), Optional.empty(), archive);
            }
            List<Job> all = app.store().list(JobQuery.ALL);
            int jobs = all.size();
            long bytes = Files.size(opened.database());
            findings.add(Finding.ok(
                    "store", jobs + (jobs == 1 ? " job, " : " jobs, ") + bytes / 1024 + " KB in " + opened.database()));
            return new StateFacts(root, true, true, Optional.of(bytes), Optional.of(jobs), lastLimits(all), archive);
        } catch (Failure failure) {
            String id = failure.code().name().startsWith("STORE") ? "store" : "state";
            findings.add(Finding.problem(id, failure.message(), failure.remedy()));
        } catch (IOException e) {
            findings.add(Finding.problem(
                    "store", "the job store cannot be read: " + e.getMessage(), "check its permissions"));
        }
        return new StateFacts(root, true, false, Optional.empty(), Optional.empty(), Optional.empty(), archive);
    }

    private Optional<JsonObject> lastLimits(List<Job> newestFirst) {
        StoredLimits limits = new StoredLimits(app::root);
        return newestFirst.stream()
                .limit(JOBS_ASKED_FOR_LIMITS)
                .flatMap(job -> limits.of(job).stream())
                .findFirst();
    }

    private void addArchive(boolean used) {
        findings.add(Finding.ok(
                "archive",
                used
                        ? "this start used a class-data archive"
                        : "this start used no class-data archive (switched off, or not made yet)"));
    }

    private static boolean usesArchive() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .anyMatch(flag -> flag.startsWith("-XX:SharedArchiveFile=") || flag.startsWith("-XX:AOTCache="));
    }
}
