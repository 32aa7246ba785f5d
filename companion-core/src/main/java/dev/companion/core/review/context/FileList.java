package dev.companion.core.review.context;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** The changed files, all counted, and named as far as memory should go. Not thread-safe. */
final class FileList {
    /** More are only counted, unless they are shown or look like a secret. */
    static final int MOST_NAMED = 10_000;

    private final List<ContextFile> named = new ArrayList<>();
    private final Map<String, Long> counts = new HashMap<>();
    private long count;
    private long leftForSize;
    private long added;
    private long removed;

    void add(ContextFile file) {
        count++;
        counts.merge(file.part(), 1L, Long::sum);
        added += file.added();
        removed += file.removed();
        leftForSize += file.isLeftForSize() ? 1 : 0;
        boolean mustBeNamed = file.isShown() || file.isSecret();
        if (named.size() < MOST_NAMED || mustBeNamed) {
            named.add(file);
        }
    }

    /** Those that were shown are not any more. */
    void withoutContents() {
        leftForSize += named.stream().filter(ContextFile::isShown).count();
        named.replaceAll(file -> file.isShown() ? file.without(Omission.BUDGET) : file);
    }

    List<ContextFile> named() {
        return named;
    }

    long count() {
        return count;
    }

    /** How many belong to a part. */
    long count(String part) {
        return counts.getOrDefault(part, 0L);
    }

    /** Whether a named one is such. */
    boolean any(Predicate<ContextFile> which) {
        return named.stream().anyMatch(which);
    }

    long leftForSize() {
        return leftForSize;
    }

    long added() {
        return added;
    }

    long removed() {
        return removed;
    }
}
