package dev.companion.db;

import dev.companion.core.job.JobStore;
import dev.companion.core.job.JobStoreContract;
import dev.companion.core.job.StateRoot;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class JdbcJobStoreTest extends JobStoreContract {
    @TempDir
    Path temporary;

    @Override
    protected JobStore store() {
        return new JdbcJobStore(StateRoot.open(temporary.resolve("state")));
    }
}
