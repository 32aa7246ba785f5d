package dev.companion.core.job;

import java.util.Optional;

/** How a worker talks to Codex. */
public enum Transport {
    /** Whatever is best here; today the same as {@link #DIRECT}. */
    AUTO,
    /** A private {@code codex app-server} on stdio that ends with its worker. */
    DIRECT;

    /** The name in JSON, SQL and options. */
    public String wireName() {
        return WireNames.dashed(this);
    }

    /** The transport of that name. */
    public static Optional<Transport> find(String name) {
        return WireNames.find(Transport.class, name);
    }
}
