package dev.companion.core.worker;

import dev.companion.core.change.TreeWitness;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.Pause;
import dev.companion.core.job.TurnsLeftBehind;
import dev.companion.core.server.ResidentServers;
import dev.companion.core.settings.Environment;
import java.time.Duration;
import java.time.InstantSource;

/** Begins the turn of a job over the transport that was asked for. Thread-safe. */
public final class CodexRunner {
    private final Environment environment;
    private final CodexSession.Manner manner;
    private final ResidentServers servers;
    private final TurnsLeftBehind turns;
    private final Pause pause;

    /**
     * All that it works with.
     *
     * @param environment what Codex and its commands inherit
     * @param answerTimeout how long Codex may take to answer one request
     * @param turns ends those on a resident server that a job lets go of
     */
    public CodexRunner(
            Environment environment,
            Duration answerTimeout,
            InstantSource clock,
            ResidentServers servers,
            TurnsLeftBehind turns,
            Pause pause,
            String clientVersion) {
        this.environment = environment;
        this.manner = new CodexSession.Manner(answerTimeout, clock, clientVersion);
        this.servers = servers;
        this.turns = turns;
        this.pause = pause;
    }

    /** Starts Codex; it gets ready while the job is being claimed. A failure to start is told by the run. */
    RunningCodex begin(JobId id, JobRequest request, JobDirectory directory) {
        Assignment assignment = Assignment.of(request, directory, environment);
        CodexTurn turn = switch (request.asked().transport()) {
            case AUTO, BROKER -> broker(id, assignment, directory);
            case DIRECT -> direct(id, assignment, directory);
            case EXEC -> new ExecTurn(id, assignment, directory, environment.variables());
            case REMOTE -> remote(assignment, directory);
        };
        TreeWitness witness = TreeWitness.of(request, directory, environment.variables());
        return new RunningCodex(turn, id, request, directory, witness, pause);
    }

    private CodexTurn broker(JobId id, Assignment assignment, JobDirectory directory) {
        return new BrokerTurn(
                id, assignment, directory, manner, servers, turns, () -> direct(id, assignment, directory));
    }

    private CodexTurn remote(Assignment assignment, JobDirectory directory) {
        RemoteConnector connector =
                new RemoteConnector(assignment.request().remote().orElseThrow(), environment, directory);
        return RemoteTurn.begin(assignment, directory, connector, manner, pause);
    }

    private CodexTurn direct(JobId id, Assignment assignment, JobDirectory directory) {
        return DirectTurn.begin(id, assignment, directory, environment.variables(), manner);
    }
}
