package dev.companion.cli.command;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.RemoteServer;
import dev.companion.core.job.Transport;
import dev.companion.core.settings.Setting;
import dev.companion.core.worker.RemoteToken;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which app-server elsewhere a task is for, and where the token for it lies. */
final class RemoteOptions {
    private static final String TOKEN_FILE = "--remote-token-file";
    private static final String TOKEN_VARIABLE = "--remote-token-env";

    private final Invocation invocation;

    RemoteOptions(Invocation invocation) {
        this.invocation = invocation;
    }

    /**
     * The server; empty for any other transport.
     *
     * @throws Failure if the options contradict each other, or the token is not there or could be overheard
     */
    Optional<RemoteServer> server(Transport transport) {
        if (transport != Transport.REMOTE) {
            invocation.refuse("the transport " + transport.wireName(), "--remote", TOKEN_FILE, TOKEN_VARIABLE);
            return Optional.empty();
        }
        Optional<String> file = invocation.text(TOKEN_FILE);
        Optional<String> variable = invocation.text(TOKEN_VARIABLE);
        if (file.isPresent() && variable.isPresent()) {
            throw Invocation.contradiction(TOKEN_FILE + " and " + TOKEN_VARIABLE + " contradict", "give one of them");
        }
        // The token of the settings is for the server of the settings, and for no other.
        if (file.isEmpty() && variable.isEmpty() && invocation.text("--remote").isEmpty()) {
            file = invocation.app().settings().text(Setting.REMOTE_TOKEN_FILE);
        }
        RemoteServer server = new RemoteServer(url(), file.map(this::absolute), variable);
        if (server.hasToken() && server.isOverheard()) {
            throw Invocation.contradiction(
                    "the token would travel in clear to another machine",
                    "use wss://, or a tunnel: ssh -N -L 4500:127.0.0.1:4500 HOST, and --remote ws://127.0.0.1:4500");
        }
        // Read here only to fail before there is a job; the worker reads it again.
        RemoteToken.header(server, invocation.app().environment());
        return Optional.of(server);
    }

    private String absolute(String file) {
        return invocation.app().directory().resolve(file).toString();
    }

    private String url() {
        String text = invocation
                .text("--remote")
                .or(() -> invocation.app().settings().text(Setting.REMOTE))
                .orElseThrow(() -> new Failure(
                        FailureCode.BAD_COMBINATION,
                        "the transport remote needs the URL of an app-server",
                        "add --remote ws://127.0.0.1:PORT or --remote wss://HOST"));
        try {
            URI url = new URI(text);
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if (!List.of("ws", "wss").contains(scheme) || url.getHost() == null || url.getFragment() != null) {
                throw Invocation.badValue("--remote", text, "give ws://127.0.0.1:PORT or wss://HOST[:PORT][/PATH]");
            }
            if (url.getUserInfo() != null) {
                throw new Failure(
                        FailureCode.BAD_VALUE,
                        "--remote does not take a user and a password",
                        "a URL can be seen by every user of this machine; give a token with " + TOKEN_FILE);
            }
            return text;
        } catch (URISyntaxException e) {
            throw Invocation.badValue("--remote", text, "give ws://127.0.0.1:PORT or wss://HOST[:PORT][/PATH]");
        }
    }
}
