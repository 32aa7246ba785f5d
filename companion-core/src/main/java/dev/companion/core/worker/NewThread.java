package dev.companion.core.worker;

import dev.companion.core.codex.CodexClient;
import dev.companion.core.codex.ThreadReady;
import dev.companion.core.codex.ThreadSettings;
import dev.companion.core.job.JobKind;
import dev.companion.core.job.JobRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A thread that is to be started.
 *
 * @param settings those of its turn
 * @param reviewer the effort of Codex's own reviewer, if the thread is for that one
 */
record NewThread(ThreadSettings settings, Optional<Optional<String>> reviewer) {
    /** The one that a request wants, with these settings. */
    static NewThread of(JobRequest request, ThreadSettings settings) {
        return new NewThread(
                settings,
                request.kind() == JobKind.REVIEW ? Optional.of(request.asked().effort()) : Optional.empty());
    }

    /** Not the record's own, which makes a dozen classes the first time: this is on the way to every turn. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NewThread thread
                && settings.equals(thread.settings)
                && reviewer.equals(thread.reviewer);
    }

    @Override
    public int hashCode() {
        return 31 * settings.hashCode() + reviewer.hashCode();
    }

    /** Starts it. */
    ThreadReady start(CodexClient client) {
        return reviewer.isPresent() ? client.startReviewThread(settings, reviewer.get()) : client.startThread(settings);
    }
}
