package dev.companion.core.process;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One process for ever: pids are used again, a pid with its start instant is not.
 *
 * @param pid positive
 * @param startedAt as the operating system tells it, whole milliseconds
 */
public record ProcessIdentity(long pid, Instant startedAt) {
    /** Requires all. */
    public ProcessIdentity {
        requireNonNull(startedAt, "startedAt");
    }

    /** This process. */
    public static ProcessIdentity current() {
        return of(ProcessHandle.current());
    }

    /** The identity of a living process; the start instant is the epoch where the system does not tell it. */
    public static ProcessIdentity of(ProcessHandle process) {
        Instant start = process.info().startInstant().orElse(Instant.EPOCH);
        return new ProcessIdentity(process.pid(), Instant.ofEpochMilli(start.toEpochMilli()));
    }

    /** The living process, if it still is the same one. */
    public Optional<ProcessHandle> find() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> of(handle).equals(this));
    }

    /** By hand, as is {@link #hashCode}: a record's own make classes at the first use, which no archive keeps. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ProcessIdentity identity && identity.pid == pid && identity.startedAt.equals(startedAt);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(pid) ^ startedAt.hashCode();
    }
}
