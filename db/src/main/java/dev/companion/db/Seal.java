package dev.companion.db;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * What the database file was like when the last session that wrote it had closed it.
 *
 * @param schemaVersion the version of its tables
 * @param writes how many writes it had acknowledged
 * @param size its length in bytes
 * @param modified when it was last changed, in nanoseconds since 1970
 * @param compacted its length in bytes when it was last compacted
 */
record Seal(int schemaVersion, long writes, long size, long modified, long compacted) {
    /** @throws IOException if it cannot be read, or is no seal */
    static Seal read(Path file) throws IOException {
        Properties fields = new Properties();
        try (InputStream in = Files.newInputStream(file)) {
            fields.load(in);
            return new Seal(
                    (int) number(fields, "schemaVersion"),
                    number(fields, "writes"),
                    number(fields, "size"),
                    number(fields, "modified"),
                    number(fields, "compacted"));
        } catch (IllegalArgumentException e) {
            throw new IOException("not a seal", e);
        }
    }

    private static long number(Properties fields, String name) {
        return Long.parseLong(fields.getProperty(name));
    }

    /** The seal for a file that was just closed. */
    static Seal of(Path database, int schemaVersion, long writes, long compacted) throws IOException {
        BasicFileAttributes now = Files.readAttributes(database, BasicFileAttributes.class);
        return new Seal(schemaVersion, writes, now.size(), nanoseconds(now), compacted);
    }

    /** Whether nobody has touched the file since. */
    boolean matches(Path database) throws IOException {
        BasicFileAttributes now = Files.readAttributes(database, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return now.isRegularFile() && now.size() == size && nanoseconds(now) == modified;
    }

    private static long nanoseconds(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }

    /** As properties: read at every start, where a JSON parser would cost more than everything else about it. */
    byte[] bytes() {
        String text = "schemaVersion=" + schemaVersion + "\nwrites=" + writes + "\nsize=" + size + "\nmodified="
                + modified + "\ncompacted=" + compacted + "\n";
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
