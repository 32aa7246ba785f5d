package dev.companion.core.server;

import dev.companion.core.codex.ServerHealth;
import dev.companion.core.job.JobId;
import dev.companion.core.job.StateRoot;
import dev.companion.core.rpc.RpcFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One resident server as it is now.
 *
 * @param descriptor of the living process; empty if none runs
 * @param kept whether its keeper lives
 * @param clients the jobs that use it
 * @param health what it says of itself; empty if it does not answer in time, which a busy one may not
 * @param stops how its predecessors ended, the newest last
 * @param startFailure why the last start failed
 */
public record ServerReport(
        ServerPlace place,
        Optional<Descriptor> descriptor,
        boolean kept,
        List<JobId> clients,
        Optional<ServerHealth> health,
        List<Stops.Stop> stops,
        Optional<String> startFailure) {
    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);

    /** Copies. */
    public ServerReport {
        clients = List.copyOf(clients);
        stops = List.copyOf(stops);
    }

    /** Every server of the state directory, those that ended too; blocks for two seconds for one that does not answer. */
    public static List<ServerReport> list(StateRoot root, String clientVersion) {
        return ServerPlace.list(root).stream()
                .map(place -> of(place, clientVersion))
                .toList();
    }

    private static ServerReport of(ServerPlace place, String clientVersion) {
        Optional<Descriptor> living =
                Descriptor.read(place).filter(descriptor -> descriptor.process().isPresent());
        List<JobId> clients = ClientLease.list(place).stream()
                .filter(ClientLease.Client::lives)
                .map(ClientLease.Client::job)
                .toList();
        return new ServerReport(
                place,
                living,
                OsLock.isHeld(place.keeperLock()),
                clients,
                living.flatMap(descriptor -> health(place, clientVersion)),
                Stops.read(place),
                ResidentServers.line(place.startFailure()));
    }

    private static Optional<ServerHealth> health(ServerPlace place, String clientVersion) {
        try (ServerConnection connection = ServerConnection.open(place, ANSWERS_WITHIN, clientVersion)) {
            connection.client().initialize();
            return Optional.of(connection.client().diagnostics());
        } catch (IOException | RpcFailure e) {
            // Busy, or ending: the rest is true nevertheless.
            return Optional.empty();
        }
    }

    /** Whether it runs. */
    public boolean runs() {
        return descriptor.isPresent();
    }
}
