package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An app-server elsewhere, and where the token for it is found. Never the token itself: this is kept in a file.
 *
 * @param url {@code ws://} or {@code wss://}
 * @param tokenFile a file that holds it, absolute
 * @param tokenVariable an environment variable that holds it
 */
public record RemoteServer(String url, Optional<String> tokenFile, Optional<String> tokenVariable) {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

    /** Requires all, and at most one place for the token. */
    public RemoteServer {
        requireNonNull(url, "url");
        requireNonNull(tokenFile, "tokenFile");
        requireNonNull(tokenVariable, "tokenVariable");
        if (tokenFile.isPresent() && tokenVariable.isPresent()) {
            throw new IllegalArgumentException("one token from two places");
        }
    }

    /** Whether there is a token for it. */
    public boolean hasToken() {
        return tokenFile.isPresent() || tokenVariable.isPresent();
    }

    /** Whether what is sent can be read on the way: no TLS, and another machine. */
    public boolean isOverheard() {
        URI parsed = URI.create(url);
        String host = String.valueOf(parsed.getHost()).toLowerCase(Locale.ROOT);
        return !"wss".equalsIgnoreCase(parsed.getScheme())
                && !LOOPBACK.matcher(host).matches();
    }
}
