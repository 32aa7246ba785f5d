package dev.companion.core.worker;

import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.Pause;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/** Starts a Codex of its own for a job: the transport {@code direct}. Thread-safe. */
public final class CodexRunner {
    private final Environment environment;
    private final Duration answerTimeout;
    private final InstantSource clock;
    private final Pause pause;
    private final String clientVersion;

    /**
     * All that it works with.
     *
     * @param environment what Codex and its commands inherit
     * @param answerTimeout how long Codex may take to answer one request
     */
    public CodexRunner(
            Environment environment, Duration answerTimeout, InstantSource clock, Pause pause, String clientVersion) {
        this.environment = environment;
        this.answerTimeout = answerTimeout;
        this.clock = clock;
        this.pause = pause;
        this.clientVersion = clientVersion;
    }

    /** Starts Codex; it gets ready while the job is being claimed. A failure to start is told by the run. */
    RunningCodex begin(JobId id, JobRequest request, JobDirectory directory) {
        CodexSession.Start start = new CodexSession.Start(
                request.codexBinary(),
                id.value(),
                environment.variables(),
                directory.path(),
                directory.workerLog(),
                answerTimeout,
                clock,
                clientVersion);
        try {
            return RunningCodex.started(CodexSession.start(start), id, request, directory, pause);
        } catch (IOException e) {
            return RunningCodex.failed(e, id, request, directory, pause);
        }
    }
}
