package dev.companion.core.worker;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.codex.CodexInspection;
import dev.companion.core.codex.ThreadAnswers;
import dev.companion.core.codex.ThreadAnswers.Told;
import dev.companion.core.codex.ThreadAnswers.Wanted;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.RemoteServer;
import dev.companion.core.rpc.LongTexts;
import dev.companion.core.rpc.RpcFailure;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reads a thread's history again from Codex, for a job that has ended: from the server elsewhere that it ran on, else from a
 * private app-server that is only asked. Starts no turn and changes nothing. Thread-safe.
 */
public final class ThreadReader {
    private final Environment environment;
    private final Supplier<Path> binary;
    private final CodexSession.Manner manner;

    /**
     * All that it works with.
     *
     * @param binary the Codex to ask; asked for only if it is needed
     * @param answerTimeout how long Codex may take to answer one request
     */
    public ThreadReader(
            Environment environment,
            Supplier<Path> binary,
            Duration answerTimeout,
            InstantSource clock,
            String clientVersion) {
        this.environment = environment;
        this.binary = binary;
        this.manner = new CodexSession.Manner(answerTimeout, clock, clientVersion);
    }

    /**
     * Looks for a turn and its answer.
     *
     * @param remote the server elsewhere that has the thread
     * @param scratch an empty directory, deleted by the caller
     * @return empty if Codex has no such thread
     * @throws Failure {@code CODEX_UNREACHABLE}, or what is wrong with the installation
     */
    public Optional<Told> find(Wanted wanted, Optional<RemoteServer> remote, Path scratch) {
        try {
            return remote.isPresent() ? there(wanted, remote.get(), scratch) : here(wanted, scratch);
        } catch (RpcFailure failure) {
            throw unreachable(failure.message(), failure);
        }
    }

    private Optional<Told> here(Wanted wanted, Path scratch) {
        CodexInspection.Start start = new CodexInspection.Start(
                binary.get(),
                environment.variables(),
                scratch,
                manner.answerTimeout(),
                manner.clock(),
                manner.clientVersion());
        try (CodexInspection inspection = CodexInspection.start(start)) {
            return find(inspection.client(), inspection.longTexts(), wanted);
        } catch (IOException e) {
            throw unreachable("codex app-server cannot be started", e);
        }
    }

    private Optional<Told> there(Wanted wanted, RemoteServer server, Path scratch) {
        RemoteConnector connector = new RemoteConnector(server, environment, new JobDirectory(scratch));
        try (CodexSession session = connector.connect(manner, manner.answerTimeout())) {
            return find(session.client(), session.longTexts(), wanted);
        } catch (RemoteConnector.Unreachable e) {
            throw unreachable(e.ending().message().orElse("no connection"), e);
        }
    }

    private static Optional<Told> find(CodexClient client, LongTexts longTexts, Wanted wanted) {
        client.initialize();
        return new ThreadAnswers(client, longTexts).find(wanted);
    }

    private static Failure unreachable(String why, Exception cause) {
        return new Failure(
                FailureCode.CODEX_UNREACHABLE,
                "Codex could not be asked for the thread: " + EventData.oneLine(why, 300),
                "see what is wrong: companion doctor; without Codex: companion verify --stored …",
                cause);
    }
}
