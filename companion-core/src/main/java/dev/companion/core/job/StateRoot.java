package dev.companion.core.job;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;

/**
 * The one directory that holds everything the program remembers: private to its user, checked each time it is opened.
 * Immutable.
 */
public final class StateRoot {
    private static final int OTHERS = 0077;
    private static final String ELSEWHERE = "set COMPANION_HOME to a directory of your own";

    private final Path directory;
    private final boolean posix;

    private StateRoot(Path directory, boolean posix) {
        this.directory = directory;
        this.posix = posix;
    }

    /**
     * Opens the directory, creating it and missing parents with mode 0700. One system call when all is well.
     *
     * <p>A directory on a read-only file system can be opened: what is in it can still be told. See
     * {@link #requireWritable}.
     *
     * @throws Failure with a code {@code STATE_ROOT_…} if it cannot be created, is a symbolic link or no directory,
     *     belongs to somebody else or is open to others
     */
    public static StateRoot open(Path directory) {
        Path absolute = directory.toAbsolutePath().normalize();
        StateRoot root = new StateRoot(
                absolute, absolute.getFileSystem().supportedFileAttributeViews().contains("unix"));
        try {
            root.check();
        } catch (NoSuchFileException missing) {
            root.create();
        } catch (IOException e) {
            throw StoreFailures.of(e, absolute);
        }
        return root;
    }

    private void create() {
        try {
            Files.createDirectories(directory, PrivateFiles.directoryAttributes());
            check();
        } catch (IOException e) {
            throw StoreFailures.of(e, directory);
        }
    }

    private void check() throws IOException {
        if (!posix) {
            requireDirectory(Files.readAttributes(directory, BasicFileAttributes.class, NOFOLLOW_LINKS));
            return;
        }
        Map<String, Object> attributes =
                Files.readAttributes(directory, "unix:uid,mode,isDirectory,isSymbolicLink", NOFOLLOW_LINKS);
        requireDirectory(
                Boolean.TRUE.equals(attributes.get("isSymbolicLink")),
                Boolean.TRUE.equals(attributes.get("isDirectory")));
        if (attributes.get("uid") instanceof Integer uid && !CurrentUser.is(uid)) {
            throw new Failure(
                    FailureCode.STATE_ROOT_FOREIGN,
                    "the state directory " + directory + " belongs to another user (uid " + uid + ")",
                    ELSEWHERE);
        }
        if (attributes.get("mode") instanceof Integer mode && (mode & OTHERS) != 0) {
            throw new Failure(
                    FailureCode.STATE_ROOT_EXPOSED,
                    "the state directory " + directory + " is open to other users (mode "
                            + Integer.toOctalString(mode & 0777) + ")",
                    "chmod 700 " + quoted(directory));
        }
    }

    private void requireDirectory(BasicFileAttributes attributes) {
        requireDirectory(attributes.isSymbolicLink(), attributes.isDirectory());
    }

    private void requireDirectory(boolean isLink, boolean isDirectory) {
        if (isLink) {
            throw new Failure(
                    FailureCode.STATE_ROOT_SYMLINK,
                    "the state directory " + directory + " is a symbolic link",
                    "set COMPANION_HOME to the directory that it points to");
        }
        if (!isDirectory) {
            throw new Failure(FailureCode.STATE_ROOT_UNWRITABLE, directory + " is not a directory", ELSEWHERE);
        }
    }

    /** @throws Failure with {@code STATE_ROOT_UNWRITABLE} if nothing can be written here */
    public void requireWritable() {
        if (!Files.isWritable(directory)) {
            throw new Failure(
                    FailureCode.STATE_ROOT_UNWRITABLE,
                    "the state directory " + directory + " cannot be written",
                    ELSEWHERE);
        }
    }

    /** The directory itself, absolute. */
    public Path directory() {
        return directory;
    }

    /** The truth about every job. */
    public Path database() {
        return directory.resolve("companion.mv.db");
    }

    /** Whose OS lock serialises the sessions of the database. */
    public Path storeLock() {
        return directory.resolve("store.lock");
    }

    /** What the store last acknowledged, to tell a damaged or missing database from a new one. */
    public Path storeSeal() {
        return directory.resolve("store.seal");
    }

    /** The key that receipts are signed with. */
    public Path receiptKey() {
        return directory.resolve("receipt.key");
    }

    /** The parent of the job directories. */
    public Path jobs() {
        return directory.resolve("jobs");
    }

    /** The files of one job. */
    public Path jobDirectory(JobId id) {
        return jobs().resolve(id.value());
    }

    /** The read model, derived from the database; may be deleted at any time. */
    public Path view() {
        return directory.resolve("view");
    }

    /** Descriptors and locks of resident servers. */
    public Path run() {
        return directory.resolve("run");
    }

    /**
     * Creates the directory of a job; one that is there is kept.
     *
     * @throws Failure with {@code STATE_ROOT_UNWRITABLE} or {@code STORE_FULL}
     */
    public Path createJobDirectory(JobId id) {
        createDirectory(jobs());
        return createDirectory(jobDirectory(id));
    }

    /**
     * Creates a directory with mode 0700; one that is there is kept.
     *
     * @return the same path
     * @throws Failure with {@code STATE_ROOT_UNWRITABLE} or {@code STORE_FULL}
     */
    public Path createDirectory(Path wanted) {
        try {
            PrivateFiles.createDirectory(wanted);
            return wanted;
        } catch (IOException e) {
            throw StoreFailures.of(e, wanted);
        }
    }

    /** The path as one word of a shell line. */
    public static String quoted(Path path) {
        String text = path.toString();
        return text.matches("[A-Za-z0-9_./+:,@-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
