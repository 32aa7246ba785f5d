package dev.companion.core.job;

import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How often a job was given to another worker, as empty files in its directory: the store counts only the workers that
 * came. Whoever calls holds the job's worker lock.
 */
public final class Adoptions {
    /** More workers than this have died on the job for a reason of its own. */
    static final int MOST = 3;

    private static final Duration COMES_WITHIN = Duration.ofSeconds(30);

    /** What may be done. */
    enum Step {
        /** Another worker was started a moment ago: give it time. */
        WAIT,
        /** One more may be started; it was counted. */
        START,
        /** Enough. */
        GIVE_UP
    }

    private Adoptions() {}

    static Step next(JobDirectory directory, Instant now) {
        try {
            Optional<Path> newest = Optional.empty();
            for (int n = 1; n <= MOST; n++) {
                Path mark = directory.adoption(n);
                if (!Files.exists(mark)) {
                    return newest.isPresent() && isRecent(newest.get(), now) ? Step.WAIT : start(mark);
                }
                newest = Optional.of(mark);
            }
            return newest.isPresent() && isRecent(newest.get(), now) ? Step.WAIT : Step.GIVE_UP;
        } catch (IOException e) {
            throw StoreFailures.of(e, directory.path());
        }
    }

    private static Step start(Path mark) throws IOException {
        PrivateFiles.touch(mark);
        return Step.START;
    }

    /** A clock that was set back makes the age negative; its absolute value still passes the limit in time. */
    private static boolean isRecent(Path mark, Instant now) throws IOException {
        if (Files.size(mark) > 0) {
            return false;
        }
        Duration age = Duration.between(Files.getLastModifiedTime(mark).toInstant(), now);
        return age.abs().compareTo(COMES_WITHIN) < 0;
    }

    /** The worker that was started last has come: if it dies, the next one need not wait. */
    public static void arrived(JobDirectory directory) {
        try {
            for (int n = MOST; n > 0; n--) {
                if (Files.exists(directory.adoption(n))) {
                    Files.writeString(directory.adoption(n), "arrived\n");
                    return;
                }
            }
        } catch (IOException e) {
            // Then a dead one is replaced half a minute later.
            return;
        }
    }
}
