package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

/** On which of Codex's threads a job works. */
public sealed interface ThreadTarget {
    /** A new thread. */
    record Fresh() implements ThreadTarget {}

    /** The thread of that id goes on. */
    record Resume(String threadId) implements ThreadTarget {
        /** Requires the id. */
        public Resume {
            requireNonNull(threadId, "threadId");
        }
    }

    /** A new thread with the history of that one, which stays as it is. */
    record Fork(String threadId) implements ThreadTarget {
        /** Requires the id. */
        public Fork {
            requireNonNull(threadId, "threadId");
        }
    }
}
