package dev.companion.core.worker;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.job.WorkerLauncher;
import dev.companion.core.process.DetachedStart;
import dev.companion.core.process.JobMark;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Starts a worker as a detached process of this same program. */
public final class DetachedWorkers implements WorkerLauncher {
    private final Environment environment;
    private final StateRoot root;
    private final List<String> command;

    /** @param command starts a worker once the job's id is appended */
    public DetachedWorkers(Environment environment, StateRoot root, List<String> command) {
        this.environment = environment;
        this.root = root;
        this.command = List.copyOf(command);
    }

    @Override
    public void launch(JobId jobId, JobDirectory directory) {
        List<String> full = new ArrayList<>(command);
        full.add(jobId.value());
        Map<String, String> variables = new HashMap<>(environment.variables());
        JobMark.put(variables, jobId.value());
        try {
            PrivateFiles.touch(directory.workerLog());
        } catch (IOException e) {
            throw StoreFailures.of(e, directory.path());
        }
        DetachedStart.start(full, variables, root.directory(), directory.workerLog());
    }
}
