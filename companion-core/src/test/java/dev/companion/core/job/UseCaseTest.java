package dev.companion.core.job;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test of a use case on a state root of its own. */
abstract class UseCaseTest {
    private @Nullable JobRig prepared;

    @BeforeEach
    void prepare(@TempDir Path directory) {
        prepared = new JobRig(directory);
    }

    JobRig rig() {
        return requireNonNull(prepared);
    }
}
