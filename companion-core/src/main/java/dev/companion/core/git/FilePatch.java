package dev.companion.core.git;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What a diff says of one file.
 *
 * @param added lines
 * @param removed lines
 * @param bytes the size of its patch
 * @param binary whether git shows no lines because it takes the file for binary
 * @param patch the patch, any bytes; empty if it was longer than was to be kept, or there is none (an unmerged file)
 */
public record FilePatch(
        FileChange change, long added, long removed, long bytes, boolean binary, Optional<byte[]> patch) {
    /** Requires all. */
    public FilePatch {
        requireNonNull(change, "change");
        requireNonNull(patch, "patch");
    }

    /** Without the patch. */
    @Override
    public String toString() {
        return "FilePatch[" + change + ", " + bytes + " bytes]";
    }
}
