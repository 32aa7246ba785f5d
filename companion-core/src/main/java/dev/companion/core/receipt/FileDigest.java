package dev.companion.core.receipt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The SHA-256 of some bytes.
 *
 * @param sha256 64 hexadecimal digits
 * @param bytes how many they are
 */
public record FileDigest(String sha256, long bytes) {
    private static final int BUFFER = 64 * 1024;

    /**
     * Of a file of any size, in bounded memory; empty if there is none. A directory, a symbolic link, or whatever else lies in its
     * place is no file.
     */
    public static Optional<FileDigest> of(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                            .isRegularFile()
                    ? Optional.of(ofRegular(file))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static FileDigest ofRegular(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            MessageDigest digest = algorithm();
            byte[] buffer = new byte[BUFFER];
            long bytes = 0;
            for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                digest.update(buffer, 0, count);
                bytes += count;
            }
            return new FileDigest(HexFormat.of().formatHex(digest.digest()), bytes);
        }
    }

    private static MessageDigest algorithm() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
