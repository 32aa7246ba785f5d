package dev.companion.db;

import dev.companion.core.job.StateRoot;
import dev.companion.core.job.StoreFailures;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Runs use cases, each in one short session: take the lock, open the database, one transaction, close it, publish the
 * read model, release the lock. What is returned is durable.
 */
final class StoreSessions {
    /** One use case. */
    @FunctionalInterface
    interface Work<T> {
        T run(Tables tables, Changes changes) throws SQLException;
    }

    private final StateRoot root;
    private final StoreLock lock;
    private final StoreFile file;
    private final View view;
    private final DatabaseFailures failures;

    StoreSessions(StateRoot root, StoreLock lock, StoreFile file, View view) {
        this.root = root;
        this.lock = lock;
        this.file = file;
        this.view = view;
        this.failures = new DatabaseFailures(root);
    }

    /** Runs work that only reads: the database file stays as it is. */
    <T> T read(Work<T> work) {
        return onItsOwnThread(() -> locked(false, work));
    }

    /** Runs work that may write. */
    <T> T write(Work<T> work) {
        return onItsOwnThread(() -> locked(true, work));
    }

    /** An interrupt of the caller would close the database's file in the middle of a write: nobody interrupts here. */
    private static <T> T onItsOwnThread(Callable<T> session) {
        FutureTask<T> task = new FutureTask<>(session);
        new Thread(task, "store-session").start();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw unwrapped(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static RuntimeException unwrapped(ExecutionException e) {
        if (e.getCause() instanceof RuntimeException unchecked) {
            return unchecked;
        }
        return new IllegalStateException("a session of the job store broke", e.getCause());
    }

    private <T> T locked(boolean writing, Work<T> work) {
        root.requireWritable();
        H2Engine.load();
        return lock.holding(() -> {
            StoreFile.Condition condition = file.prepare();
            Changes changes = new Changes(inheritedDoubt(condition));
            boolean unsealed = writing || condition != StoreFile.Condition.AS_SEALED;
            return session(writing, unsealed, changes, work);
        });
    }

    /** What an earlier writer left unpublished; everything, if the file was changed by somebody unknown. */
    private Doubt inheritedDoubt(StoreFile.Condition condition) {
        Doubt inherited = view.doubt();
        return switch (condition) {
            case AS_SEALED -> inherited;
            case VERIFIED -> inherited.isNone() ? Doubt.EVERYTHING : inherited;
            case BUILT -> Doubt.EVERYTHING;
        };
    }

    private <T> T session(boolean writing, boolean unsealed, Changes changes, Work<T> work) {
        T result;
        boolean announced;
        Publication publication;
        long writes;
        try (Connection connection = file.open(writing)) {
            Tables tables = Tables.on(connection);
            result = work.run(tables, changes);
            announced = announce(changes);
            writes = changes.hasWritten() ? tables.countWrite() : tables.state().writes();
            publication = Publication.of(tables, changes);
            commit(connection, changes.hasWritten());
        } catch (SQLException e) {
            throw failures.whileUsing(e);
        }
        if (unsealed && announced) {
            file.seal(writes);
        }
        if (announced) {
            view.publish(publication, changes.doubt());
        }
        return result;
    }

    /** Readers must not trust the read model from before the commit until it is published. */
    private boolean announce(Changes changes) {
        if (changes.doubt().isNone()) {
            return true;
        }
        try {
            view.raise(changes.doubt());
            return true;
        } catch (IOException e) {
            if (changes.hasWritten()) {
                throw StoreFailures.of(e, root.view());
            }
            // A reader has its answer even if there is no space to publish it.
            return false;
        }
    }

    private static void commit(Connection connection, boolean written) throws SQLException {
        connection.commit();
        if (written) {
            H2Engine.flush(connection);
        }
    }
}
