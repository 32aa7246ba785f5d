package dev.companion.cli.app;

/** The version of this program. */
public final class Version {
    /** As in {@code companion --version} and towards Codex. */
    public static final String CURRENT = "0.1.0";

    private Version() {}
}
