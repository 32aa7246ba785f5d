package dev.companion.cli.terminal;

/** Stdout was closed early: whoever read it has seen enough. No failure. */
public final class BrokenPipe extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BrokenPipe() {
        super(null, null, false, false);
    }
}
