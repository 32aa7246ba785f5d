package dev.companion.cli.render;

import dev.companion.core.failure.Failure;
import dev.companion.core.job.Job;
import java.util.Optional;

/**
 * The words that whoever reads an output finds where Codex's own would stand, if Codex did not run: never nothing, and never
 * somebody else's. They begin their line.
 */
public final class NotRun {
    /** How they begin. */
    public static final String WORD = "CODEX_NOT_RUN: ";

    private NotRun() {}

    /** Of an ended job; empty if Codex ran for it, or if that is not known. */
    public static Optional<String> words(Job job) {
        return job.ranWithoutCodex() ? Optional.of(WORD + EndingText.what(job)) : Optional.empty();
    }

    /** Of work that was not handed over. */
    public static String words(Failure failure) {
        return WORD + EventText.plain(failure.message());
    }
}
