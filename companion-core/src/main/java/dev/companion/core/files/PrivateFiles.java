package dev.companion.core.files;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** Creates files with mode 0600 and directories with 0700 and never follows a symbolic link at the last step. */
public final class PrivateFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    /** Writes a file's content to a stream that is flushed and closed for it. */
    @FunctionalInterface
    public interface Content {
        /** Writes all of it. */
        void writeTo(OutputStream out) throws IOException;
    }

    private PrivateFiles() {}

    /** Attributes for a new file that only the owner can read. */
    public static FileAttribute<?>[] fileAttributes() {
        return attributes("rw-------");
    }

    /** Attributes for a new directory that only the owner can enter. */
    public static FileAttribute<?>[] directoryAttributes() {
        return attributes("rwx------");
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        if (!POSIX) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    /**
     * Opens a file, created with mode 0600 if it is not there.
     *
     * @throws IOException also if the path is a symbolic link
     */
    public static FileChannel open(Path file, StandardOpenOption... options) throws IOException {
        Set<OpenOption> all = new HashSet<>(Set.of(options));
        all.add(StandardOpenOption.CREATE);
        all.add(LinkOption.NOFOLLOW_LINKS);
        return FileChannel.open(file, all, fileAttributes());
    }

    /**
     * Replaces a file whole: a reader sees the old or the new content, also after a crash of the machine. For one writer
     * at a time: what a killed one left is overwritten by the next.
     */
    public static void writeDurably(Path file, Content content) throws IOException {
        replace(file, draft(file, "new"), content, true);
    }

    /** As {@link #writeDurably}, but a crash of the machine may lose it: for files that can be made again. */
    public static void writeWhole(Path file, Content content) throws IOException {
        replace(file, draft(file, "new"), content, false);
    }

    /** As {@link #writeWhole}, for any number of writers at once: the last one stands. */
    public static void writeShared(Path file, Content content) throws IOException {
        replace(file, draft(file, writer()), content, false);
    }

    /** As {@link #writeDurably}, for any number of writers at once: the last one stands. */
    public static void writeSharedDurably(Path file, Content content) throws IOException {
        replace(file, draft(file, writer()), content, true);
    }

    private static String writer() {
        return ProcessHandle.current().pid() + "." + Thread.currentThread().getId();
    }

    private static Path draft(Path file, String ending) {
        return file.resolveSibling("." + file.getFileName() + "." + ending);
    }

    private static void replace(Path file, Path temporary, Content content, boolean durable) throws IOException {
        Files.deleteIfExists(temporary);
        try (FileChannel channel = open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), 64 * 1024);
            content.writeTo(out);
            out.flush();
            if (durable) {
                channel.force(true);
            }
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (durable) {
            syncDirectory(Objects.requireNonNull(file.toAbsolutePath().getParent()));
        }
    }

    private static void syncDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Some systems cannot open a directory; the file itself is on disk.
            return;
        }
    }

    /**
     * Reads a whole file.
     *
     * @throws IOException also if the path is a symbolic link
     */
    public static byte[] read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
            return in.readAllBytes();
        }
    }

    /** Creates an empty file; one that is there already is as good. */
    public static void touch(Path file) throws IOException {
        try {
            Files.createFile(file, fileAttributes());
        } catch (FileAlreadyExistsException e) {
            return;
        }
    }

    /** Creates a directory with mode 0700; one that is there already is as good, if it is no symbolic link. */
    public static void createDirectory(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try {
            Files.createDirectory(directory, directoryAttributes());
        } catch (IOException e) {
            // Another process may have been faster.
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }
}
