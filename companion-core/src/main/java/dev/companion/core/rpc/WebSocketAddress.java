package dev.companion.core.rpc;

import java.net.URI;
import java.util.Locale;
import java.util.Objects;

/**
 * Where a WebSocket URL leads.
 *
 * @param secure whether it is {@code wss}
 * @param host a name or an address, IPv6 without brackets
 * @param hostHeader as HTTP wants it
 * @param resource path and query
 * @param name for messages: without user, path and query, which may hold secrets
 */
record WebSocketAddress(boolean secure, String host, int port, String hostHeader, String resource, String name) {
    /**
     * Takes a URL apart.
     *
     * @throws IllegalArgumentException if it is no WebSocket URL with a host
     */
    static WebSocketAddress of(URI url) {
        String scheme = Objects.requireNonNullElse(url.getScheme(), "").toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("wss");
        String host = url.getHost();
        if (host == null || !(secure || scheme.equals("ws"))) {
            throw new IllegalArgumentException("not a ws:// or wss:// URL with a host");
        }
        String hostHeader = url.getPort() < 0 ? host : host + ":" + url.getPort();
        String path = Objects.requireNonNullElse(url.getRawPath(), "");
        String query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
        return new WebSocketAddress(
                secure,
                host.replace("[", "").replace("]", ""),
                url.getPort() < 0 ? (secure ? 443 : 80) : url.getPort(),
                hostHeader,
                (path.isEmpty() ? "/" : path) + query,
                scheme + "://" + hostHeader);
    }

    /** Without the resource, which may hold a secret. */
    @Override
    public String toString() {
        return name;
    }
}
