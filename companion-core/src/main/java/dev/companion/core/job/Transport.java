package dev.companion.core.job;

import java.util.Optional;

/** How a worker talks to Codex. */
public enum Transport {
    /** Whatever is best here. */
    AUTO,
    /** The resident {@code codex app-server} of this environment, shared by all its jobs. */
    BROKER,
    /** A private {@code codex app-server} on stdio that ends with its worker. */
    DIRECT,
    /** One {@code codex exec --json} for the job. */
    EXEC,
    /** An app-server elsewhere, over {@code ws://} or {@code wss://}. */
    REMOTE;

    /** The name in JSON, SQL and options. */
    public String wireName() {
        return WireNames.dashed(this);
    }

    /** The transport of that name. */
    public static Optional<Transport> find(String name) {
        return WireNames.find(Transport.class, name);
    }
}
