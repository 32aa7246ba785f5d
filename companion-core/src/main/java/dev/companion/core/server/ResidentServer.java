package dev.companion.core.server;

import dev.companion.core.failure.Failure;
import dev.companion.core.job.Pause;
import dev.companion.core.rpc.ConnectFailure;
import dev.companion.core.rpc.WebSocketChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * One job's use of a resident server. While it is open, the server is not stopped for idleness; if its process dies, the
 * keeper sees that somebody has to look after the turn. Used by one thread at a time.
 */
public final class ResidentServer implements AutoCloseable {
    private static final Duration CONNECTS_WITHIN = Duration.ofSeconds(10);
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(45);
    private static final Duration KEEPER_COMES_WITHIN = Duration.ofSeconds(20);
    private static final Duration FAILURE_COUNTS_FOR = Duration.ofSeconds(60);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final ServerPlace place;
    private final Path binary;
    private final Optional<ClientLease.Client> left;
    private final ClientLease lease;
    private final KeeperLauncher launcher;
    private final Pause pause;

    ResidentServer(
            ServerPlace place,
            Path binary,
            Optional<ClientLease.Client> left,
            ClientLease lease,
            KeeperLauncher launcher,
            Pause pause) {
        this.place = place;
        this.binary = binary;
        this.left = left;
        this.lease = lease;
        this.launcher = launcher;
        this.pause = pause;
    }

    /** Whether an earlier worker of the same job was here: then its thread is here, too, if it has one. */
    public boolean isAdopted() {
        return left.isPresent();
    }

    /** The thread on which an earlier worker of the job was about to start its turn, or did; empty if it had none. */
    public Optional<String> leftThread() {
        return left.flatMap(ClientLease.Client::threadId);
    }

    /**
     * Connects to the server; starts it first if it does not run. A server that does not answer is waited for: busy is not
     * dead.
     *
     * @param directory where long texts are kept for a while
     * @throws ServerUnavailable if it cannot be started, or not be connected to
     */
    public WebSocketChannel connect(Path directory) throws ServerUnavailable {
        long begin = System.nanoTime();
        Optional<String> last = Optional.empty();
        while (System.nanoTime() - begin < STARTS_WITHIN.toNanos()) {
            if (isServing()) {
                try {
                    return ServerConnection.channel(place, directory, CONNECTS_WITHIN);
                } catch (ConnectFailure failure) {
                    last = Optional.of(failure.message());
                } catch (IOException e) {
                    last = Optional.of(String.valueOf(e.getMessage()));
                }
            }
            if (!OsLock.isHeld(place.keeperLock())) {
                requireStartable();
                startKeeper();
            }
            pause.pause(BETWEEN_LOOKS);
        }
        throw new ServerUnavailable("the resident server did not answer within " + STARTS_WITHIN.toSeconds() + " s"
                + last.map(words -> ": " + words).orElse(""));
    }

    private boolean isServing() {
        return Descriptor.read(place).flatMap(Descriptor::process).isPresent();
    }

    /** A start that failed a moment ago would fail again. */
    private void requireStartable() throws ServerUnavailable {
        Optional<String> why = ResidentServers.line(place.startFailure());
        if (why.isPresent() && isRecent(place.startFailure())) {
            throw new ServerUnavailable(why.get());
        }
    }

    private static boolean isRecent(Path file) {
        try {
            long age =
                    System.currentTimeMillis() - Files.getLastModifiedTime(file).toMillis();
            return Math.abs(age) < FAILURE_COUNTS_FOR.toMillis();
        } catch (IOException e) {
            // Gone at this moment: a start succeeded.
            return false;
        }
    }

    /** One worker launches, the others wait for what comes of it. */
    private void startKeeper() throws ServerUnavailable {
        try {
            Optional<OsLock> launching = OsLock.tryAcquire(place.directory().resolve("launch.lock"));
            if (launching.isEmpty()) {
                return;
            }
            OsLock held = launching.get();
            try (held) {
                if (OsLock.isHeld(place.keeperLock())) {
                    return;
                }
                Files.deleteIfExists(place.startFailure());
                launcher.launch(place, binary);
                awaitKeeper();
            }
        } catch (IOException | Failure e) {
            throw new ServerUnavailable("the keeper of the resident server cannot be started: " + e.getMessage());
        }
    }

    private void awaitKeeper() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < KEEPER_COMES_WITHIN.toNanos()) {
            if (OsLock.isHeld(place.keeperLock()) || isServing() || Files.exists(place.startFailure())) {
                return;
            }
            pause.pause(BETWEEN_LOOKS);
        }
    }

    /**
     * Notes the thread on which the job's turn will run; to be called before the turn starts.
     *
     * @return false if another job works on that thread
     */
    public boolean onThread(String threadId) {
        return lease.onThread(place, threadId);
    }

    /** Nothing of the job runs on the server any more. */
    public void release() {
        lease.release();
    }

    /** Lets go without being sure that the turn has ended: somebody else will look after it. */
    @Override
    public void close() {
        lease.close();
    }
}
