package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.app.CommandRunner;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.job.StateRoot;
import dev.companion.core.server.Descriptor;
import dev.companion.core.server.ServerPlace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A resident Codex for training: the keeper works in this process, its server is a script that only lives, and a socket of
 * ours answers in its place. Nothing of it outlives the closing.
 */
final class TrainingServer implements AutoCloseable {
    private static final Duration COMES_AND_GOES_WITHIN = Duration.ofSeconds(30);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

    private final ServerPlace place;
    private final TrainingSocket socket;
    private final CompletableFuture<Void> kept;

    /**
     * Starts it and returns once jobs of this environment can use it.
     *
     * @param app of the environment of these jobs
     * @param codex the script
     * @param idle after so long without a job it ends
     */
    TrainingServer(CommandRunner runner, App app, Terminal terminal, Path codex, Duration idle) throws IOException {
        place = ServerPlace.of(app.root(), app.fingerprint().id());
        createDirectory(app.root());
        socket = new TrainingSocket(codex, place.socket());
        List<String> keeper = List.of(
                "broker", "run", "--server", place.id(), "--codex", codex.toString(), "--idle", idle.toMillis() + "ms");
        kept = CompletableFuture.runAsync(
                () -> runner.run(keeper, app.environment(), terminal), TrainingServer::startDaemon);
        try {
            awaitServer(app);
        } catch (IllegalStateException e) {
            close();
            throw e;
        }
    }

    /** As the keeper does, which must find the socket there. */
    private void createDirectory(StateRoot root) {
        root.createDirectory(root.run());
        root.createDirectory(Objects.requireNonNull(place.directory().getParent()));
        root.createDirectory(place.directory());
    }

    private static void startDaemon(Runnable work) {
        Thread thread = new Thread(work, "training-keeper");
        thread.setDaemon(true);
        thread.start();
    }

    private void awaitServer(App app) {
        long begin = System.nanoTime();
        while (Descriptor.read(place).isEmpty()) {
            if (kept.isDone() || System.nanoTime() - begin > COMES_AND_GOES_WITHIN.toNanos()) {
                throw new IllegalStateException("the keeper did not start its server");
            }
            app.pause().pause(BETWEEN_LOOKS);
        }
    }

    /** Blocks until it has ended on its own. */
    void awaitEnd() {
        kept.orTimeout(COMES_AND_GOES_WITHIN.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Ends the server, if it still runs; its keeper sees that and ends as well. */
    @Override
    public void close() throws IOException {
        Descriptor.read(place).flatMap(Descriptor::process).ifPresent(ProcessHandle::destroy);
        awaitEnd();
        socket.close();
    }
}
