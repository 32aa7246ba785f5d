package dev.companion.core.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.Pause;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.process.ProcessIdentity;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Stops a resident server on request, through its keeper if it has one. */
public final class ServerStop {
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(15);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private final ServerProcess processes;
    private final InstantSource clock;
    private final Pause pause;

    /** All that it works with. */
    public ServerStop(ServerProcess processes, InstantSource clock, Pause pause) {
        this.processes = processes;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Stops the server of the place, whoever uses it, and returns when it is gone, or after a quarter of a minute.
     *
     * @return whether it is gone
     */
    public boolean stop(ServerPlace place, String why) {
        Optional<Descriptor> server =
                Descriptor.read(place).filter(known -> known.process().isPresent());
        try {
            PrivateFiles.writeWhole(place.stopRequest(), out -> out.write(why.getBytes(UTF_8)));
            Optional<ProcessHandle> keeper = keeper(place);
            if (keeper.isPresent()) {
                keeper.get().destroy();
            } else if (server.isPresent()) {
                server.get().removeFrom(place);
                processes.end(server.get());
                Stops.add(
                        place,
                        new Stops.Stop(clock.instant(), server.get().server().pid(), why));
            }
            return awaitEnd(place, server);
        } catch (IOException e) {
            throw StoreFailures.of(e, place.directory());
        }
    }

    private static Optional<ProcessHandle> keeper(ServerPlace place) {
        return OsLock.isHeld(place.keeperLock())
                ? KeeperIdentity.read(place).flatMap(ProcessIdentity::find)
                : Optional.empty();
    }

    private boolean awaitEnd(ServerPlace place, Optional<Descriptor> server) {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < ENDS_WITHIN.toNanos()) {
            boolean gone = server.flatMap(Descriptor::process).isEmpty();
            if (gone && !OsLock.isHeld(place.keeperLock())) {
                return true;
            }
            pause.pause(BETWEEN_LOOKS);
        }
        return false;
    }
}
