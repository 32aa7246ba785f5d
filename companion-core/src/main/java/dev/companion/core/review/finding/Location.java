package dev.companion.core.review.finding;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Where a finding is.
 *
 * @param file as the reviewer named it; relative to the top of the repository if it lies there. Words of a model: not to be
 *     opened unless checked
 */
public record Location(String file, Optional<LineRange> lines) {
    /** Requires a file. */
    public Location {
        requireNonNull(lines, "lines");
        if (file.isBlank()) {
            throw new IllegalArgumentException("no file");
        }
    }

    /**
     * A location as a reviewer gave it; empty if it names no file.
     *
     * @param root the top of the repository, absolute
     */
    public static Optional<Location> of(String root, String file, Optional<LineRange> lines) {
        String relative = relative(root, file.strip());
        return relative.isEmpty() ? Optional.empty() : Optional.of(new Location(relative, lines));
    }

    private static String relative(String root, String file) {
        String prefix = root.endsWith("/") ? root : root + "/";
        if (file.startsWith(prefix)) {
            return file.substring(prefix.length());
        }
        return file.startsWith("./") ? file.substring(2) : file;
    }

    @Override
    public String toString() {
        return file + lines.map(range -> ":" + range).orElse("");
    }
}
