package dev.companion.core.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.RemoteServer;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The token for an app-server elsewhere, read where the user keeps it, and kept nowhere. */
public final class RemoteToken {
    private static final int LONGEST = 16 * 1024;
    private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");
    private static final Set<PosixFilePermission> EXPOSING = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    private RemoteToken() {}

    /**
     * The HTTP header that carries it; empty if the server needs none.
     *
     * @throws Failure {@code REMOTE_TOKEN_UNUSABLE} if it is not there, or others can read it
     */
    public static Map<String, String> header(RemoteServer server, Environment environment) {
        if (server.tokenFile().isPresent()) {
            return bearer(
                    ofFile(Path.of(server.tokenFile().get())),
                    "the file " + server.tokenFile().get());
        }
        if (server.tokenVariable().isPresent()) {
            String name = server.tokenVariable().get();
            String value = environment
                    .variable(name)
                    .orElseThrow(() -> unusable("the variable " + name + " is not set", "export " + name + "=…"));
            return bearer(value, "the variable " + name);
        }
        return Map.of();
    }

    private static Map<String, String> bearer(String text, String origin) {
        String token = text.strip();
        if (!TOKEN.matcher(token).matches()) {
            throw unusable(origin + " holds no token", "put the token into it, one line of printable characters");
        }
        return Map.of("Authorization", "Bearer " + token);
    }

    private static String ofFile(Path file) {
        if (!Files.exists(file)) {
            throw unusable("there is no token file " + file, "check --remote-token-file");
        }
        if (!Files.isRegularFile(file)) {
            throw unusable(file + " is not a regular file", "put the token into a file of its own");
        }
        requirePrivate(file);
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LONGEST), UTF_8);
        } catch (IOException e) {
            throw new Failure(
                    FailureCode.REMOTE_TOKEN_UNUSABLE,
                    "the token file " + file + " cannot be read",
                    "check its permissions",
                    e);
        }
    }

    private static void requirePrivate(Path file) {
        if (!file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            return;
        }
        try {
            Set<PosixFilePermission> exposing = EnumSet.copyOf(EXPOSING);
            exposing.retainAll(Files.getPosixFilePermissions(file));
            if (!exposing.isEmpty()) {
                throw unusable("other users can read or write the token file " + file, "chmod 600 " + file);
            }
        } catch (IOException e) {
            throw new Failure(
                    FailureCode.REMOTE_TOKEN_UNUSABLE,
                    "the permissions of the token file " + file + " cannot be read",
                    "check the path",
                    e);
        }
    }

    private static Failure unusable(String what, String remedy) {
        return new Failure(FailureCode.REMOTE_TOKEN_UNUSABLE, what, remedy);
    }
}
