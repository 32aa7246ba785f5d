package dev.companion.core.rpc;

import dev.companion.core.rpc.ConnectFailure.Kind;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** TLS over a connected channel: the trust store of this Java, and the certificate must be for the host. */
final class Tls {
    private static final List<Class<? extends GeneralSecurityException>> DISTRUST = List.of(
            CertPathBuilderException.class,
            CertPathValidatorException.class,
            CertificateExpiredException.class,
            CertificateNotYetValidException.class);

    private Tls() {}

    /** Agrees on TLS; blocks. */
    static ByteStreams over(SocketChannel channel, String host, int port, String name) throws IOException {
        try {
            SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
            SSLSocket socket = (SSLSocket) factory.createSocket(channel.socket(), host, port, true);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return ByteStreams.of(socket, channel);
        } catch (SSLException e) {
            throw failure(e, name);
        }
    }

    private static ConnectFailure failure(SSLException e, String name) {
        if (causes(e).anyMatch(cause -> DISTRUST.stream().anyMatch(type -> type.isInstance(cause)))) {
            return new ConnectFailure(
                    Kind.UNTRUSTED_CERTIFICATE, "the certificate of " + name + " is not trusted: " + last(e), e);
        }
        if (causes(e).anyMatch(CertificateException.class::isInstance)) {
            return new ConnectFailure(
                    Kind.CERTIFICATE_OF_ANOTHER_HOST,
                    "the certificate of " + name + " is for another host: " + last(e),
                    e);
        }
        return new ConnectFailure(Kind.TLS, "no TLS with " + name + ": " + e.getMessage(), e);
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(Optional.of(e), Optional::isPresent, cause -> cause.map(Throwable::getCause))
                .flatMap(Optional::stream);
    }

    private static String last(Throwable e) {
        return String.valueOf(causes(e).reduce(e, (first, second) -> second).getMessage());
    }
}
