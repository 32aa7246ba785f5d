package dev.companion.core.offline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A private home for a Codex that asks nobody but one provider on loopback: no account, no update check, no metrics.
 *
 * <p>Below one root lie {@code codex} (CODEX_HOME), {@code home} (HOME) and {@code tmp} (TMPDIR), so that a Codex below
 * the system's temporary directory does not warn about living in one. Immutable; the caller deletes the root.
 *
 * @param root the directory that holds all
 */
public record OfflineCodexHome(Path root) {
    private static final String CONFIG = """
            model = "gpt-5.5"
            model_provider = "offline"
            check_for_update_on_startup = false
            %s
            %s
            [model_providers.offline]
            name = "Built-in offline model"
            base_url = "%s"
            wire_api = "responses"
            requires_openai_auth = %s
            request_max_retries = %d
            stream_max_retries = %d
            stream_idle_timeout_ms = %d
            supports_websockets = false

            [analytics]
            enabled = false

            [features]
            plugins = false
            apps = false
            remote_plugin = false
            # Else a refused connection is tried again for ever.
            unbounded_connection_retries = false

            [tools.update_plan]
            enabled = true
            """;

    // HTTP_PROXY would be used for loopback, too.
    private static final Set<String> REMOVED = Set.of(
            "HTTP_PROXY",
            "http_proxy",
            "HTTPS_PROXY",
            "https_proxy",
            "ALL_PROXY",
            "all_proxy",
            "no_proxy",
            "OPENAI_API_KEY",
            "OPENAI_BASE_URL",
            "CODEX_API_KEY");

    /**
     * How Codex shall treat its provider.
     *
     * @param requestRetries retries of a request that was refused
     * @param streamRetries retries of an answer that broke off
     * @param streamIdleMillis how long a stream may be silent, milliseconds
     * @param topLevelToml lines for the top of the file, before the first table
     * @param toml lines for its end, tables of their own
     * @param signIn how Codex is signed in
     */
    public record Options(
            int requestRetries,
            int streamRetries,
            int streamIdleMillis,
            List<String> topLevelToml,
            List<String> toml,
            OfflineSignIn signIn) {
        /** No retries, half a minute of silence, nothing more. */
        public static final Options DEFAULT = new Options(0, 0, 30_000, List.of(), List.of(), OfflineSignIn.NOT_NEEDED);

        /** Copies. */
        public Options {
            topLevelToml = List.copyOf(topLevelToml);
            toml = List.copyOf(toml);
        }

        /** The same with as many retries of both kinds. */
        public Options withRetries(int retries) {
            return new Options(retries, retries, streamIdleMillis, topLevelToml, toml, signIn);
        }

        /** The same with another patience for silent streams, milliseconds. */
        public Options withStreamIdleMillis(int millis) {
            return new Options(requestRetries, streamRetries, millis, topLevelToml, toml, signIn);
        }

        /** The same with these lines before the first table. */
        public Options withTopLevelToml(String... lines) {
            return new Options(requestRetries, streamRetries, streamIdleMillis, List.of(lines), toml, signIn);
        }

        /** The same, signed in like this. */
        public Options withSignIn(OfflineSignIn how) {
            return new Options(requestRetries, streamRetries, streamIdleMillis, topLevelToml, toml, how);
        }

        /** The same with these lines at the end. */
        public Options withToml(String... lines) {
            return new Options(requestRetries, streamRetries, streamIdleMillis, topLevelToml, List.of(lines), signIn);
        }
    }

    /** Requires an absolute path: Codex and its commands run elsewhere. */
    public OfflineCodexHome {
        requireNonNull(root, "root");
        root = root.toAbsolutePath();
    }

    /** Writes it with {@link Options#DEFAULT}. */
    public static OfflineCodexHome create(Path root, URI providerBaseUrl) {
        return create(root, providerBaseUrl, Options.DEFAULT);
    }

    /**
     * Makes the directories (0700) and writes the configuration (0600), over an earlier one.
     *
     * @param providerBaseUrl see {@link OfflineModel#baseUrl()}
     * @throws Failure if the file system refuses
     */
    public static OfflineCodexHome create(Path root, URI providerBaseUrl, Options options) {
        OfflineCodexHome home = new OfflineCodexHome(root);
        try {
            for (Path directory : List.of(home.root, home.codexHome(), home.userHome(), home.temporary())) {
                Files.createDirectories(directory);
                restrict(directory, "rwx------");
            }
            Path config = home.codexHome().resolve("config.toml");
            if (Files.notExists(config, LinkOption.NOFOLLOW_LINKS)) {
                Files.createFile(config);
            }
            restrict(config, "rw-------");
            Files.writeString(config, configuration(providerBaseUrl, options), UTF_8);
            home.signIn(options.signIn());
        } catch (IOException e) {
            throw new Failure(
                    FailureCode.STATE_ROOT_UNWRITABLE,
                    "cannot write the offline Codex home " + home.root,
                    "check the free space and the permissions of its parent directory",
                    e);
        }
        return home;
    }

    private void signIn(OfflineSignIn how) throws IOException {
        Path credentials = codexHome().resolve("auth.json");
        Files.deleteIfExists(credentials);
        if (how.credentials().isPresent()) {
            Files.createFile(credentials);
            restrict(credentials, "rw-------");
            Files.writeString(credentials, how.credentials().get(), UTF_8);
        }
    }

    private static String configuration(URI providerBaseUrl, Options options) {
        String config = CONFIG.formatted(
                String.join("\n", options.topLevelToml()),
                // Asked about the account, if there is one.
                "chatgpt_base_url = \"" + providerBaseUrl.resolve("/backend-api/") + "\"",
                providerBaseUrl,
                options.signIn() != OfflineSignIn.NOT_NEEDED,
                options.requestRetries(),
                options.streamRetries(),
                options.streamIdleMillis());
        return config + String.join("\n", options.toml()) + "\n";
    }

    private static void restrict(Path path, String permissions) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    /** What Codex keeps: configuration, threads, databases. */
    public Path codexHome() {
        return root.resolve("codex");
    }

    /** What Codex and its commands see as the user's home. */
    public Path userHome() {
        return root.resolve("home");
    }

    /** Where temporary files go. */
    public Path temporary() {
        return root.resolve("tmp");
    }

    /** The variables that a Codex child needs. */
    public Map<String, String> environment() {
        return Map.of(
                "CODEX_HOME", codexHome().toString(),
                "HOME", userHome().toString(),
                "TMPDIR", temporary().toString(),
                "NO_PROXY", "127.0.0.1,localhost");
    }

    /** The variables that a Codex child must not have. */
    public Set<String> removedVariables() {
        return REMOVED;
    }

    /** Changes an environment, such as {@link ProcessBuilder#environment()}, into one for a Codex child. */
    public void applyTo(Map<String, String> environment) {
        environment.keySet().removeAll(REMOVED);
        environment.putAll(environment());
    }
}
