package dev.companion.core.server;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.codex.TurnState;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.TurnsLeftBehind;
import dev.companion.core.job.WorkerLauncher;
import dev.companion.core.process.JobMark;
import dev.companion.core.process.ProcessTree;
import dev.companion.core.rpc.RpcFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What outlives a worker: its turn on a resident server, and whatever bears its job's mark. Thread-safe. */
public final class ResidentTurns implements TurnsLeftBehind {
    private static final Duration ANSWERS_WITHIN = Duration.ofMillis(700);
    private static final Duration COMMANDS_END_WITHIN = Duration.ofSeconds(1);

    private final StateRoot root;
    private final Supplier<WorkerLauncher> workers;
    private final String clientVersion;

    /** @param workers starts those who adopt; asked for only then */
    public ResidentTurns(StateRoot root, Supplier<WorkerLauncher> workers, String clientVersion) {
        this.root = root;
        this.workers = workers;
        this.clientVersion = clientVersion;
    }

    @Override
    public boolean mayLive(JobId job) {
        return place(job).isPresent();
    }

    private Optional<ServerPlace> place(JobId job) {
        return ServerPlace.list(root).stream()
                .filter(place -> ClientLease.find(place, job).isPresent())
                .findFirst();
    }

    @Override
    public void adopt(JobId job, JobDirectory directory) {
        workers.get().launch(job, directory);
    }

    @Override
    public void stop(JobId job) {
        ProcessTree.kill(ProcessTree.withDescendants(JobMark.find(job.value())));
        Optional<ServerPlace> place = place(job);
        if (place.isEmpty()) {
            return;
        }
        ServerPlace where = place.get();
        Optional<String> thread = ClientLease.find(where, job).flatMap(ClientLease.Client::threadId);
        if (thread.isEmpty() || stopThread(where, thread.get(), job)) {
            ClientLease.forget(where, job);
        }
    }

    /**
     * Ends the job's turn on the thread, if it runs, and the commands of the thread.
     *
     * @return false if the server did not answer: then the keeper has it tried again
     */
    private boolean stopThread(ServerPlace place, String threadId, JobId job) {
        if (Descriptor.read(place).flatMap(Descriptor::process).isEmpty()) {
            // With the server its turns ended, and their commands.
            endProcesses(threadId);
            return true;
        }
        try (ServerConnection connection = ServerConnection.open(place, ANSWERS_WITHIN, clientVersion)) {
            CodexClient client = connection.client();
            client.initialize();
            stopTurn(client, threadId, job);
            return true;
        } catch (IOException | RpcFailure failure) {
            // Not a constant: a status that adopts nothing must not pay for the logging.
            Logger log = LoggerFactory.getLogger(ResidentTurns.class);
            log.warn("the turn on thread {} could not be interrupted: {}", threadId, failure.getMessage());
            return false;
        } finally {
            endProcesses(threadId);
        }
    }

    private static void stopTurn(CodexClient client, String threadId, JobId job) {
        Optional<TurnState> running = client.findRunning(threadId, job.value(), job.isOf(JobKind.REVIEW));
        running.ifPresent(turn -> client.interruptTurn(threadId, turn.activeId(), ANSWERS_WITHIN));
        client.endCommands(threadId, COMMANDS_END_WITHIN);
    }

    /** A command may have left children that are nobody's. */
    private static void endProcesses(String threadId) {
        List<ProcessHandle> left = JobMark.findOfThread(threadId);
        ProcessTree.kill(ProcessTree.withDescendants(left));
    }
}
