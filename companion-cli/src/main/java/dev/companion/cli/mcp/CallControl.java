package dev.companion.cli.mcp;

/** What a running call has of its client. Thread-safe. */
interface CallControl {
    /** Whether the client no longer waits for the answer; its job goes on. */
    boolean isLeft();

    /** Tells the client what is going on, one line; nothing happens if it did not ask to be told. */
    void tell(String line);
}
