package dev.companion.core.server;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.Pause;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.Timestamps;
import dev.companion.core.process.LoggedChild;
import dev.companion.core.process.ProcessIdentity;
import dev.companion.core.process.ProcessTree;
import dev.companion.core.rpc.RpcFailure;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Starts and ends the process {@code codex app-server --listen unix://…} of a place. Used by its keeper. */
public final class ServerProcess {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);
    private static final Duration DRAINS_WITHIN = Duration.ofSeconds(2);
    private static final int LOG_TAIL = 400;

    private final StateRoot root;
    private final Path binary;
    private final Environment environment;
    private final InstantSource clock;
    private final Pause pause;
    private final Duration answersWithin;
    private final String version;

    /**
     * All that it works with.
     *
     * @param environment of the keeper: what is volatile in it does not reach the server
     * @param answersWithin a server that has not answered after so long is given up
     */
    public ServerProcess(
            StateRoot root,
            Path binary,
            Environment environment,
            InstantSource clock,
            Pause pause,
            Duration answersWithin,
            String version) {
        this.answersWithin = answersWithin;
        this.root = root;
        this.binary = binary;
        this.environment = environment;
        this.clock = clock;
        this.pause = pause;
        this.version = version;
    }

    /**
     * Starts the server and returns once it answers. Starts for one home of Codex come one after the other.
     *
     * @throws ServerUnavailable if it ends at once, or never answers
     */
    Descriptor start(ServerPlace place) throws IOException, ServerUnavailable {
        Fingerprint fingerprint = Fingerprint.of(binary, environment, ResidentServers.key(root));
        if (!fingerprint.id().equals(place.id())) {
            throw new ServerUnavailable("the keeper was started in another environment than its server is for");
        }
        OsLock turn = turnOfHome(fingerprint.codexHome());
        try (turn) {
            endStrays(place);
            Process process = launch(place);
            try {
                String codexVersion = awaitAnswer(place, process);
                return new Descriptor(
                        ProcessIdentity.of(process.toHandle()),
                        binary,
                        codexVersion,
                        fingerprint.codexHome(),
                        Timestamps.toMillis(clock.instant()),
                        fingerprint.variables());
            } catch (ServerUnavailable | RuntimeException e) {
                ProcessTree.kill(ProcessTree.withDescendants(List.of(process.toHandle())));
                throw e;
            }
        }
    }

    private OsLock turnOfHome(String home) throws IOException, ServerUnavailable {
        String name = Integer.toHexString(home.hashCode()) + ".start.lock";
        Path file = ServerPlace.all(root).resolve(name);
        long begin = System.nanoTime();
        Optional<OsLock> lock = OsLock.tryAcquire(file);
        while (lock.isEmpty()) {
            if (System.nanoTime() - begin > answersWithin.toNanos()) {
                throw new ServerUnavailable("another server for " + home + " has been starting for a long time");
            }
            pause.pause(BETWEEN_LOOKS);
            lock = OsLock.tryAcquire(file);
        }
        return lock.get();
    }

    /** A keeper that was killed while its server started leaves one that no descriptor names and nobody uses. */
    private static void endStrays(ServerPlace place) {
        String address = address(place);
        List<ProcessHandle> strays = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .arguments()
                        .map(List::of)
                        .orElse(List.of())
                        .contains(address))
                .toList();
        ProcessTree.kill(ProcessTree.withDescendants(strays));
    }

    private static String address(ServerPlace place) {
        return "unix://" + place.socket();
    }

    private Process launch(ServerPlace place) throws IOException, ServerUnavailable {
        PrivateFiles.touch(place.serverLog());
        List<String> command = List.of(binary.toString(), "app-server", "--listen", address(place));
        Map<String, String> variables = ServerEnvironment.of(environment.variables());
        try {
            // The root is nobody's repository: what a server does on its own account concerns no project.
            return LoggedChild.start(command, variables, Path.of("/"), place.serverLog());
        } catch (IOException e) {
            throw new ServerUnavailable("Codex could not be started as a resident server: " + e.getMessage());
        }
    }

    /** The version of a server that answers. */
    private String awaitAnswer(ServerPlace place, Process process) throws ServerUnavailable {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < answersWithin.toNanos()) {
            if (!process.isAlive()) {
                throw new ServerUnavailable("this Codex does not run as a resident server (exit " + process.exitValue()
                        + "): " + tail(place.serverLog()));
            }
            Optional<String> answer = ask(place);
            if (answer.isPresent()) {
                return answer.get();
            }
            pause.pause(BETWEEN_LOOKS);
        }
        throw new ServerUnavailable("the resident server did not answer within " + answersWithin.toSeconds() + " s");
    }

    /** @throws ServerUnavailable if it answers, but will have no clients: that does not change */
    private Optional<String> ask(ServerPlace place) throws ServerUnavailable {
        if (!Files.exists(place.socket())) {
            return Optional.empty();
        }
        try (ServerConnection connection = ServerConnection.open(place, answersWithin, version)) {
            CodexClient client = connection.client();
            return Optional.of(client.initialize().orElse("unknown"));
        } catch (RpcFailure failure) {
            if (failure.kind() == RpcFailure.Kind.ERROR) {
                throw new ServerUnavailable("the resident server refuses its clients: " + failure.message());
            }
            return Optional.empty();
        } catch (IOException e) {
            // Not listening yet, or the socket of a predecessor.
            return Optional.empty();
        }
    }

    private static String tail(Path log) {
        try {
            String text = new String(PrivateFiles.read(log), StandardCharsets.UTF_8).strip();
            return text.substring(Math.max(0, text.length() - LOG_TAIL)).replaceAll("\\s+", " ");
        } catch (IOException e) {
            return "its log cannot be read";
        }
    }

    /** Asks the server to end, which lets running turns end; insists, which does not; then kills, with all below it. */
    void end(Descriptor server) {
        Optional<ProcessHandle> process = server.process();
        if (process.isEmpty()) {
            return;
        }
        var tree = ProcessTree.withDescendants(List.of(process.get()));
        process.get().destroy();
        if (!hasEnded(process.get())) {
            ProcessTree.end(tree, DRAINS_WITHIN);
        }
    }

    private static boolean hasEnded(ProcessHandle process) {
        try {
            process.onExit().get(DRAINS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (java.util.concurrent.TimeoutException | java.util.concurrent.ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
