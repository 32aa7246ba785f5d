package dev.companion.core.git;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** A file as git names it: bytes, relative to the root of the working tree, parts separated by {@code /}. Immutable. */
public final class GitPath {
    private final byte[] bytes;

    private GitPath(byte[] bytes) {
        this.bytes = bytes;
    }

    /** The name in these bytes, which are copied. */
    public static GitPath of(byte[] bytes) {
        return new GitPath(bytes.clone());
    }

    /** The name in these characters. */
    public static GitPath of(String name) {
        return new GitPath(name.getBytes(StandardCharsets.UTF_8));
    }

    /** How many bytes it has. */
    public int length() {
        return bytes.length;
    }

    /** The bytes, copied. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** The name as text; empty if its bytes are not UTF-8. */
    public Optional<String> text() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /**
     * The name for people, without loss: as it is if it is plain UTF-8 text, else in double quotes with escapes as in C and
     * in git's own output ({@code "line\nbreak"}, {@code "caf\351"}). It never has a control character, a line's end or
     * anything that changes the direction of text.
     */
    public String display() {
        return QuotedName.display(bytes);
    }

    /** Where the file is; empty if this system's file names cannot hold the name. */
    public Optional<Path> under(Path root) {
        try {
            return text().map(root::resolve);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GitPath path && Arrays.equals(bytes, path.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** As {@link #display()}. */
    @Override
    public String toString() {
        return display();
    }
}
