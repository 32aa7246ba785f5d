package dev.companion.db;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.StoreFailures;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * The database file and its seal. A file that is not as the last session left it is verified without being touched
 * before anything is written to it; a file that is damaged, lost or newer is refused and left as it is.
 *
 * <p>All methods that are not said to be free of it need the store lock.
 */
final class StoreFile {
    private static final int COMPACT_MILLIS = 500;
    private static final long COMPACT_FROM = 4L << 20;
    private static final List<String> TABLES = List.of("job", "job_label", "job_transition");

    private final StateRoot root;
    private final DatabaseFailures failures;

    StoreFile(StateRoot root) {
        this.root = root;
        this.failures = new DatabaseFailures(root);
    }

    /** What {@link #prepare} found. */
    enum Condition {
        /** As the last session left it. */
        AS_SEALED,
        /** In order, but somebody else changed it, or a session was cut off. */
        VERIFIED,
        /** New. */
        BUILT
    }

    /** Whether there never was a store here. Needs no lock. */
    boolean isAbsent() {
        return !Files.exists(root.database(), NOFOLLOW_LINKS) && !Files.exists(root.storeSeal(), NOFOLLOW_LINKS);
    }

    /** Whether the file is as the last session left it. Needs no lock. */
    boolean isAsSealed() {
        try {
            Seal seal = Seal.read(root.storeSeal());
            return seal.schemaVersion() == SchemaMigration.CURRENT_VERSION && seal.matches(root.database());
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Makes sure that there is a file in order.
     *
     * @throws Failure if it is damaged, missing, newer, or cannot be used
     */
    Condition prepare() {
        if (isAbsent()) {
            build(Optional.empty());
            return Condition.BUILT;
        }
        requireUsable();
        if (isAsSealed()) {
            return Condition.AS_SEALED;
        }
        verify();
        return Condition.VERIFIED;
    }

    /** Opens the prepared file. */
    Connection open(boolean writing) throws SQLException {
        if (!writing) {
            return H2Engine.openToRead(root.database());
        }
        return H2Engine.openToWrite(root.database(), needsCompacting() ? COMPACT_MILLIS : 0);
    }

    /** After a session on an unsealed file, or one that could write, is closed. */
    void seal(long writes) {
        long compacted = seal().filter(seal -> !needsCompacting())
                .map(Seal::compacted)
                .orElseGet(() -> root.database().toFile().length());
        try {
            Seal seal = Seal.of(root.database(), SchemaMigration.CURRENT_VERSION, writes, compacted);
            PrivateFiles.writeWhole(root.storeSeal(), out -> out.write(seal.bytes()));
        } catch (IOException e) {
            // The old seal stays: the next session verifies the file, which costs time and loses nothing.
        }
    }

    private void requireUsable() {
        Path database = root.database();
        if (!Files.exists(database, NOFOLLOW_LINKS)) {
            throw failures.missing();
        }
        if (!Files.isRegularFile(database, NOFOLLOW_LINKS)) {
            throw failures.damaged("is not a regular file");
        }
        if (database.toFile().length() == 0) {
            throw failures.damaged("is empty");
        }
        if (!Files.isReadable(database) || !Files.isWritable(database)) {
            throw failures.inaccessible();
        }
    }

    private void verify() {
        Tables.State state = readAll();
        if (state.schemaVersion() > SchemaMigration.CURRENT_VERSION) {
            throw failures.newer(state.schemaVersion(), SchemaMigration.CURRENT_VERSION);
        }
        long acknowledged = seal().map(Seal::writes).orElse(0L);
        if (state.writes() < acknowledged) {
            throw failures.older(state.writes(), acknowledged);
        }
        if (state.schemaVersion() < SchemaMigration.CURRENT_VERSION) {
            build(Optional.of(root.database()));
        }
    }

    /** Reads every row, so that damage is found before anything is written. */
    private Tables.State readAll() {
        try (Connection connection = H2Engine.openToRead(root.database())) {
            Tables tables = Tables.on(connection);
            Tables.State state = tables.state();
            if (state.schemaVersion() <= SchemaMigration.CURRENT_VERSION) {
                for (String table : TABLES) {
                    tables.readAll(table);
                }
            }
            return state;
        } catch (SQLException e) {
            throw failures.whileOpening(e);
        }
    }

    /** Makes the current tables in a new file, from an older one where there is one, and puts it in place whole. */
    private void build(Optional<Path> older) {
        requirePlainPath();
        Path draft = root.directory().resolve("companion-new.mv.db");
        try {
            // What is left of it was made by a process that died before anything was acknowledged.
            Files.deleteIfExists(draft);
            Files.createFile(draft, PrivateFiles.fileAttributes());
            if (older.isPresent()) {
                copy(older.orElseThrow(), draft);
            }
            SchemaMigration.run(draft);
            Files.move(draft, root.database(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw StoreFailures.of(e, draft);
        } catch (SQLException e) {
            throw failures.whileOpening(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (OutputStream out = Files.newOutputStream(to)) {
            Files.copy(from, out);
        }
    }

    /** H2 would take what follows the semicolon for a setting. */
    private void requirePlainPath() {
        if (root.directory().toString().contains(";")) {
            throw new Failure(
                    FailureCode.STATE_ROOT_UNWRITABLE,
                    "the state directory " + root.directory() + " has a semicolon in its name",
                    "set COMPANION_HOME to a directory without one");
        }
    }

    private Optional<Seal> seal() {
        try {
            return Optional.of(Seal.read(root.storeSeal()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private boolean needsCompacting() {
        return seal().map(seal -> seal.size() > COMPACT_FROM + 2 * seal.compacted())
                .orElse(false);
    }
}
