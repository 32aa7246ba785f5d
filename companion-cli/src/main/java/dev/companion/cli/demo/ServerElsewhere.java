package dev.companion.cli.demo;

import dev.companion.core.codex.CodexInstallation;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.process.LoggedChild;
import dev.companion.core.process.ProcessTree;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An app-server on a free port of loopback, for the transport {@code remote}. Closing kills it. For one thread. */
final class ServerElsewhere implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on: (ws://\\S+)");
    private static final Duration LISTENS_WITHIN = Duration.ofSeconds(15);
    private static final long LOOK_AGAIN_MILLIS = 20;
    private static final int TOKEN_BYTES = 24;

    private final Process process;
    private final Path token;
    private final String url;

    private ServerElsewhere(Process process, Path token, String url) {
        this.process = process;
        this.token = token;
        this.url = url;
    }

    /**
     * Starts it.
     *
     * @param directory takes its token and its log
     * @throws IOException if it does not come to listen
     */
    static ServerElsewhere start(CodexInstallation codex, Environment environment, Path directory) throws IOException {
        Path token = directory.resolve("remote-token");
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        PrivateFiles.writeWhole(
                token, out -> out.write(HexFormat.of().formatHex(secret).getBytes(StandardCharsets.US_ASCII)));
        Path log = directory.resolve("remote.log");
        PrivateFiles.touch(log);
        List<String> command = List.of(
                codex.binary().toString(),
                "app-server",
                "--listen",
                "ws://127.0.0.1:0",
                "--ws-auth",
                "capability-token",
                "--ws-token-file",
                token.toString());
        Process process = LoggedChild.start(command, environment.variables(), directory, log);
        try {
            return new ServerElsewhere(process, token, awaitAddress(process, log));
        } catch (IOException | RuntimeException e) {
            kill(process);
            throw e;
        }
    }

    private static String awaitAddress(Process process, Path log) throws IOException {
        long begin = System.nanoTime();
        while (process.isAlive() && System.nanoTime() - begin < LISTENS_WITHIN.toNanos()) {
            Optional<String> address = address(log);
            if (address.isPresent()) {
                return address.get();
            }
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        throw new IOException("the app-server does not listen on ws://");
    }

    private static Optional<String> address(Path log) throws IOException {
        Matcher listening = LISTENING.matcher(new String(PrivateFiles.read(log), StandardCharsets.UTF_8));
        return listening.find() ? Optional.of(listening.group(1)) : Optional.empty();
    }

    /** What makes a task run there. */
    List<String> options() {
        return List.of("--remote", url, "--remote-token-file", token.toString());
    }

    private static void kill(Process process) {
        ProcessTree.kill(ProcessTree.withDescendants(List.of(process.toHandle())));
    }

    @Override
    public void close() {
        kill(process);
    }
}
