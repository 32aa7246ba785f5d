package dev.companion.core.server;

import dev.companion.core.codex.ServerHealth;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.Pause;
import dev.companion.core.job.StateRoot;
import dev.companion.core.rpc.RpcFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one keeper: finds or starts the server of its place, watches it, stops it when nobody has used it for a while,
 * and writes down why it ended. It lives exactly as long as it holds the place's lock. A busy server is never ended by it.
 */
public final class Keeper {
    private static final Logger LOG = LoggerFactory.getLogger(Keeper.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration BETWEEN_PINGS = Duration.ofSeconds(30);
    private static final Duration PING_ANSWERED_WITHIN = Duration.ofSeconds(20);
    private static final Duration BETWEEN_SWEEPS = Duration.ofSeconds(3);
    private static final Duration ADOPTED_WITHIN = Duration.ofMinutes(2);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(12);
    private static final int LOCK_LOOKS = 200;
    private static final Duration BETWEEN_LOCK_LOOKS = Duration.ofMillis(5);
    private static final int RESTARTS = 5;
    private static final long LONGEST_LOG = 4L << 20;

    private final ServerPlace place;
    private final ServerProcess processes;
    private final Duration idle;
    private final Runnable sweep;
    private final InstantSource clock;
    private final Pause pause;
    private final String version;
    private final CompletableFuture<String> stopAsked = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private long lastUsed;
    private long lastLife;
    private long lastPing;
    private long lastSweep;

    /**
     * All that it works with.
     *
     * @param idle after so long without a client the server is stopped
     * @param sweep starts a process that looks after the turns of dead workers
     */
    public Keeper(
            ServerPlace place,
            ServerProcess processes,
            Duration idle,
            Runnable sweep,
            InstantSource clock,
            Pause pause,
            String version) {
        this.place = place;
        this.processes = processes;
        this.idle = idle;
        this.sweep = sweep;
        this.clock = clock;
        this.pause = pause;
        this.version = version;
    }

    /** Keeps the server until it ends; OK at once if it has another keeper. */
    public ExitCode run(StateRoot root) {
        place.create(root);
        try {
            Optional<OsLock> lock = lock();
            if (lock.isEmpty()) {
                return ExitCode.OK;
            }
            OsLock held = lock.get();
            try (held) {
                Thread hook = new Thread(this::terminate, "keeper-terminator");
                Runtime.getRuntime().addShutdownHook(hook);
                keep();
            }
        } catch (IOException e) {
            LOG.error("the keeper ends: {}", e.toString());
            fail("the keeper of the resident server cannot work: " + e.getMessage());
        } finally {
            ended.countDown();
        }
        return ExitCode.OK;
    }

    /** Those who look whether there is a keeper hold its lock for a moment. */
    private Optional<OsLock> lock() throws IOException {
        Optional<OsLock> lock = OsLock.tryAcquire(place.keeperLock());
        for (int look = 1; lock.isEmpty() && look < LOCK_LOOKS; look++) {
            pause.pause(BETWEEN_LOCK_LOOKS);
            lock = OsLock.tryAcquire(place.keeperLock());
        }
        return lock;
    }

    /** SIGTERM: the main thread stops the server in an orderly way while the virtual machine waits for this hook. */
    private void terminate() {
        if (ended.getCount() == 0) {
            return;
        }
        stopAsked.complete(ResidentServers.line(place.stopRequest()).orElse("the keeper was asked to end (SIGTERM)"));
        try {
            if (ended.await(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                // An orderly end is no reason to be started again.
                Runtime.getRuntime().halt(ExitCode.OK.code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() throws IOException {
        KeeperIdentity.write(place);
        Files.deleteIfExists(place.stopRequest());
        Files.deleteIfExists(place.startFailure());
        for (int start = 0; start <= RESTARTS; start++) {
            Optional<Descriptor> server = start == 0 ? findOrStart() : start();
            if (server.isEmpty() || !watch(server.get())) {
                return;
            }
        }
        fail("the resident server ended " + (RESTARTS + 1) + " times under its jobs; see broker logs");
    }

    private Optional<Descriptor> findOrStart() throws IOException {
        Optional<Descriptor> known = Descriptor.read(place);
        if (known.flatMap(Descriptor::process).isPresent()) {
            LOG.info("found the server, pid {}", known.get().server().pid());
            return known;
        }
        if (known.isPresent()) {
            note(known.get(), "it ended while it had no keeper");
            known.get().removeFrom(place);
        }
        return start();
    }

    private Optional<Descriptor> start() throws IOException {
        try {
            Descriptor server = processes.start(place);
            server.write(place);
            LOG.info("started the server, pid {}", server.server().pid());
            return Optional.of(server);
        } catch (ServerUnavailable why) {
            LOG.warn("the server could not be started: {}", why.message());
            fail(why.message());
            return Optional.empty();
        }
    }

    private void fail(String why) {
        try {
            PrivateFiles.writeWhole(place.startFailure(), out -> out.write(why.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            LOG.error("the failure cannot be written down: {}", e.toString());
        }
    }

    /** Watches until the server has ended; true if it is to be started again because somebody uses it. */
    private boolean watch(Descriptor server) throws IOException {
        lastUsed = System.nanoTime();
        lastLife = lastUsed;
        lastPing = lastUsed;
        CompletableFuture<?> gone = server.process()
                .<CompletableFuture<?>>map(ProcessHandle::onExit)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        while (true) {
            await(CompletableFuture.anyOf(gone, stopAsked));
            List<ClientLease.Client> clients = ClientLease.list(place);
            if (gone.isDone()) {
                return diedUnder(server, clients);
            }
            if (stopAsked.isDone()) {
                stop(server, stopAsked.join());
                return false;
            }
            look(clients);
            if (isIdle() && stopUnlessUsed(server)) {
                return false;
            }
        }
    }

    private static void await(CompletableFuture<Object> event) {
        try {
            event.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Nothing happened: a look around.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean diedUnder(Descriptor server, List<ClientLease.Client> clients) throws IOException {
        note(server, "it ended without being asked to (killed, or a crash)");
        server.removeFrom(place);
        sweepIfNeeded(clients);
        return clients.stream().anyMatch(ClientLease.Client::lives);
    }

    private void look(List<ClientLease.Client> clients) {
        long now = System.nanoTime();
        if (clients.stream().anyMatch(ClientLease.Client::lives)) {
            lastLife = now;
        }
        // What a dead worker left is used, too, while there is hope that another one comes for it.
        if (!clients.isEmpty() && now - lastLife < ADOPTED_WITHIN.toNanos()) {
            lastUsed = now;
        }
        sweepIfNeeded(clients);
        if (System.nanoTime() - lastPing > BETWEEN_PINGS.toNanos()) {
            lastPing = System.nanoTime();
            ping();
            shorten(place.serverLog());
            shorten(place.keeperLog());
        }
    }

    /** Not part of this process: it needs the store, which would triple the memory of a keeper at rest. */
    private void sweepIfNeeded(List<ClientLease.Client> clients) {
        boolean needed = clients.stream().anyMatch(client -> !client.lives());
        long now = System.nanoTime();
        if (needed && now - lastSweep > BETWEEN_SWEEPS.toNanos()) {
            lastSweep = now;
            LOG.info("a worker died: looking after its turn");
            sweep.run();
        }
    }

    /** Says in the log how the server is; one that does not answer may be busy, and is left alone. */
    private void ping() {
        try (ServerConnection connection = ServerConnection.open(place, PING_ANSWERED_WITHIN, version)) {
            connection.client().initialize();
            ServerHealth health = connection.client().diagnostics();
            LOG.debug("{} active turns, {} threads", health.activeTurns(), health.liveThreads());
        } catch (IOException | RpcFailure failure) {
            LOG.warn("the server does not answer: {}", failure.getMessage());
        }
    }

    /** Another process appends to it; what it says is for people who look soon. */
    private static void shorten(Path log) {
        try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
            if (channel.size() > LONGEST_LOG) {
                channel.truncate(0);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be shortened: {}", log, e.getMessage());
        }
    }

    private boolean isIdle() {
        return System.nanoTime() - lastUsed >= idle.toNanos();
    }

    /** While the gate is held nobody can come. */
    private boolean stopUnlessUsed(Descriptor server) throws IOException {
        Optional<OsLock> gate = OsLock.tryAcquire(place.gate());
        if (gate.isEmpty()) {
            return false;
        }
        OsLock held = gate.get();
        try (held) {
            if (ClientLease.list(place).stream().anyMatch(ClientLease.Client::lives)) {
                lastUsed = System.nanoTime();
                return false;
            }
            end(server, "nobody used it for " + idle.toSeconds() + " s");
            return true;
        }
    }

    private void stop(Descriptor server, String why) throws IOException {
        Optional<OsLock> gate = OsLock.tryAcquire(place.gate());
        try {
            end(server, why);
        } finally {
            gate.ifPresent(OsLock::close);
        }
    }

    private void end(Descriptor server, String why) throws IOException {
        LOG.info("stopping the server: {}", why);
        server.removeFrom(place);
        processes.end(server);
        note(server, why);
    }

    private void note(Descriptor server, String why) throws IOException {
        Stops.add(place, new Stops.Stop(clock.instant(), server.server().pid(), why));
    }
}
