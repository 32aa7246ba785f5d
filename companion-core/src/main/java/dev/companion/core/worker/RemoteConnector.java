package dev.companion.core.worker;

import dev.companion.core.failure.Failure;
import dev.companion.core.job.Ending;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.Reason;
import dev.companion.core.job.RemoteServer;
import dev.companion.core.job.Transport;
import dev.companion.core.rpc.ConnectFailure;
import dev.companion.core.rpc.WebSocketChannel;
import dev.companion.core.settings.Environment;
import java.net.URI;
import java.time.Duration;

/** Connects to an app-server elsewhere, and says in words why it cannot. Thread-safe. */
final class RemoteConnector {
    private final RemoteServer server;
    private final Environment environment;
    private final JobDirectory directory;

    RemoteConnector(RemoteServer server, Environment environment, JobDirectory directory) {
        this.server = server;
        this.environment = environment;
        this.directory = directory;
    }

    /** Why there is no connection, as the job's record will say it. */
    static final class Unreachable extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Ending ending;

        Unreachable(Ending ending, Throwable cause) {
            super(ending.message().orElse(""), cause);
            this.ending = ending;
        }

        Ending ending() {
            return ending;
        }
    }

    /**
     * A new connection; the handshake is the caller's.
     *
     * @param limit for all of it
     */
    CodexSession connect(CodexSession.Manner manner, Duration limit) throws Unreachable {
        try {
            WebSocketChannel channel = WebSocketChannel.over(
                    URI.create(server.url()), RemoteToken.header(server, environment), directory.path(), limit);
            return CodexSession.over(Transport.REMOTE, channel, directory, manner);
        } catch (Failure failure) {
            throw new Unreachable(Ending.because(Reason.AUTH, failure.message()), failure);
        } catch (ConnectFailure failure) {
            throw new Unreachable(ending(failure), failure);
        }
    }

    private Ending ending(ConnectFailure failure) {
        String what = EventData.oneLine(failure.message(), 400);
        return switch (failure.kind()) {
            case UNAUTHORIZED ->
                Ending.because(
                        Reason.AUTH,
                        server.hasToken()
                                ? what + ": the token is wrong"
                                : what + ": it wants a token; give --remote-token-file FILE");
            case FORBIDDEN -> Ending.because(Reason.AUTH, what + ": whoever has the token may not connect from here");
            case REFUSED -> Ending.because(Reason.TRANSPORT, what + "; is it running, and is the port right?");
            case UNKNOWN_HOST -> Ending.because(Reason.TRANSPORT, what + "; check --remote");
            case UNTRUSTED_CERTIFICATE ->
                Ending.because(
                        Reason.TRANSPORT,
                        what + "; for an authority of your own: COMPANION_JAVA_OPTS=-Djavax.net.ssl.trustStore=FILE");
            case CERTIFICATE_OF_ANOTHER_HOST ->
                Ending.because(Reason.TRANSPORT, what + "; name the host as its certificate does");
            case TLS -> Ending.because(Reason.TRANSPORT, what + "; does it speak TLS, or is it a ws:// server?");
            case TIMEOUT -> Ending.because(Reason.TRANSPORT, what + "; is it behind a firewall, or no WebSocket?");
            case HTTP_STATUS, NO_WEBSOCKET ->
                Ending.because(Reason.TRANSPORT, what + "; what answers there is not a Codex app-server");
            case NO_SOCKET, UNREACHABLE -> Ending.because(Reason.TRANSPORT, what);
        };
    }
}
