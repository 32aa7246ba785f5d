package dev.companion.core.review.context;

import java.util.ArrayList;
import java.util.List;

/** The contents that are shown, part by part, and the room that is left for more. Not thread-safe. */
final class Contents {
    private final Fence fence;
    private final long limit;
    private final List<String> parts = new ArrayList<>();
    private long used;

    Contents(Fence fence, long limit) {
        this.fence = fence;
        this.limit = limit;
    }

    /** Bytes that may be added in all. */
    long limit() {
        return limit;
    }

    /** Bytes that may still be added. */
    long room() {
        return limit - used;
    }

    /** Adds a text under a heading if there is room for both. The text ends with a line's end. */
    boolean add(String title, String text) {
        String heading = fence.part(title);
        long bytes = ReplacedText.bytes(heading) + ReplacedText.bytes(text);
        if (bytes > room()) {
            return false;
        }
        used += bytes;
        parts.add(heading);
        parts.add(text);
        return true;
    }

    /** Takes everything back. */
    void clear() {
        parts.clear();
        used = 0;
    }

    long used() {
        return used;
    }

    void appendTo(StringBuilder out) {
        parts.forEach(out::append);
    }
}
