package dev.companion.core.codex;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.offline.OfflineCodexHome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real Codex as an app-server that listens for several clients. Closing ends it. */
public final class ListeningCodex implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on: (ws://\\S+)");
    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final CompletableFuture<URI> url = new CompletableFuture<>();

    private ListeningCodex(Process process) {
        this.process = process;
        Thread thread = new Thread(this::readErrors, "listening-codex-stderr");
        thread.setDaemon(true);
        thread.start();
    }

    private static ListeningCodex start(OfflineCodexHome home, Path directory, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(RealCodex.binary().toString(), "app-server", "--listen"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        home.applyTo(builder.environment());
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            return new ListeningCodex(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On a free port of loopback, for whoever brings the token. */
    public static ListeningCodex onPort(OfflineCodexHome home, Path directory, Path tokenFile) {
        return start(
                home,
                directory,
                List.of(
                        "ws://127.0.0.1:0",
                        "--ws-auth",
                        "capability-token",
                        "--ws-token-file",
                        tokenFile.toAbsolutePath().toString()));
    }

    /** On a unix socket, which is there when this returns. */
    public static ListeningCodex onSocket(OfflineCodexHome home, Path directory, Path socket) {
        ListeningCodex codex = start(home, directory, List.of("unix://" + socket));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!Files.exists(socket)) {
            // The server tells nobody when it listens.
            Thread.onSpinWait();
            if (System.nanoTime() > end) {
                codex.close();
                throw new AssertionError("no socket at " + socket);
            }
        }
        return codex;
    }

    private void readErrors() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getErrorStream(), UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher listening = LISTENING.matcher(line);
                if (listening.find()) {
                    url.complete(URI.create(listening.group(1)));
                }
            }
        } catch (IOException e) {
            // The process is gone.
        }
        url.completeExceptionally(new AssertionError("Codex ended before it listened"));
    }

    /** Where it listens; waits until it does. */
    public URI url() {
        return url.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /** The process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Asked once it would wait for its turns; asked twice it ends at once, and takes its socket with it. */
    @Override
    public void close() {
        List<ProcessHandle> below = process.descendants().toList();
        try {
            for (int asked = 0; asked < 3 && process.isAlive(); asked++) {
                process.destroy();
                process.waitFor(500, TimeUnit.MILLISECONDS);
            }
            process.destroyForcibly().waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        below.forEach(ProcessHandle::destroyForcibly);
    }
}
