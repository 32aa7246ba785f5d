package dev.companion.core.worker;

import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.Pause;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;

/** Begins the turn of a job over the transport that was asked for. Thread-safe. */
public final class CodexRunner {
    private final Environment environment;
    private final CodexSession.Manner manner;
    private final Pause pause;

    /**
     * All that it works with.
     *
     * @param environment what Codex and its commands inherit
     * @param answerTimeout how long Codex may take to answer one request
     */
    public CodexRunner(
            Environment environment, Duration answerTimeout, InstantSource clock, Pause pause, String clientVersion) {
        this.environment = environment;
        this.manner = new CodexSession.Manner(answerTimeout, clock, clientVersion);
        this.pause = pause;
    }

    /** Starts Codex; it gets ready while the job is being claimed. A failure to start is told by the run. */
    RunningCodex begin(JobId id, JobRequest request, JobDirectory directory) {
        return new RunningCodex(direct(id, request, directory), id, request, directory, pause);
    }

    private CodexTurn direct(JobId id, JobRequest request, JobDirectory directory) {
        try {
            CodexSession session =
                    CodexSession.start(request.codexBinary(), id, environment.variables(), directory, manner);
            return DirectTurn.on(session, request);
        } catch (IOException e) {
            return DirectTurn.failed(e, request);
        }
    }
}
