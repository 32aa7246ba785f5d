package dev.companion.cli.system;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Puts TLS before a server on loopback, with a certificate of its own making for 127.0.0.1 and no other name. */
final class TlsProxy implements AutoCloseable {
    private static final String PASSWORD = "for the test";

    private final Path keys;
    private final SSLServerSocket server;
    private final URI behind;
    private final List<Socket> open = new ArrayList<>();

    private TlsProxy(Path keys, SSLServerSocket server, URI behind) {
        this.keys = keys;
        this.server = server;
        this.behind = behind;
    }

    static TlsProxy before(URI behind, Path directory) throws Exception {
        Path keys = directory.resolve("proxy.p12");
        makeKeys(keys);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        TlsProxy proxy = new TlsProxy(keys, listen(store), behind);
        daemon("tls-proxy-accept", proxy::acceptAll);
        return proxy;
    }

    private static void makeKeys(Path keys) throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        List<String> command = new ArrayList<>(List.of(keytool.toString(), "-genkeypair", "-alias", "proxy"));
        command.addAll(List.of("-keyalg", "EC", "-dname", "CN=test", "-ext", "san=ip:127.0.0.1", "-validity", "2"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD, "-keystore", keys.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError("keytool made no keys");
        }
    }

    private static SSLServerSocket listen(KeyStore store) throws GeneralSecurityException, IOException {
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket client = keep(server.accept());
                Socket target = keep(new Socket(behind.getHost(), behind.getPort()));
                daemon("tls-proxy-there", () -> copy(client, target));
                daemon("tls-proxy-back", () -> copy(target, client));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private synchronized Socket keep(Socket socket) {
        open.add(socket);
        return socket;
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            OutputStream out = to.getOutputStream();
            from.getInputStream().transferTo(out);
        } catch (IOException e) {
            // One of both has gone, so both go.
        }
    }

    /** Where it listens, under this name of the machine. */
    String url(String host) {
        return "wss://" + host + ":" + server.getLocalPort();
    }

    /** Options with which Java trusts its certificate. */
    String trustingJavaOptions() throws Exception {
        Path trusted = keys.resolveSibling("trusted.p12");
        Files.copy(keys, trusted);
        return "-Djavax.net.ssl.trustStore=" + certificateOnly(trusted)
                + " -Djavax.net.ssl.trustStorePassword=changeit";
    }

    private static Path certificateOnly(Path source) throws Exception {
        KeyStore with = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(source)) {
            with.load(in, PASSWORD.toCharArray());
        }
        KeyStore only = KeyStore.getInstance("PKCS12");
        only.load(null, null);
        only.setCertificateEntry("proxy", with.getCertificate("proxy"));
        try (OutputStream out = Files.newOutputStream(source)) {
            only.store(out, "changeit".toCharArray());
        }
        return source;
    }

    /** Breaks every connection, and takes new ones. */
    synchronized void cut() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
